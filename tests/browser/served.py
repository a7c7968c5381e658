"""The real server in a process of its own, with its own database and folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


@dataclass(frozen=True)
class Served:
    """A running site. `manage` acts on the same database; `log` holds what the server printed, its mail included."""

    url: str
    env: dict[str, str]
    log_path: Path

    def manage(self, *words: str) -> str:
        """Runs a command of manage.py and returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"manage.py {words[0]} said:\n{done.stdout}{done.stderr}"
        return done.stdout

    def log(self) -> str:
        return self.log_path.read_text()


@contextmanager
def serving(folder: Path, *, demo: bool = False, **settings: str) -> Iterator[Served]:
    """Migrates, collects static files and serves from `folder`, on SQLite or, in a run on PostgreSQL, there.

    `settings` go into its environment: COLLECTIVE_SMTP_HOST="127.0.0.1".
    """
    port = _free_port()
    url = f"http://localhost:{port}"
    with _database(folder.name) as database:
        env = _surroundings(folder, url) | database | ({"COLLECTIVE_DEMO": "1"} if demo else {}) | settings
        site = Served(url, env, folder / "server.log")
        site.manage("migrate", "--no-input", "--verbosity", "0")
        site.manage("collectstatic", "--no-input", "--verbosity", "0")
        if demo:
            site.manage("demo_community")
        with _process(site, port):
            yield site


def _surroundings(folder: Path, url: str) -> dict[str, str]:
    ours = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COLLECTIVE_") and key not in ours}
    return kept | {"COLLECTIVE_VAR": str(folder), "COLLECTIVE_URL": url, "PYTHONUNBUFFERED": "1"}


@contextmanager
def _database(name: str) -> Iterator[dict[str, str]]:
    """Nothing for SQLite; on PostgreSQL a database of its own, dropped afterwards."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield {}
        return
    own = f"browser_{name}_{os.getpid()}".replace("-", "_").lower()
    postgres = urlunsplit(urlsplit(url)._replace(path="/postgres", scheme="postgresql"))
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{own}"')
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{own}"))}
        finally:
            connection.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


@contextmanager
def _process(site: Served, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "collective.cli", "serve", "--port", str(port)]
    with site.log_path.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=site.env, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(site, process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(site: Served, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, f"The server ended before it answered:\n{site.log()}"
        try:
            urllib.request.urlopen(site.url, timeout=2).close()  # noqa: S310 - our own server
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The server did not answer in {PATIENCE} seconds:\n{site.log()}")


def _free_port() -> int:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
