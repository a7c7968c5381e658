"""Pictures of every page, for a critical look; with --readme, the four of the README.

    python3 do.py screenshots [--readme] [--dark] [FOLDER]

Starts a demonstration of its own, runs a rehearsal in it from the desk, step by step, and takes each page on a phone, a
laptop or a projector as its readers have it. They go to var/screenshots (or FOLDER); --readme writes docs/pictures, small.
"""

import argparse
import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from chores import chromium
from tests.browser.pages import DEVICES
from tests.browser.served import ROOT, Served, serving

PUBLIC = {
    "front": "/",
    "gatherings": "/gatherings/",
    "join": "/join/",
    "take-part": "/community/",
    "sign-in": "/sign-in/",
}
PUBLIC |= {
    "help": "/help/",
    "shared-question": "/shared-question/",
    "data": "/about/data/",
    "a11y": "/about/accessibility/",
}
WIDE = {"front": 1000, "stage": 1000, "desk": 1000, "phone": 390}  # pixels across, in the README
README = {"front": "laptop-front", "stage": "stage-5-tables", "desk": "desk-3-prompt", "phone": "phone-5-tables"}
SETTLED, PATIENCE = 2.5, 20.0  # seconds


@dataclass
class Album:
    """Where pictures go. `wanted` None takes every picture."""

    folder: Path
    wanted: dict[str, str] | None = None
    taken: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str, *, whole: bool = True) -> None:
        if self.wanted is None:
            page.screenshot(path=self.folder / f"{name}.png", full_page=whole)
            self.taken.append(name)
            return
        for short, long in self.wanted.items():
            if long == name:
                (self.folder / f"{short}.png").write_bytes(_small(page.screenshot(), WIDE[short]))
                self.taken.append(short)


