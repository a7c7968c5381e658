"""Ten thousand due letters, a real SMTP server, and a tick that is killed again and again while it sends them.

Each tick is a process of its own, on a database file with the settings of a real installation (every mark is on the disk
before the next letter). Some ticks are killed with SIGKILL at a random moment; the clock is then set on until the claim of
the letter in hand has run out. Counted are: letters that reached the server, letters that it got twice, letters lost, the
memory of the tick, and letters a second in an undisturbed tick.

    python bench/outbox_tick.py [--quick]

Prints the numbers and writes bench/results/outbox_tick.json.
"""

import argparse
import json
import os
import platform
import random
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collective.settings")
os.environ.setdefault("COLLECTIVE_VAR", tempfile.mkdtemp())

import django  # noqa: E402

django.setup()

from aiosmtpd.controller import Controller  # noqa: E402
from django.core.management import call_command  # noqa: E402

from collective.ground.outbox import actions, tick  # noqa: E402
from collective.ground.outbox.actions.delivering import CLAIM  # noqa: E402
from collective.ground.outbox.models import Letter  # noqa: E402

NOON = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)
KILLS = 8


class Postbox:
    """Keeps the identity of what arrives."""

    def __init__(self) -> None:
        self.arrived: Counter[bytes] = Counter()

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        content = envelope.content  # type: ignore[attr-defined]
        start = content.index(b"Message-ID:")
        self.arrived[content[start : content.index(b"\r\n", start)]] += 1
        return "250 kept"


def one_tick(now: str) -> None:
    """What the killed process does; prints its memory in MB where it comes to an end."""
    tick.once(datetime.fromisoformat(now))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def started(port: int, now: datetime) -> subprocess.Popen[str]:
    surroundings = {
        **os.environ,
        "COLLECTIVE_SMTP_HOST": "127.0.0.1",
        "COLLECTIVE_SMTP_PORT": str(port),
        "COLLECTIVE_SMTP_TLS": "false",
    }
    command = [sys.executable, __file__, "--tick", now.isoformat()]
    return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True)


def measure(letters: int, kills: int) -> dict[str, object]:
    call_command("migrate", verbosity=0)
    for n in range(letters):
        text = f"Dear {n},\n\nyou have a seat.\n\nYour own page:\nhttps://community.example/seat/{n}/\n"
        actions.post(key=f"bench:{n}", to=f"p{n}@example.org", subject="Your seat", text=text, now=NOON)
    inside, chance = Postbox(), random.Random(1)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inside, hostname="127.0.0.1", port=port)
    controller.start()
    now = NOON
    for _ in range(kills):
        wanted = sum(inside.arrived.values()) + chance.randrange(1, max(2, letters // (kills * 3)))
        process = started(port, now)
        while sum(inside.arrived.values()) < wanted and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now += CLAIM + timedelta(minutes=1)
    left, began = Letter.objects.open().count(), time.perf_counter()
    said, _ = started(port, now).communicate()
    seconds = time.perf_counter() - began
    controller.stop()
    return {
        "letters": letters,
        "kills": kills,
        "arrived": len(inside.arrived),
        "lost": letters - len(inside.arrived),
        "twice": sum(times - 1 for times in inside.arrived.values()),
        "waiting at the end": Letter.objects.open().count(),
        "letters a second": round(left / seconds),
        "memory of the tick, MB": int(said.strip().splitlines()[-1]),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the letters, two kills")
    parser.add_argument("--full", action="store_true", help="as without a word")
    parser.add_argument("--tick", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.tick:
        one_tick(asked.tick)
        return
    found = measure(1000, 2) if asked.quick else measure(10_000, KILLS)
    for name, value in found.items():
        print(f"{name:>24}  {value}")
    if not asked.quick:
        (ROOT / "bench" / "results" / "outbox_tick.json").write_text(json.dumps(found, indent=1) + "\n")
    if found["lost"] or found["waiting at the end"] or found["twice"] > found["kills"]:
        sys.exit("A letter was lost, or more were doubled than processes were killed.")


if __name__ == "__main__":
    main()
