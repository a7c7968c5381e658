// Shows a freshly fetched page in place of this one: its main part, the parts round it, its title and its scripts.
import { swap } from "./swap.js";

const own = (nodes) => [...nodes].filter((node) => node.nodeName !== "LIVE-ROOM").map((node) => document.importNode(node, true));

// Gives back the new heading if it is another one, to be read out; "" if not. Leaves for `url` when the room is not there any more.
export function showPage(html, url, room) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const where = room.getAttribute("swap") ?? "main";
  const [root, fresh, freshRoom] = [document.querySelector(where), page.querySelector(where), page.querySelector("live-room")];
  if (!root || !fresh || !freshRoom || new URL(url).pathname !== location.pathname) {
    location.assign(url);
    return "";
  }
  const before = document.querySelector("h1")?.textContent;
  document.body.className = page.body.className;
  root.className = fresh.className;
  const found = swap(root, own(fresh.childNodes), room);
  for (const part of page.querySelectorAll("[data-part]")) if (!fresh.contains(part)) exchange(part, room);
  document.title = page.title;
  for (const name of ["act", "version", "src"]) room.setAttribute(name, freshRoom.getAttribute(name) ?? "");
  for (const script of page.querySelectorAll("script[type=module][src]")) import(script.src);
  return arrive(before, found);
}

function exchange(part, room) {
  const here = document.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
  if (!here) return;
  room.shown.delete(here);
  here.className = part.className;
  swap(here, own(part.childNodes));
}

function arrive(before, found) {
  const heading = document.querySelector("h1");
  const another = heading && heading.textContent !== before;
  if (another) scrollTo(0, 0);
  const first = document.querySelector(".summary") ?? heading;
  if ((!found || document.querySelector(".summary")) && first) {
    first.tabIndex = -1;
    first.focus();
  }
  return another ? heading.textContent : "";
}
