// What somebody has typed in a form, as plain values, and back again.
const LEFT_OUT = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

function fields(form) {
  return [...form.elements].filter((field) => field.name && "value" in field && !LEFT_OUT.has(field.type));
}

const ticks = (field) => field.type === "radio" || field.type === "checkbox";

export function read(form) {
  return fields(form).map((field) => [field.name, ticks(field) ? [field.value, field.checked] : field.value]);
}

export function write(form, draft) {
  const left = [...draft];
  for (const field of fields(form)) {
    const at = left.findIndex(([name, value]) =>
      name === field.name && (ticks(field) ? Array.isArray(value) && value[0] === field.value : !Array.isArray(value)));
    if (at < 0) continue;
    const [[, value]] = left.splice(at, 1);
    if (ticks(field)) field.checked = value[1];
    else field.value = value;
  }
}

export function once() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID() is missing on plain http
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// Lets the browser itself send what was to be sent behind the scenes, and show the answer.
export function submitPlainly({ url, body }) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: url, hidden: true });
  for (const [name, value] of new URLSearchParams(body)) {
    form.append(Object.assign(document.createElement("textarea"), { name, value }));
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form); // a field called "submit" would hide the method
  return false;
}
