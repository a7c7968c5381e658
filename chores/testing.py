"""The whole suite, on both databases."""

import os
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from chores import chromium, env, postgres
from chores.places import PYTHON, ROOT
from chores.register import chore
from chores.say import Stop, say

NO_TESTS_CHOSEN = 5  # pytest's exit status


@chore
def test(words: list[str]) -> int:
    """Run every test, on SQLite and on a real PostgreSQL. Extra words go to pytest.

    python3 do.py test [--sqlite | --postgres] [words for pytest, such as tests/talk -k vote]

    The second run leaves out what touches no database, and the browser tests that are not marked `both_databases`.
    Browser tests need a Chromium; where there is none and none can be installed, they are left out with one line.
    With CI=true nothing may be left out or skipped.
    """
    only = [word for word in words if word in {"--sqlite", "--postgres"}]
    words = [word for word in words if word not in only]
    strict = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    env.ready(tests=True)
    words = _browser_words(strict=strict) + words
    results = []
    with tempfile.TemporaryDirectory(prefix="collective-tests-", ignore_cleanup_errors=True) as folder:
        if "--postgres" not in only:
            results.append(_on_sqlite(words, Path(folder)))
        if "--sqlite" not in only:
            results += _on_postgres(words, Path(folder), strict=strict)
    return _close(results, strict=strict)


@dataclass
class Result:
    """What one run of pytest came to; `failed` counts errors too, and a run that broke off counts as one failure."""

    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)


def _browser_words(*, strict: bool) -> list[str]:
    if path := chromium.find_or_install():
        os.environ["COLLECTIVE_CHROMIUM"] = path
        return []
    if strict:
        raise Stop(f"CI=true, but the browser tests lack something. {chromium.advice()}")
    say(f"Browser tests are left out: they lack something here. {chromium.advice()}")
    return ["-m", "not browser"]


def _on_sqlite(words: list[str], folder: Path) -> Result:
    say("\nOn SQLite:")
    return _pytest("sqlite", words, folder, {})


def _on_postgres(words: list[str], folder: Path, *, strict: bool) -> list[Result]:
    with postgres.server() as server:
        if server:
            say(f"\nOn {server.name}:")
            return [_pytest("postgres", words, folder, {"DATABASE_URL": server.url})]
    missing = "there is no PostgreSQL here. On Debian or Ubuntu: sudo apt-get install postgresql"
    if strict:
        raise Stop(f"CI=true, but {missing}")
    say(f"\nThe run on PostgreSQL is left out: {missing}")
    return []


def _pytest(name: str, words: list[str], folder: Path, extra: dict[str, str]) -> Result:
    report = folder / f"{name}.xml"
    kept = {
        key: value
        for key, value in os.environ.items()
        if key != "DATABASE_URL" and (not key.startswith("COLLECTIVE_") or key.startswith("COLLECTIVE_CHROMIUM"))
    }
    var = folder / f"var-{name}"
    var.mkdir()
    command = [str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "loadfile", f"--junitxml={report}", *words]
    status = subprocess.run(command, cwd=ROOT, env=kept | {"COLLECTIVE_VAR": str(var)} | extra, check=False).returncode
    result = _read(report) if report.exists() else Result()
    if status not in {0, NO_TESTS_CHOSEN} and not result.failed:
        result.failed = 1
    return result


def _read(report: Path) -> Result:
    result = Result()
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - pytest wrote it a moment ago
        if case.find("failure") is not None or case.find("error") is not None:
            result.failed += 1
        elif (skip := case.find("skipped")) is not None and skip.get("type") != "pytest.xfail":
            result.skipped.append(f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}")
        else:
            result.passed += 1
    return result


def _close(results: list[Result], *, strict: bool) -> int:
    """The last word: one line with the sums over both runs, in a form that other programs read."""
    passed = sum(result.passed for result in results)
    failed = sum(result.failed for result in results)
    skipped = [line for result in results for line in result.skipped]
    if strict and skipped:
        say("\nCI=true allows no skipped test, but these were:")
        for line in skipped:
            say(f"  {line}")
    if not passed and not failed:
        say("\nNo test matched those words.")
    say()
    say(f"{passed} passed, {failed} failed" + (f", {len(skipped)} skipped" if skipped else ""))
    return 1 if failed or not passed or (strict and skipped) else 0
