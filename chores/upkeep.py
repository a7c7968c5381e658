"""Keeping the code in order: lint, fix, check, lock, bench, screenshots."""

import ast
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from chores import env, testing
from chores.places import DEV_LOCK, PYTHON, ROOT, RUN_LOCK
from chores.register import chore
from chores.say import Stop, say, step

BENCH = ROOT / "bench"
SCREENSHOTS = ROOT / "tests" / "browser" / "screenshots.py"
PINNING = ("pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--generate-hashes", "--no-header")
LINTERS = {
    "formatting": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "ruff": ["-m", "ruff", "check", "--quiet", "."],
    "types": ["-m", "mypy", "--no-error-summary"],
    "who imports whom": ["-c", "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"],
}

# What Django's advice for a real site would have, and where it is answered instead.
ANSWERED = {
    "security.W002": "the content policy forbids frames (frame-ancestors)",
    "security.W005": "other services of the charity may live on the same domain",
    "security.W008": "the proxy in front sends plain HTTP on; docs/operators.md has its lines",
    "security.W021": "a browser's preload list is the operator's decision",
}


@chore
def lint(words: list[str]) -> int:
    """Look for what is untidy: format, ruff, types, who imports whom."""
    del words
    env.ready(tests=True)
    untidy = [name for name, command in LINTERS.items() if not _fine(name, command)]
    if untidy:
        say(f"\nTo mend: {', '.join(untidy)}. `python3 do.py fix` mends formatting and the simpler findings of ruff.")
        return 1
    say("All tidy.")
    return 0


@chore
def fix(words: list[str]) -> int:
    """Mend what can be mended by a machine: format, and the simpler findings of ruff."""
    del words
    env.ready(tests=True)
    subprocess.run([str(PYTHON), "-m", "ruff", "format", "--quiet", "."], cwd=ROOT, check=False)
    return subprocess.run([str(PYTHON), "-m", "ruff", "check", "--fix", "."], cwd=ROOT, check=False).returncode


@chore
def check(words: list[str]) -> int:
    """Everything that must be right before a change is shared: lint, Django's checks, migrations, all tests.

    Extra words go to pytest, as with the chore `test`.
    """
    if lint([]):
        return 1
    with step("Asking Django whether the settings of a real site are safe, and whether migrations are missing"):
        _check_as_deployed()
        env.manage("makemigrations", "--check", "--dry-run", env=_as_deployed(), quiet=True)
    return testing.test(words)


@chore
def bench(words: list[str]) -> int:
    """Measure: python3 do.py bench [name …] [--full]. Without a name, all of them, quickly.

    The benchmarks are the files in bench/; --full takes the time that published figures need.
    """
    env.ready(tests=True)
    there = {path.stem: path for path in sorted(BENCH.glob("[!_]*.py"))}
    if not there:
        raise Stop("There is no benchmark yet. Put one into bench/; this finds it there.")
    pace = [] if "--full" in words else ["--quick"]
    chosen = [word for word in words if not word.startswith("-")] or list(there)
    if unknown := [name for name in chosen if name not in there]:
        raise Stop(f"There is no benchmark called {unknown[0]}. There are: {', '.join(there)}.")
    status = 0
    for name in chosen:
        about = ast.get_docstring(ast.parse(there[name].read_text())) or ""
        say(f"\n{name}: {about.partition(chr(10))[0]}")
        status |= subprocess.run([str(PYTHON), str(there[name]), *pace], cwd=ROOT, env=_here(), check=False).returncode
    return status


@chore
def screenshots(words: list[str]) -> int:
    """Take a picture of every page, on phone, laptop and projector, for the README and for a critical look."""
    if not SCREENSHOTS.exists():
        raise Stop("tests/browser/screenshots.py, which takes the pictures, is not there in this version.")
    env.ready(tests=True)
    return subprocess.run([str(PYTHON), str(SCREENSHOTS), *words], cwd=ROOT, env=_here(), check=False).returncode


@chore
def lock(words: list[str]) -> int:
    """Pin every package again, with hashes, from requirements.in and requirements-dev.in (for developers).

    python3 do.py lock [--upgrade]

    Uses uv: the one on PATH, or one that pip fetches into a folder that is thrown away afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="collective-uv-") as folder:
        uv = _uv(Path(folder))
        for target in (RUN_LOCK, DEV_LOCK):
            source = target.with_suffix(".in")
            with step(f"Pinning {source.name} in {target.name}"):
                done = subprocess.run(
                    [uv, *PINNING, *_constraints(target), *words, source.name, "-o", target.name], cwd=ROOT
                )
            if done.returncode:
                raise Stop(f"{source.name} could not be pinned; uv's words above say why. {target.name} is as it was.")
    env.forget()
    return 0


def _constraints(target: Path) -> list[str]:
    """The development lock takes the versions of the other, so that tests run on what will run."""
    return ["--constraint", RUN_LOCK.name] if target == DEV_LOCK else []


def _uv(folder: Path) -> str:
    if found := env.uv():
        return found
    with step("Fetching uv into a folder of its own"):
        venv.create(folder, with_pip=True)
        subprocess.run([f"{folder}/bin/pip", "install", "--quiet", "uv"], check=True)
    return f"{folder}/bin/uv"


def _fine(name: str, command: list[str]) -> bool:
    say(f"· {name}")
    done = subprocess.run([str(PYTHON), *command], cwd=ROOT, env=_here(), capture_output=True, text=True, check=False)
    if done.returncode:
        say((done.stdout + done.stderr).rstrip())
    return done.returncode == 0


def _check_as_deployed() -> None:
    command = [str(PYTHON), "manage.py", "check", "--deploy"]
    done = subprocess.run(command, cwd=ROOT, env=_as_deployed(), capture_output=True, text=True, check=False)
    unanswered = set(re.findall(r"\(([a-z_]+\.[A-Z]\d+)\)", done.stderr)) - ANSWERED.keys()
    if done.returncode or unanswered:
        raise Stop(
            f"Django's checks of a real site's settings say:\n{done.stderr}\nNot answered yet: {sorted(unanswered)}"
        )


def _here() -> dict[str, str]:
    """So that a script in a folder finds the packages at the root."""
    return dict(os.environ) | {"PYTHONPATH": str(ROOT)}


def _as_deployed() -> dict[str, str]:
    """The settings of a site behind HTTPS, with nothing of this machine's own."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith("COLLECTIVE_") and key != "DATABASE_URL"
    }
    return kept | {"COLLECTIVE_URL": "https://community.example", "COLLECTIVE_SECRET_KEY": "not-a-secret-" + "x7Q" * 20}


if sys.platform == "win32":  # pragma: no cover
    raise Stop("On Windows, use the Windows Subsystem for Linux; everything works there.")
