"""Starting the site: for a look with made-up people, or in earnest."""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chores import env, ports
from chores.places import PYTHON, ROOT, RUN_LOCK
from chores.register import chore
from chores.say import Stop, say, step

DEMO_VAR = ROOT / "var" / "demo"
PATIENCE = 6  # seconds that the server has for saying goodbye to open pages


@chore
def demo(words: list[str]) -> int:
    """Start a site full of made-up people, to look round: front page, stage, phone and desk.

    python3 do.py demo [--port 8000] [--host ADDRESS] [--no-rehearsal]

    Everything it writes is in var/demo; delete that folder for a fresh start. It sends no mail: letters appear
    in the terminal. With --host and this computer's own address, phones in the same network can join as well.
    """
    asked = _arguments("demo", words, rehearsal=True)
    env.ready()
    port = ports.choose(asked.port, asked.host)
    url = f"http://{_named(asked.host)}:{port}"
    around = _demo_surroundings(url, asked.host)
    _prepare(around, DEMO_VAR)
    with step("Loading the sample community"):
        env.manage("demo_community", env=around)
    with _server(around, asked.host, port) as server, _large_draws_made_ready(around):
        with step("Starting the server"):
            ports.wait_for(url, server)
        if asked.rehearsal:
            with step("Asking a made-up audience in"):
                env.manage("demo_rehearsal", env=around)
        env.manage("demo_addresses", "--url", url, env=around)
        say("\nPress Ctrl-C to stop.")
        _until_it_ends(server)
    say("The demonstration has stopped. Start it again with: python3 do.py demo")
    return 0


@chore
def serve(words: list[str]) -> int:
    """Start the site in earnest, with the data in var/ or wherever COLLECTIVE_VAR and DATABASE_URL say.

    python3 do.py serve [--port 8000] [--host ADDRESS]

    docs/operators.md names every setting. For a rented server it also has the systemd unit to use instead.
    """
    asked = _arguments("serve", words)
    env.ready()
    port = ports.choose(asked.port, asked.host)
    around = dict(os.environ)
    url = around.setdefault("COLLECTIVE_URL", f"http://{_named(asked.host)}:{port}")
    _prepare(around, Path(around.get("COLLECTIVE_VAR") or ROOT / "var"))
    with _server(around, asked.host, port) as server, _large_draws_made_ready(around):
        with step("Starting the server"):
            ports.wait_for(f"http://{asked.host}:{port}/", server)
        say(f"\nThe site is at {url}\nPress Ctrl-C to stop.")
        _until_it_ends(server)
    say("The site has stopped. Start it again with: python3 do.py serve")
    return 0


def _arguments(name: str, words: list[str], *, rehearsal: bool = False) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python3 do.py {name}", add_help=False)
    parser.add_argument("--port", type=int)
    parser.add_argument("--host", default="127.0.0.1")
    if rehearsal:
        parser.add_argument("--no-rehearsal", dest="rehearsal", action="store_false")
    return parser.parse_args(words)


def _named(host: str) -> str:
    return "localhost" if host == "127.0.0.1" else host


def _demo_surroundings(url: str, host: str) -> dict[str, str]:
    """An environment in which no setting of a real site can reach the demonstration: not its database, not its mail."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("COLLECTIVE_") and name != "DATABASE_URL"
    }
    return kept | {
        "COLLECTIVE_DEMO": "1",
        "COLLECTIVE_VAR": str(DEMO_VAR),
        "COLLECTIVE_URL": url,
        "COLLECTIVE_HOSTS": ",".join(dict.fromkeys([_named(host), "localhost", "127.0.0.1"])),
    }


def _prepare(around: dict[str, str], var: Path) -> None:
    for folder in reversed([var, *var.parents]):
        folder.mkdir(mode=0o700, exist_ok=True)  # the database in it is people's answers: nobody else's to read
    with step("Bringing the database up to date"):
        env.manage("migrate", "--no-input", "--verbosity", "0", env=around)
    seen, now = var / "static.sha256", _static_fingerprint()
    if (var / "static").is_dir() and seen.exists() and seen.read_text() == now:
        return
    with step("Collecting style sheets, scripts and fonts"):
        env.manage("collectstatic", "--no-input", "--verbosity", "0", env=around)
    seen.write_text(now)


def _static_fingerprint() -> str:
    """Changes when a file that collectstatic would collect or rewrite does."""
    print_ = hashlib.sha256(RUN_LOCK.read_bytes() + (ROOT / "collective" / "settings.py").read_bytes())
    for path in sorted(ROOT.glob("collective/*/*/static/**/*")):
        if path.is_file():
            print_.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    for path in sorted(ROOT.glob("collective/ground/web/*.py")):
        print_.update(path.read_bytes())
    return print_.hexdigest()


@contextmanager
def _server(around: dict[str, str], host: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [str(PYTHON), "-m", "collective.cli", "serve", "--host", host, "--port", str(port)]
    with _companion(command, around) as server:
        yield server


@contextmanager
def _large_draws_made_ready(around: dict[str, str]) -> Iterator[None]:
    """Compile the grouping kernel once, beside the server and behind it in line, so that no click waits for it."""
    patient = ["nice", "-n", "15"] if shutil.which("nice") else []
    command = [*patient, str(PYTHON), "-m", "grouping", "warm"]
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(command, cwd=ROOT, env=around, start_new_session=True, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        _end(program)


@contextmanager
def _companion(command: list[str], around: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that ends when this one does: by Ctrl-C, by a kill, or by closing the terminal."""
    program = subprocess.Popen(command, cwd=ROOT, env=around, start_new_session=True)
    before = {each: signal.signal(each, _interrupt) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield program
    except KeyboardInterrupt:
        print("\r", end="")  # over the terminal's own ^C
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        _end(program)


def _until_it_ends(server: subprocess.Popen[bytes]) -> None:
    if status := server.wait():
        raise Stop(f"The server stopped by itself (exit status {status}); its words above say why.")


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _end(program: subprocess.Popen[bytes]) -> None:
    if program.poll() is not None:
        return
    program.terminate()
    try:
        program.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
