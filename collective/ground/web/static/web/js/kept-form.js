// <kept-form key="…" sent="…">: a form whose words survive a lost network, a closed tab and a flat battery.
// Inside: a plain <form method="post">, and <p role="status">. An <input data-once> carries the key that makes sending twice
// harmless. A form with data-clear makes a new thing each time and is emptied; without it the latest answer replaces the others.
import { once, read, submitPlainly, write } from "./drafts.js";
import { forget, keep, recall } from "./store.js";

const LOST = "We have lost the room. Your answer is kept, and goes when we are back.";

class KeptForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.form || this.form.enctype === "multipart/form-data") return;
    this.draft = `draft.${this.getAttribute("key")}`;
    this.queue = `queue.${this.getAttribute("key")}`;
    this.tries = 0;
    write(this.form, recall(this.draft, []));
    this.leaving = new AbortController();
    const listening = { signal: this.leaving.signal };
    this.form.addEventListener("input", () => keep(this.draft, read(this.form)), listening);
    this.form.addEventListener("submit", (event) => this.submit(event), listening);
    for (const name of ["online", "live-back"]) addEventListener(name, () => this.flush(), listening);
    this.flush();
  }

  disconnectedCallback() {
    this.leaving?.abort();
    clearTimeout(this.timer);
  }

  say(text, bad = false) {
    const line = this.querySelector("[role=status]");
    if (!line) return;
    line.textContent = text;
    line.classList.toggle("err", bad && text !== "");
  }

  submit(event) {
    const data = new FormData(this.form);
    if (event.submitter?.hasAttribute("formaction")) return; // another errand: let the browser do it
    if (event.submitter?.name) data.append(event.submitter.name, event.submitter.value);
    event.preventDefault();
    const item = { url: this.form.action, body: new URLSearchParams(data).toString(), draft: JSON.stringify(read(this.form)) };
    const clear = this.form.hasAttribute("data-clear");
    keep(this.queue, clear ? [...recall(this.queue, []), item] : [item]);
    const key = this.form.querySelector("[data-once]");
    if (key) key.value = once();
    if (clear) this.form.reset();
    if (clear) forget(this.draft);
    this.say("");
    this.tries = 0;
    this.flush();
  }

  async flush() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    let item;
    while ((item = recall(this.queue, [])[0]) && (await this.send(item)));
    this.busy = false;
  }

  async send(item) {
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
    const answer = await fetch(item.url, { method: "POST", body: item.body, headers }).catch(() => null);
    if (!answer || answer.status >= 500 || answer.status === 429) return this.later();
    const html = (answer.headers.get("Content-Type") ?? "").includes("html");
    if (html && !answer.redirected) return this.sent(item) ?? submitPlainly(item); // a page with something to put right
    this.sent(item);
    if (answer.ok) return this.done(answer, html, item);
    const { message } = await answer.json().catch(() => ({}));
    this.say(message ?? "That did not go through. Load the page again and send it once more.", true);
    return true;
  }

  async done(answer, html, item) {
    if (JSON.stringify(recall(this.draft, [])) === item.draft) forget(this.draft); // else there are newer words
    this.say(this.getAttribute("sent") ?? "Kept.");
    const detail = { url: html ? answer.url : null, html: html ? await answer.text() : null };
    const free = this.dispatchEvent(new CustomEvent("kept", { bubbles: true, cancelable: true, detail }));
    if (free && detail.url) location.assign(detail.url);
    return !(free && detail.url);
  }

  sent(item) {
    keep(this.queue, recall(this.queue, []).filter((other) => other.body !== item.body));
    this.tries = 0;
  }

  later() {
    this.say(LOST, true);
    const wait = Math.min(30, 2 ** this.tries++) * (500 + Math.random() * 1000);
    this.timer = setTimeout(() => this.flush(), wait);
    return false;
  }
}

customElements.define("kept-form", KeptForm);
