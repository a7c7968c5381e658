// New content for a part of the page, without taking away what somebody is typing, has unfolded, or where they are.
const ticks = (field) => field.type === "radio" || field.type === "checkbox";
const called = (field) => `${field.name} ${field.dataset.keep}${ticks(field) ? ` ${field.value}` : ""}`;
const keepers = (root) => [...root.querySelectorAll("[data-keep]")];

function typed(root) {
  const changed = keepers(root).filter((f) => (ticks(f) ? f.checked !== f.defaultChecked : f.value !== f.defaultValue));
  return new Map(changed.map((f) => [called(f), ticks(f) ? f.checked : f.value]));
}

function restore(root, kept) {
  for (const field of keepers(root)) {
    if (!kept.has(called(field))) continue;
    if (ticks(field)) field.checked = kept.get(called(field));
    else field.value = kept.get(called(field));
  }
}

// Folds are called alike on every card of a list; the form inside tells them apart.
const label = (fold) => `${fold.querySelector("summary")?.textContent.trim()} ${fold.querySelector("form")?.getAttribute("action")}`;
const folds = (root) => [...root.querySelectorAll("details")];

function focused(root) {
  const at = document.activeElement;
  if (!at || at === root || !root.contains(at)) return null;
  let selection = null;
  try {
    selection = [at.selectionStart, at.selectionEnd];
  } catch {
    // some kinds of input have no selection
  }
  return { id: at.id, name: at.name, value: ticks(at) ? at.value : null, selection };
}

function refocus(root, was) {
  const same = (el) => el.name === was.name && (was.value === null || el.value === was.value);
  const again = (was.id && root.querySelector(`#${CSS.escape(was.id)}`)) || (was.name && [...root.querySelectorAll("[name]")].find(same));
  if (!again) return false;
  again.focus({ preventScroll: true });
  if (was.selection?.[0] != null && again.setSelectionRange) {
    try {
      again.setSelectionRange(...was.selection);
    } catch {
      // a field that has changed its kind
    }
  }
  return true;
}

// Puts `nodes` into `root` in place of what is there, except `stays`. Says whether the focus, if it was inside, found its place again.
export function swap(root, nodes, stays = null) {
  const kept = typed(root);
  const was = focused(root);
  const opened = folds(root).filter((fold) => fold.open).map(label);
  const [x, y] = [scrollX, scrollY];
  for (const old of [...root.childNodes]) if (old !== stays) old.remove();
  root.append(...nodes);
  restore(root, kept);
  for (const fold of folds(root)) fold.open ||= opened.includes(label(fold));
  const found = was ? refocus(root, was) : true;
  scrollTo(x, y);
  return found;
}

export function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return [...document.importNode(holder.content, true).childNodes];
}
