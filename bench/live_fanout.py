"""One state to everybody who listens: what it costs the server for each delivered message, beside a bare loop.

The yardstick is the least that Python can do: a loop over open sockets that calls `send` with the same bytes. The
product is the hub behind uvicorn, as it runs in a real community. Both are processes of their own; this one holds
the listening ends. They take turns, three rounds or more, and medians count; the ratio is the result, because the
microseconds belong to the machine. CPU is what the scheduler says that all threads of the server ran.

    python bench/live_fanout.py [--quick]

Prints a table and writes bench/results/live_fanout.json.
"""

# ruff: noqa: PLC0415 - the yardstick must not carry what only the product needs
import argparse
import json
import os
import platform
import selectors
import socket
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = 1024  # bytes of one state
WARM_UP = 3  # updates before the clock starts
PAUSE = 0.02  # seconds between two updates, so that each is one of its own


def serve_bare() -> None:
    """Accept listeners; at each line on standard input, send one frame to all of them."""
    door = socket.create_server(("127.0.0.1", 0), backlog=4096)
    print(door.getsockname()[1], flush=True)
    listeners: list[socket.socket] = []
    number = 0
    with selectors.DefaultSelector() as ready:
        ready.register(door, selectors.EVENT_READ)
        ready.register(sys.stdin, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is door:
                    listener, _ = door.accept()
                    listener.recv(4096)
                    listener.setblocking(False)
                    listener.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n")
                    listeners.append(listener)
                elif not sys.stdin.readline():
                    return
                else:
                    number += 1
                    frame = b"event: state\nid: e.%d\ndata: %s\n\n" % (number, b"x" * SIZE)
                    for listener in listeners:
                        listener.send(frame)


def serve_hub() -> None:
    """The hub behind uvicorn; each line on standard input is one touch."""
    import threading

    import uvicorn
    from django.conf import settings

    settings.configure(SECRET_KEY="bench", DATABASES={}, ALLOWED_HOSTS=["*"])  # noqa: S106

    from collective.ground.live.frames import State
    from collective.ground.live.hub import hub
    from collective.ground.live.router import router
    from collective.ground.live.sse import stream

    version = 0
    door = socket.create_server(("127.0.0.1", 0), backlog=4096)

    async def listen(scope, receive, send):
        await stream(scope, receive, send, hub, "bench")

    def take_orders() -> None:
        nonlocal version
        for _ in sys.stdin:
            version += 1
            hub.touch("bench")
        os._exit(0)

    def begin() -> None:
        threading.Thread(target=take_orders, daemon=True).start()
        print(door.getsockname()[1], flush=True)

    hub.provide("bench", lambda topic: State(version, "x" * SIZE), hz=1000)
    router.mount("/", listen)
    router.on_startup(begin)
    config = uvicorn.Config(router, loop="uvloop", http="httptools", ws="none", log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[door])


SERVERS = {"bare loop": serve_bare, "hub": serve_hub}


class Crowd:
    """Open streams that read everything and count what came."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.ready = selectors.DefaultSelector()
        self.open: list[socket.socket] = []

    def grow(self, size: int) -> None:
        """Open streams until there are `size`, and wait until the server has answered the last."""
        added = len(self.open)
        while len(self.open) < size:
            one = socket.create_connection(("127.0.0.1", self.port), timeout=10)
            one.sendall(b"GET / HTTP/1.1\r\nHost: bench\r\n\r\n")
            one.setblocking(False)
            self.open.append(one)
            self.ready.register(one, selectors.EVENT_READ)

        self.read_until_have(b"HTTP/1.1 200", self.open[added:])

    def read_until_have(self, mark: bytes, those: list[socket.socket], timeout: float = 30.0) -> None:
        """Return when each of those streams has received bytes that hold `mark`."""
        missing = set(those)
        end = time.monotonic() + timeout
        while missing:
            if time.monotonic() > end:
                raise SystemExit(f"{len(missing)} of {len(those)} listeners did not get {mark!r}.")
            for key, _ in self.ready.select(0.5):
                part = key.fileobj.recv(262_144)
                if not part:
                    raise SystemExit("The server closed a stream.")
                if mark in part:
                    missing.discard(key.fileobj)

    def close(self) -> None:
        self.ready.close()
        for one in self.open:
            one.close()


def cpu(pid: int) -> int:
    """Nanoseconds that all threads of a process have run."""
    tasks = Path(f"/proc/{pid}/task")
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir())


def resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def measure(name: str, size: int, updates: int) -> dict[str, float]:
    """One round: CPU and time of `updates` states to `size` listeners."""
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve", name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        port = int(server.stdout.readline())
        crowd = Crowd(port)
        crowd.grow(1)
        time.sleep(0.2)
        empty = resident(server.pid)  # what the first listener sets up is not the price of each
        crowd.grow(size)
        took, before = [], 0
        for number in range(1, WARM_UP + updates + 1):
            if number == WARM_UP + 1:
                full, before = resident(server.pid), cpu(server.pid)
            time.sleep(PAUSE)
            started = time.perf_counter()
            server.stdin.write("\n")
            server.stdin.flush()
            crowd.read_until_have(b".%d\ndata: " % number, crowd.open)
            took.append(time.perf_counter() - started)
        spent = cpu(server.pid) - before
        crowd.close()
    finally:
        server.kill()
        server.communicate()
    return {
        "cpu_us_per_message": spent / 1000 / (size * updates),
        "last_ms": statistics.median(took[WARM_UP:]) * 1000,
        "kb_per_listener": (full - empty) / 1024 / size,
    }


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    cpus = [line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    return {
        "processor": cpus[0] if cpus else platform.machine(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_at_start": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--quick", action="store_true", help="three rounds and fewer updates")
    words.add_argument("--serve", choices=SERVERS, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.serve:
        SERVERS[asked.serve]()
        return
    rounds, messages = (3, 20_000) if asked.quick else (7, 100_000)
    result = {"when": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), "bytes": SIZE, "sizes": {}}
    print(f"{'listeners':>9}  {'server':<10} {'CPU us/message':>15} {'last one ms':>12} {'KB/listener':>12}")
    for size in (100, 1000):
        updates = max(10, messages // size)
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in SERVERS}
        for _ in range(rounds):
            for name in SERVERS:
                runs[name].append(measure(name, size, updates))
        medians = {
            name: {key: round(statistics.median(run[key] for run in those), 2) for key in those[0]}
            for name, those in runs.items()
        }
        for name, median in medians.items():
            figures = (median["cpu_us_per_message"], median["last_ms"], median["kb_per_listener"])
            print("{:>9}  {:<10} {:>15.1f} {:>12.1f} {:>12.1f}".format(size, name, *figures))
        each = [
            hub["cpu_us_per_message"] / bare["cpu_us_per_message"]
            for hub, bare in zip(runs["hub"], runs["bare loop"], strict=True)
        ]
        ratio = round(statistics.median(each), 2)
        print(f"{'':>9}  the hub costs {ratio} times the bare loop ({min(each):.2f} to {max(each):.2f})")
        result["sizes"][size] = {"rounds": rounds, "updates": updates, "medians": medians, "ratio": ratio, "runs": runs}
    target = ROOT / "bench" / "results" / "live_fanout.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
