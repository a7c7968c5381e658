"""What `do.py` says and decides, without installing anything."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from chores import chromium, env, ports, testing
from chores.say import Stop

ROOT = Path(__file__).resolve().parents[2]
REPORT = """<testsuites><testsuite>
<testcase classname="a" name="passes"/>
<testcase classname="a" name="fails"><failure message="x"/></testcase>
<testcase classname="a" name="breaks"><error message="x"/></testcase>
<testcase classname="a" name="waits"><skipped type="pytest.skip" message="no browser"/></testcase>
<testcase classname="a" name="known"><skipped type="pytest.xfail" message="later"/></testcase>
</testsuite></testsuites>"""


def do(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "do.py", *words], cwd=ROOT, capture_output=True, text=True, check=False)


class TestTheList:
    def test_without_a_word_it_lists_every_chore_with_one_line(self) -> None:
        done = do()

        assert done.returncode == 0
        for name in ("demo", "serve", "test", "lint", "fix", "check", "bench", "lock", "screenshots"):
            assert f"\n  {name} " in done.stdout

    def test_an_unknown_word_is_answered_with_the_list(self) -> None:
        done = do("dance")

        assert done.returncode == 2
        assert "no chore called dance" in done.stdout
        assert "\n  demo " in done.stdout

    def test_help_says_more_and_starts_nothing(self) -> None:
        done = do("demo", "--help")

        assert done.returncode == 0
        assert "--no-rehearsal" in done.stdout

    def test_an_old_python_gets_one_sentence(self) -> None:
        text = (ROOT / "do.py").read_text()
        program = "import sys\nsys.version_info = (3, 9, 2)\nsys.argv = ['do.py']\n" + text

        done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

        assert done.returncode == 1
        assert done.stdout.startswith("This is Python 3.9; the platform needs 3.11 or newer.")


class TestTheEnvironment:
    def test_without_a_connection_it_says_so_and_what_to_do(self) -> None:
        said = "WARNING: Retrying … NewConnectionError('…: Name or service not known')\nERROR: No matching distribution"

        words = env._why_not_installed(said)

        assert words.startswith("The package index (PyPI) could not be reached. Connect this machine")
        assert "No matching distribution" in words

    def test_a_changed_package_is_refused_in_words(self) -> None:
        said = "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."

        assert env._why_not_installed(said).startswith("A package is not the one that the lock names")

    def test_without_the_venv_module_it_names_one_command(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(env.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
        monkeypatch.setattr(env.os, "geteuid", lambda: 1000)
        monkeypatch.setattr(env.sys, "executable", "/usr/bin/python3")

        assert "\n    sudo apt-get install python3-venv\n" in env._no_venv_module()

    def test_a_second_python_of_debian_gets_the_package_with_its_number(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(env.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "apt-get" else None)
        monkeypatch.setattr(env.os, "geteuid", lambda: 0)
        monkeypatch.setattr(env.sys, "executable", "/opt/elsewhere/python3")

        wanted = f"\n    apt-get install python3.{sys.version_info.minor}-venv\n"

        assert wanted in env._no_venv_module()

    def test_a_chore_with_everything_installed_starts_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(env, "_works", lambda: True)
        monkeypatch.setattr(env, "_installed", lambda: {"requirements.lock": env._fingerprint(env.RUN_LOCK)})
        monkeypatch.setattr(env, "_install", lambda lock: pytest.fail(f"installed {lock} again"))

        assert env.ready() == env.PYTHON


class TestPorts:
    def test_a_taken_port_is_passed_over_aloud(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with closing(socket.socket()) as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            monkeypatch.setattr(ports, "USUAL", port)

            chosen = ports.choose(None)

        assert chosen > port
        assert f"Port {port} is taken by another program, so this uses {chosen}." in capsys.readouterr().out

    def test_a_port_that_was_asked_for_and_is_taken_is_refused(self) -> None:
        with closing(socket.socket()) as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()

            with pytest.raises(Stop, match="is taken by another program"):
                ports.choose(taken.getsockname()[1])

    def test_a_server_that_ends_is_not_waited_for(self) -> None:
        with subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"]) as server:
            server.wait()

            with pytest.raises(Stop, match="exit status 3"):
                ports.wait_for("http://127.0.0.1:9/", server, seconds=5)


class TestTheClosingLine:
    def test_errors_count_as_failures_and_known_faults_as_passed(self, tmp_path: Path) -> None:
        (tmp_path / "report.xml").write_text(REPORT)

        result = testing._read(tmp_path / "report.xml")

        assert (result.passed, result.failed) == (2, 2)
        assert result.skipped == ["a.waits: no browser"]

    def test_both_runs_are_summed_on_the_last_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        status = testing._close([testing.Result(3, 0), testing.Result(2, 1)], strict=False)

        assert status == 1
        assert capsys.readouterr().out.endswith("\n5 passed, 1 failed\n")

    def test_a_skipped_test_fails_where_nothing_may_be_skipped(self, capsys: pytest.CaptureFixture[str]) -> None:
        result = testing.Result(3, 0, ["a.waits: no browser"])

        assert testing._close([result], strict=False) == 0
        assert testing._close([result], strict=True) == 1
        assert "a.waits: no browser" in capsys.readouterr().out

    def test_running_nothing_is_not_passing(self) -> None:
        assert testing._close([testing.Result()], strict=False) == 1


class TestChromium:
    def test_a_named_browser_that_is_not_there_counts_as_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLLECTIVE_CHROMIUM", "/nowhere/chromium")

        assert chromium.find() is None

    def test_the_sandbox_stays_on_for_an_ordinary_user(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("COLLECTIVE_CHROMIUM_NO_SANDBOX", raising=False)
        monkeypatch.setattr(os, "geteuid", lambda: 1000)

        assert "--no-sandbox" not in chromium.flags()