def _small(png: bytes, across: int) -> bytes:
    """The same picture, narrower and in few colours: it stands in a README."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.resize((across, round(picture.height * across / picture.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.quantize(200, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


class Visit:
    """The people of one set of pictures: an organiser, a guest, and a stage that nobody is signed in to."""

    def __init__(self, browser: Browser, site: Served, album: Album, scheme: str) -> None:
        self.site, self.album = site, album
        usual = {"base_url": site.url, "locale": "en-GB", "timezone_id": "Europe/London", "color_scheme": scheme}
        self._open = lambda device: browser.new_context(
            **(DEVICES[device] | usual | {"reduced_motion": "reduce"})
        ).new_page()
        self.guest, self.visitor, self.stage, self.host = map(self._open, ("phone", "laptop", "projector", "laptop"))

    def run(self) -> None:
        for name, address in PUBLIC.items():
            self._both(name, address)
        self.host.goto("/demo/")
        self.host.locator("form button.go").click()
        self._rehearse()
        if self.album.wanted is None:
            self._before_and_after()

    def _both(self, name: str, address: str) -> None:
        for page, device in ((self.visitor, "laptop"), (self.guest, "phone")):
            page.goto(address)
            self.album.take(page, f"{device}-{name}")

    def _rehearse(self) -> None:
        """A rehearsal that nobody else hosts, in which everybody acts at once."""
        self.host.goto(self.host.url + "rehearsal/")
        self.album.take(self.host, "desk-rehearsal")
        self.host.get_by_role("radio", name="All at once").check()
        self.host.locator("form:has([name=pace]) button").click()
        desk = self.host.url
        self.host.goto("/demo/")
        self.stage.goto(self._links('a[href^="/stage/"]')[0])
        self.guest.goto(self._links('a[href^="/r/"]')[0])
        self.host.goto(desk)
        self._settle()
        self.album.take(self.guest, "phone-way-in")
        self.guest.locator("[name=name]").fill("Amina Yusuf")
        self.guest.get_by_role("button", name="Take a seat").click()
        self._three("0-way-in")
        for number in range(1, 20):
            if not self._press("/next/"):
                break
            self._step(number)

    def _step(self, number: int) -> None:
        if self._press("/draw/"):
            self._press("/publication/")
        self._settle()
        kind = (
            "tables" if self._has("/undoing/") else "vote" if self._has("/closing/") and self._is_vote() else "prompt"
        )
        kind = kind if kind != "prompt" or self._has("/answers/closing/") else "text"
        self._three(f"{number}-{kind}")
        if kind == "vote":
            self._press("/closing/", within="/votes/")
            self._settle()
            self._three(f"{number}-vote-counted")

    def _is_vote(self) -> bool:
        return self.host.locator('form[action*="/votes/"]').count() > 0

    def _three(self, name: str) -> None:
        self.host.reload()
        self.album.take(self.host, f"desk-{name}")
        self.album.take(self.stage, f"stage-{name}", whole=False)
        self.album.take(self.guest, f"phone-{name}")

    def _has(self, ending: str) -> bool:
        return self.host.locator(f'form[action$="{ending}"] button').count() > 0

    def _press(self, ending: str, within: str = "/desk/") -> bool:
        """Press the desk's button that posts there; False where there is none."""
        button = self.host.locator(f'form[action*="{within}"][action$="{ending}"] button').first
        if button.count() == 0:
            return False
        with self.host.expect_navigation():
            button.evaluate("each => each.click()")  # also one that lies in a closed part of the page
        return True

    def _settle(self) -> None:
        """Wait until the stage has stood still for a while."""
        began = changed = time.monotonic()
        before = ""
        while time.monotonic() - changed < SETTLED and time.monotonic() - began < PATIENCE:
            now = "".join(letter for letter in self.stage.locator("body").inner_text() if letter.isalpha())
            if now != before:  # of a timer only the figures change
                before, changed = now, time.monotonic()
            self.stage.wait_for_timeout(300)
        self.host.reload()

    def _before_and_after(self) -> None:
        """The organiser's other pages, of the rehearsed room and of the sample's past workshop."""
        for part in ("people", "tables", "cards", "typing-in", "plan"):
            self.host.goto(f"{self._room()}{part}/")
            self.album.take(self.host, f"desk-{part}")
        self.host.goto("/desk/")
        self.album.take(self.host, "desk-home")
        slugs = [link.split("/")[3] for link in self._links('a[href^="/desk/gatherings/"]') if link.count("/") > 3]
        for slug in dict.fromkeys(slug for slug in slugs if slug != "new"):
            for part in ("people", "import", "edit", "paper", "result"):
                self.host.goto(f"/desk/gatherings/{slug}/{part}/")
                self.album.take(self.host, f"desk-{slug}-{part}")
            self._both(f"gathering-{slug}", f"/gatherings/{slug}/")
            self._both(f"sign-up-{slug}", f"/gatherings/{slug}/sign-up/")
            self._both(f"result-{slug}", f"/gatherings/{slug}/result/")

    def _room(self) -> str:
        self.host.goto("/demo/")
        self.host.locator("form button.go").click()
        return self.host.url

    def _links(self, selector: str) -> list[str]:
        return [link.get_attribute("href") or "" for link in self.host.locator(selector).all()]


@contextmanager
def _demonstration() -> Iterator[Served]:
    with tempfile.TemporaryDirectory(prefix="collective-pictures-") as folder, serving(Path(folder), demo=True) as site:
        yield site


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 do.py screenshots")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--dark", action="store_true")
    asked = parser.parse_args()
    path = chromium.find()
    if path is None:
        print(f"There is no Chromium here. {chromium.advice()}")
        return 1
    album = Album(ROOT / "docs" / "pictures", README) if asked.readme else Album(asked.folder)
    album.folder.mkdir(parents=True, exist_ok=True)
    print("Starting a demonstration, and taking pictures while it runs: about two minutes …", flush=True)
    with _demonstration() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.flags())
        Visit(browser, site, album, "dark" if asked.dark else "light").run()
        browser.close()
    print(f"{len(album.taken)} pictures are in {album.folder}.")
    return 0 if album.wanted is None or len(album.taken) == len(album.wanted) else 1


if __name__ == "__main__":
    raise SystemExit(main())
