"""The environment in .venv: made once, filled from a lock with hashes, left alone while the lock stays the same."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from chores.places import DEV_LOCK, PYTHON, ROOT, RUN_LOCK, VENV
from chores.say import Stop, say, step

STAMP = VENV / "installed.json"


def ready(*, tests: bool = False) -> Path:
    """The Python of an environment that has what the lock names: enough to serve, or with `tests` everything.

    Takes well under a second when nothing changed. Raises Stop with the next thing to do when it cannot be had.
    """
    lock = DEV_LOCK if tests else RUN_LOCK
    if not _works():
        _make()
    if _installed().get(lock.name) != _fingerprint(lock):
        _install(lock)
        _note(lock)
    return PYTHON


def manage(*words: str, env: dict[str, str] | None = None, quiet: bool = False) -> None:
    """Runs one of Django's commands in the environment. Raises Stop when it fails."""
    done = subprocess.run(
        [str(PYTHON), "manage.py", *words], cwd=ROOT, env=env, text=True, capture_output=quiet, check=False
    )
    if done.returncode:
        said = f"\n{done.stdout}{done.stderr}".rstrip() if quiet else ""
        raise Stop(f"manage.py {words[0]} did not finish (exit status {done.returncode}); its words say why.{said}")


def _fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _installed() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def _note(lock: Path) -> None:
    names = {lock.name: _fingerprint(lock)}
    if lock == DEV_LOCK:  # it holds the smaller lock whole
        names[RUN_LOCK.name] = _fingerprint(RUN_LOCK)
    STAMP.write_text(json.dumps(_installed() | names, indent=1))


def _works() -> bool:
    """False too when the Python that .venv was made from has gone, as after a system upgrade."""
    if not PYTHON.exists():
        return False
    asks = [str(PYTHON), "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(asks, capture_output=True, check=False).returncode == 0


def _make() -> None:
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    elif fast := uv():
        command = [fast, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)]
    else:
        raise Stop(_no_venv_module())
    with step("Making a private Python environment in .venv"):
        done = subprocess.run(command, env=_no_surprises(), text=True, capture_output=True, check=False)
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Stop(f"The environment could not be made in {VENV}. Python said:\n{done.stdout}{done.stderr}".rstrip())


def _no_venv_module() -> str:
    if not shutil.which("apt-get"):
        return (
            "This Python lacks its venv module. Install it from your system's packages, "
            "or a complete Python 3.11 or newer from python.org, and run this again."
        )
    package = "python3-venv"
    debians_own = Path("/usr/bin/python3")
    if debians_own.resolve() != Path(sys.executable).resolve():
        package = f"python3.{sys.version_info.minor}-venv"
    sudo = "" if os.geteuid() == 0 else "sudo "
    return (
        "This Python lacks its venv module. Install it with this command, then run this again:\n\n"
        f"    {sudo}apt-get install {package}\n"
    )


def _install(lock: Path) -> None:
    with step(f"Installing the packages of {lock.name}, each checked against its hash"):
        said = ""
        for command in _installers(lock):
            done = subprocess.run(
                command, cwd=ROOT, env=_no_surprises(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            if done.returncode == 0:
                return
            said = done.stdout
    raise Stop(_why_not_installed(said))


def _installers(lock: Path) -> list[list[str]]:
    """uv where there is one, because it is fast; pip after it, because it knows this machine's own index settings."""
    commands = []
    if fast := uv():
        commands.append(
            [fast, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)]
        )
    if (VENV / "bin" / "pip").exists():
        quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2"]
        commands.append([str(PYTHON), "-m", "pip", "install", *quiet, "--require-hashes", "-r", str(lock)])
    return commands


def _why_not_installed(said: str) -> str:
    ending = "\n".join(said.strip().splitlines()[-6:])
    quoted = f"\n\nThe installer said:\n{ending}" if ending else ""
    if "DO NOT MATCH THE HASHES" in said or "Hash mismatch" in said:
        what = (
            "A package is not the one that the lock names, so nothing was installed. "
            "Take a fresh copy of this folder, or ask whoever changed the lock."
        )
    elif any(sign in said for sign in NO_CONNECTION):
        what = (
            "The package index (PyPI) could not be reached. Connect this machine to the internet, "
            "or name your own mirror in PIP_INDEX_URL, and run this again; it goes on where it stopped."
        )
    elif "No space left" in said:
        what = "The disk is full. Free about 500 MB and run this again."
    else:
        what = (
            "The packages could not be installed. Run this again; "
            "if it fails the same way, remove the folder .venv and try once more."
        )
    return what + quoted


NO_CONNECTION = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "Name or service not known",
    "Temporary failure in name resolution",
    "nodename nor servname",
    "Network is unreachable",
    "No matching distribution found",
    "dns error",
    "ReadTimeoutError",
    "ProxyError",
    "Connection refused",
    "Could not connect",
)


def _no_surprises() -> dict[str, str]:
    """The caller's environment without what would send the packages elsewhere or fetch another Python."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_USER"}
    }
    return env | {"UV_PYTHON_DOWNLOADS": "never"}


def uv() -> str | None:
    """The path of uv, the fast installer, where this machine has it."""
    return shutil.which("uv")


def forget() -> None:
    """Makes the next start install again (after the lock was made anew)."""
    STAMP.unlink(missing_ok=True)
    say("The next chore installs the new lock.")
