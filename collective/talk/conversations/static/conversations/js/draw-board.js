// <draw-board check="…">: people are moved between tables by dragging a handle, or with the keys. The server says what each move
// would break before it is made, in words and in a form; this only carries the question there and the answer here.
const [ALL, TABLES] = ["[data-to]", "[data-to^=t]"];
const STEPS = { ArrowDown: [1, ALL], ArrowUp: [-1, ALL], ArrowRight: [1, TABLES], ArrowLeft: [-1, TABLES] };
const LOST = "<p data-say>The tables have changed, or the connection is lost. Load this page again.</p>";
const EDGE = 70; // pixels from an edge of the window within which dragging scrolls
const HOW = "Choose with the arrow keys: left and right for tables, up and down for people too.";

class DrawBoard extends HTMLElement {
  connectedCallback() {
    this.bar = this.querySelector(".move-bar");
    [this.status, this.answer] = ["[role=status]", "[data-answer]"].map((part) => this.bar.querySelector(part));
    for (const grip of this.querySelectorAll(".grip")) grip.hidden = false;
    this.onpointerdown = (event) => event.target.closest(".grip") && !event.button && this.drag(event, event.target.closest(".grip"));
    this.onkeydown = (event) => this.key(event, event.target.closest(".grip"));
    this.bar.querySelector("[data-leave]").onclick = () => this.leave();
  }

  drag(event, grip) {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    this.take(grip, "");
    grip.onpointermove = ({ clientX: x, clientY: y }) => {
      scrollBy(0, y < EDGE ? -EDGE / 5 : y > innerHeight - EDGE ? EDGE / 5 : 0);
      this.aim(document.elementFromPoint(x, y)?.closest("[data-to]"));
    };
    grip.onpointerup = grip.onpointercancel = (end) => {
      grip.onpointermove = grip.onpointerup = grip.onpointercancel = null;
      end.type === "pointerup" && this.target ? this.drop() : this.leave();
    };
  }

  key(event, grip) {
    if (event.key === "Escape") return this.leave();
    const press = event.key === " " || event.key === "Enter";
    if (!grip || !(press || (this.held === grip && STEPS[event.key]))) return;
    event.preventDefault();
    if (!press) this.step(...STEPS[event.key]);
    else if (this.held !== grip) this.take(grip, HOW);
    else this.target ? this.drop() : this.leave();
  }

  take(grip, how) {
    this.leave();
    [this.held, this.person] = [grip, grip.closest(".sitter")];
    this.person.classList.add("held");
    grip.setAttribute("aria-pressed", "true");
    this.bar.hidden = false;
    this.status.textContent = `${this.person.dataset.name} is in your hand. ${how}`;
  }

  step(by, where) {
    const own = this.person.closest(".draw-table");
    const all = [...this.querySelectorAll(where)].filter((one) => one === own || !own.contains(one));
    const at = [this.target, this.target?.closest(".draw-table"), own].find((one) => all.includes(one));
    this.aim(all[(all.indexOf(at) + by + all.length) % all.length]);
    this.target?.scrollIntoView({ block: "nearest" });
  }

  aim(target) {
    const next = target && this.contains(target) && !this.person.closest(".draw-table").contains(target) ? target : null;
    if (next === this.target) return;
    this.target?.classList.remove("aim");
    this.target = next;
    next?.classList.add("aim");
    this.answer.replaceChildren();
    clearTimeout(this.timer);
    this.asked = next && new Promise((told) => (this.timer = setTimeout(() => told(this.ask(next)), 200)));
    if (!next) this.status.textContent = `${this.person.dataset.name} stays.`;
  }

  async ask(target) {
    const query = new URLSearchParams({ participant: this.person.dataset.to.slice(1), to: target.dataset.to, part: 1 });
    const reply = await fetch(`${this.getAttribute("check")}?${query}`).catch(() => null);
    const part = new DOMParser().parseFromString(reply?.ok && !reply.redirected ? await reply.text() : LOST, "text/html");
    if (target !== this.target) return null;
    const said = part.querySelector("[data-say]");
    this.status.textContent = said.textContent;
    said.remove();
    this.answer.replaceChildren(...part.body.childNodes);
    return this.answer.querySelector("form");
  }

  async drop() {
    const form = await this.asked;
    form?.dataset.breaks ? form.querySelector("button").focus() : form?.requestSubmit();
  }

  leave() {
    if (!this.held) return;
    this.aim(null);
    this.person.classList.remove("held");
    this.held.setAttribute("aria-pressed", "false");
    this.held.focus();
    this.held = null;
    this.bar.hidden = true;
  }
}

customElements.define("draw-board", DrawBoard);
