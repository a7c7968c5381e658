// The server's clock, as this page best knows it. A message that took long, or was kept, can only make the server look
// earlier than it is, so the largest difference heard is the truest. performance.now() does not jump when a clock is set,
// but stands still while a laptop sleeps: then the wall clock says how long that was.
const SLEEP = 2000; // milliseconds that two clocks may drift apart awake
let ahead = -Infinity;
let apart = 0;

const between = () => Date.now() - performance.now();

function slept() {
  const gone = between() - apart;
  return gone > SLEEP ? gone : 0;
}

export function hear(serverNow) {
  if (!Number.isFinite(serverNow) || serverNow <= 0) return;
  const heard = serverNow - performance.now();
  if (heard > ahead + slept()) [ahead, apart] = [heard, between()];
}

export function now() {
  return ahead === -Infinity ? Date.now() : performance.now() + ahead + slept();
}
