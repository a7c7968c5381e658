// The server's clock, as this page best knows it. A message that took long, or was kept, can only make the server look
// earlier than it is, so the largest difference heard is the truest. performance.now() does not jump when a clock is set.
let ahead = -Infinity;

export function hear(serverNow) {
  if (Number.isFinite(serverNow) && serverNow > 0) ahead = Math.max(ahead, serverNow - performance.now());
}

export function now() {
  return ahead === -Infinity ? Date.now() : performance.now() + ahead;
}
