// <live-room src="…/events" version="…" act="…" swap="main">: keeps a page as it would be if it were loaded now.
// A `state` event carries {act, version, parts: {id: html}, now}. Parts go into [data-part=id]; another act fetches the page itself.
import { showPage } from "./new-page.js";
import { hear } from "./server-clock.js";
import { Stream } from "./stream.js";
import { parsed, swap } from "./swap.js";

const LOST = "We have lost the room. Your answer is kept, and goes when we are back.";

class LiveRoom extends HTMLElement {
  connectedCallback() {
    this.shown = new WeakMap(); // what each part shows, as it came
    this.banner ??= this.line("lost", "aria-hidden", "true"); // for the eye
    this.voice ??= this.line("hide", "role", "status"); // the same for the ear: always there, so that a change is heard
    this.follows = (event) => this.follow(event);
    document.addEventListener("kept", this.follows);
    this.stream = new Stream({
      address: () => this.address(),
      state: (event) => this.receive(event),
      lost: () => this.tell(LOST),
      back: () => this.tell("", "We are back.") ?? dispatchEvent(new Event("live-back")),
    });
  }

  disconnectedCallback() {
    document.removeEventListener("kept", this.follows);
    this.stream.end();
  }

  line(css, name, value) {
    const line = Object.assign(document.createElement("p"), { className: css });
    line.setAttribute(name, value);
    return this.appendChild(line);
  }

  address() {
    const address = new URL(this.getAttribute("src"), location.href);
    if (this.getAttribute("version")) address.searchParams.set("seen", this.getAttribute("version"));
    return address;
  }

  tell(seen, said = seen) {
    this.banner.textContent = seen;
    this.voice.textContent = said;
  }

  receive(event) {
    const state = JSON.parse(event.data);
    hear(state.now);
    if (Number.parseInt(state.act) < Number.parseInt(this.getAttribute("act"))) return; // from before this page was drawn
    this.setAttribute("version", event.lastEventId || state.version || "");
    if (state.act !== undefined && String(state.act) !== this.getAttribute("act")) return this.renew();
    for (const [id, html] of Object.entries(state.parts ?? {})) this.put(id, html);
  }

  put(id, html) {
    for (const part of document.querySelectorAll(`[data-part="${CSS.escape(id)}"]`)) {
      if (this.shown.get(part) === html) continue;
      this.shown.set(part, html);
      swap(part, parsed(html));
    }
  }

  async renew() {
    if (this.renewing) return (this.again = true);
    this.renewing = true;
    await new Promise((done) => setTimeout(done, Math.random() * Number(this.getAttribute("spread") ?? 400)));
    do {
      this.again = false;
      const page = await fetch(location.href, { headers: { "X-Fragment": "main" }, cache: "no-store" }).catch(() => null);
      if (page?.ok) this.show(await page.text(), page.url);
      else this.startAgain();
    } while (this.again);
    this.renewing = false;
  }

  startAgain() { // told of an act that could not be fetched: ask for everything
    this.removeAttribute("version");
    this.stream.lose();
  }

  follow(event) {
    const { url, html } = event.detail;
    if (!html || new URL(url).pathname !== location.pathname) return;
    event.preventDefault();
    this.show(html, url);
  }

  show(html, url) {
    const heading = showPage(html, url, this);
    if (heading) this.voice.textContent = heading;
  }
}

customElements.define("live-room", LiveRoom);
