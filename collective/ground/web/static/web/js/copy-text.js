// <copy-text from="id of what to copy"><button type="button" class="btn" hidden>Copy the link</button></copy-text>
class CopyText extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!button || this.ready) return;
    this.ready = true;
    button.hidden = false;
    this.line = Object.assign(document.createElement("span"), { className: "small" });
    this.line.setAttribute("role", "status");
    this.append(this.line);
    button.addEventListener("click", () => this.copy());
  }

  async copy() {
    const source = document.getElementById(this.getAttribute("from"));
    if (!source) return;
    const text = source.value ?? source.getAttribute("data-copy") ?? source.textContent.trim();
    const copied = await write(text);
    if (!copied) select(source);
    this.line.textContent = copied ? "Copied." : "Marked. Copy it with Ctrl and C, or Command and C.";
  }
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text); // not there on plain http
    return true;
  } catch {
    return false;
  }
}

function select(source) {
  if (source.select) return source.select();
  getSelection().selectAllChildren(source);
}

customElements.define("copy-text", CopyText);
