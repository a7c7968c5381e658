// <door-list key="12"> … rows and forms … </door-list>
// A press is kept on this phone until the server has it, each with a key of its own, so that sending again is harmless; the row
// changes at once. The search box narrows the rows that are here, without asking anybody.
import { once } from "../../web/js/drafts.js";
import { keep, recall } from "../../web/js/store.js";

const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

class DoorList extends HTMLElement {
  connectedCallback() {
    this.queue = `door.${this.getAttribute("key")}`;
    this.tries = 0;
    this.leaving = new AbortController();
    const listening = { signal: this.leaving.signal };
    this.addEventListener("submit", (event) => this.press(event), listening);
    this.querySelector("#q")?.addEventListener("input", (event) => this.narrow(event.target.value), listening);
    addEventListener("online", () => this.flush(), listening);
    addEventListener("beforeunload", (event) => this.waiting().length && event.preventDefault(), listening);
    for (const act of this.waiting()) this.show(act);
    this.flush();
  }

  disconnectedCallback() {
    this.leaving.abort();
    clearTimeout(this.timer);
  }

  waiting = () => recall(this.queue, []);

  narrow(typed) {
    const wanted = folded(typed);
    const rows = [...this.querySelectorAll("[data-words]")];
    const code = wanted.replace(/[\s-]/g, "");
    for (const row of rows) row.hidden = ![wanted, code].some((part) => row.dataset.words.includes(part));
    const nobody = this.querySelector("[data-nobody]");
    if (nobody) nobody.hidden = rows.some((row) => !row.hidden);
  }

  press(event) {
    const form = event.target;
    const data = new FormData(form, event.submitter);
    const name = data.get("name")?.trim();
    if (form.method !== "post" || name === "") return; // a search; or the server says in words what is missing
    event.preventDefault();
    data.set("key", once());
    data.set("at", Date.now());
    const body = new URLSearchParams(data).toString();
    const who = name ?? event.submitter.closest("[data-name]").dataset.name;
    const [what, person] = (data.get("press") ?? "").split("-");
    const act = { body, url: form.action, person, what, who };
    keep(this.queue, [...this.waiting(), act]);
    if (form.hasAttribute("data-clear")) form.reset();
    this.show(act);
    this.flush();
  }

  show({ person, what }) {
    const row = person && this.querySelector(`#person-${person}`);
    row?.toggleAttribute("data-here", what === "here");
    row?.querySelector(what === "here" ? ".btn.when-here" : ".btn.when-not").focus();
  }

  say(text, bad = false) {
    Object.assign(this.querySelector("[data-state]"), { textContent: text }).classList.toggle("err", bad);
  }

  async flush() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    for (let act; (act = this.waiting()[0]) && (await this.send(act)); );
    this.busy = false;
  }

  async send(act) {
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await fetch(act.url, { method: "POST", body: act.body, headers }).catch(() => null);
    const said = answer && !answer.redirected ? await answer.json().catch(() => null) : null;
    if (!answer || answer.status >= 500 || answer.status === 429) return this.later("No signal.");
    if (!said) return this.later("You are signed out. Sign in on this phone in another tab, then come back here.");
    keep(this.queue, this.waiting().filter((other) => other.body !== act.body));
    this.tries = 0;
    this.say(answer.ok ? said.said : `${act.who}: ${said.message}`, !answer.ok);
    if (said.counts) this.querySelector("[data-counts]").textContent = said.counts;
    return true;
  }

  names() {
    const all = this.waiting().map(({ who }) => who);
    return `${all.length} waiting on this phone: ${all.slice(0, 5).join(", ")}${all.length > 5 ? " and others" : ""}.`;
  }

  later(why) {
    this.say(`${why} ${this.names()} They go by themselves.`, true);
    this.timer = setTimeout(() => this.flush(), Math.min(20, 2 ** this.tries++) * (500 + Math.random() * 1000));
    return false;
  }
}

customElements.define("door-list", DoorList);
