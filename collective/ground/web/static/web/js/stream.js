// One open line to the server: comes back by itself, each time after a longer and uneven wait, and is closed while the page is away.
const PATIENCE = 3000; // a blip shorter than this is nobody's business

export class Stream {
  // address() is asked anew at each opening; state(event), lost() and back() are told what happens.
  constructor({ address, state, lost, back }) {
    Object.assign(this, { address, state, lost, back, tries: 0, gone: false });
    this.leaving = new AbortController();
    const on = (target, name, act) => target.addEventListener(name, act, { signal: this.leaving.signal });
    on(window, "pagehide", () => this.close());
    on(window, "pageshow", (event) => event.persisted && this.open());
    on(window, "online", () => this.open());
    on(document, "visibilitychange", () => (document.hidden ? (this.hid = Date.now()) : this.wake()));
    this.open();
  }

  open() {
    this.close();
    this.source = new EventSource(this.address());
    this.source.addEventListener("open", () => this.found());
    this.source.addEventListener("error", () => this.lose());
    this.source.addEventListener("state", this.state);
  }

  close() {
    clearTimeout(this.retry);
    this.source?.close();
  }

  end() {
    this.leaving.abort();
    clearTimeout(this.missing);
    this.close();
  }

  wake() { // a phone that slept may hold a line that is long dead
    if (this.source.readyState !== EventSource.OPEN || Date.now() - this.hid > 10000) this.open();
  }

  lose() {
    this.close();
    this.retry = setTimeout(() => this.open(), Math.min(30, 2 ** this.tries++) * (500 + Math.random() * 1000));
    this.missing ??= setTimeout(() => {
      this.gone = true;
      this.lost();
    }, PATIENCE);
  }

  found() {
    clearTimeout(this.missing);
    this.missing = null;
    this.tries = 0;
    if (this.gone) this.back();
    this.gone = false;
  }
}
