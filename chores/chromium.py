"""A Chromium for the browser tests: the one that is here, or Debian's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from chores.say import step

NAMES = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
ADVICE = {
    "linux": "On Debian or Ubuntu: sudo apt-get install chromium",
    "darwin": "On macOS: brew install --cask chromium, or install Google Chrome.",
}


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
    """As `find`; where there is none, installs Debian's if this user may without being asked for a password."""
    if path := find():
        return path
    if may := _may_install():
        with step("Installing Chromium from this system's packages, for the browser tests"):
            for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
                subprocess.run([*may, "apt-get", *words], env=_unattended(), capture_output=True, check=False)
    return find()


def advice() -> str:
    """What somebody does to get one."""
    return ADVICE.get(sys.platform, "Install Chromium, or name one in COLLECTIVE_CHROMIUM.")


def flags() -> list[str]:
    """How to start it in a test: quiet, asking nobody outside for anything."""
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 or os.environ.get("COLLECTIVE_CHROMIUM_NO_SANDBOX") else []
    return [*quiet, "--disable-sync", *as_root]


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
