// <countdown-ring data-ends data-total data-now>: runs the ring down. Speaks three times only: five minutes, one minute, the end.
import { hear, now } from "./server-clock.js";

const SPOKEN = [[300, "5 minutes left"], [60, "1 minute left"], [0, "Time is up"]];

class CountdownRing extends HTMLElement {
  connectedCallback() {
    hear(Number(this.dataset.now));
    this.before = this.left();
    this.tick();
    this.timer = setInterval(() => this.tick(), 250);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  left() {
    return Math.max(0, Math.ceil((Number(this.dataset.ends) - now()) / 1000));
  }

  tick() {
    const left = this.left();
    if (left === this.shown) return;
    this.shown = left;
    this.draw(left);
    this.speak(left);
    this.before = left;
  }

  draw(left) {
    const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
    const two = (n) => String(n).padStart(2, "0");
    const text = this.querySelector("text");
    if (text) text.textContent = hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
    this.querySelector(".t-fg")?.setAttribute("d", arc(left / Number(this.dataset.total || 1)));
    const whole = Math.round(left / 60);
    const words = left < 60 ? `${left} seconds left` : `${whole} minute${whole === 1 ? "" : "s"} left`;
    if (left % 10 === 0) this.querySelector("svg")?.setAttribute("aria-label", words);
  }

  speak(left) {
    const due = SPOKEN.find(([at]) => this.before > at && left <= at);
    const line = this.querySelector("[role=status]");
    if (due && line) line.textContent = due[1];
  }
}

function arc(share) {
  if (share <= 0) return "";
  const angle = 2 * Math.PI * Math.min(share, 0.9999);
  const [x, y] = [60 + 50 * Math.sin(angle), 60 - 50 * Math.cos(angle)];
  return `M60 10A50 50 0 ${share > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}`;
}

customElements.define("countdown-ring", CountdownRing);
