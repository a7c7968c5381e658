// <local-time><time datetime="2026-12-03T12:30+00:00">…</time></local-time>: adds the reader's own hour where it differs.
class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const written = time?.dateTime.match(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/);
    if (!written || this.querySelector("[data-here]")) return;
    const moment = new Date(time.dateTime);
    const here = wallClock(moment);
    if (Number.isNaN(moment.getTime()) || here === `${written[1]} ${written[2]}`) return;
    const day = here.slice(0, 10) === written[1] ? "" : `${moment.toLocaleDateString("en-GB", { weekday: "long" })}, `;
    const note = document.createElement("span");
    note.dataset.here = "";
    note.textContent = ` (${day}${here.slice(11)} where you are)`;
    time.after(note);
  }
}

function wallClock(moment) {
  const two = (n) => String(n).padStart(2, "0");
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

customElements.define("local-time", LocalTime);
