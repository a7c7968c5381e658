"""A Chromium for the browser tests: the one that is here, or Debian's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from chores.places import VENV
from chores.say import step

NAMES = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
# Playwright's driver is a Node that asks for this library, which a bare Debian does not have.
DRIVERS_LIBRARY = "libatomic1"


def find() -> str | None:
    """The path of a Chromium on this machine: named in COLLECTIVE_CHROMIUM, on PATH, or a macOS application."""
    if named := os.environ.get("COLLECTIVE_CHROMIUM"):
        return named if Path(named).exists() else None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    apps = [folder / app for folder in (Path("/Applications"), Path.home() / "Applications") for app in MAC_APPS]
    return next((str(app) for app in apps if app.exists()), None)


def find_or_install() -> str | None:
    """As `find`, with a driver that runs; installs what lacks if this user may without being asked for a password."""
    if (lacking := _lacking()) and (may := _may_install()):
        with step(f"Installing {' and '.join(lacking)} from this system's packages, for the browser tests"):
            for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *lacking]):
                subprocess.run([*may, "apt-get", *words], env=_unattended(), capture_output=True, check=False)
    return None if _lacking() else find()


def advice() -> str:
    """What somebody does to get one."""
    if sys.platform == "darwin":
        return "On macOS: brew install --cask chromium, or install Google Chrome."
    return f"On Debian or Ubuntu: sudo apt-get install {' '.join(_lacking())}"


def flags() -> list[str]:
    """How to start it in a test: quiet, asking nobody outside for anything."""
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 or os.environ.get("COLLECTIVE_CHROMIUM_NO_SANDBOX") else []
    return [*quiet, "--disable-sync", *as_root]


def _lacking() -> list[str]:
    """Debian's packages that the browser tests need and this machine has not."""
    return [*([] if find() else ["chromium"]), *([] if _driver_runs() else [DRIVERS_LIBRARY])]


def _driver_runs() -> bool:
    drivers = list(VENV.glob("lib/python*/site-packages/playwright/driver/node"))
    return all(
        subprocess.run([str(path), "--version"], capture_output=True, check=False).returncode == 0 for path in drivers
    )


def _may_install() -> list[str]:
    """The words before apt-get that make it work, or nothing when it would not."""
    if not shutil.which("apt-get"):
        return []
    if os.geteuid() == 0:
        return ["env"]
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return []


def _unattended() -> dict[str, str]:
    return dict(os.environ) | {"DEBIAN_FRONTEND": "noninteractive"}
