// What this device remembers, as JSON. Where the browser allows no storage it lasts as long as the page.
const spare = new Map();
const PREFIX = "collective.";

export function recall(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key)) ?? spare.get(key) ?? otherwise;
  } catch {
    return spare.get(key) ?? otherwise;
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
    spare.delete(key);
  } catch {
    spare.set(key, value);
  }
}

export function forget(key) {
  spare.delete(key);
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // nothing was stored
  }
}
