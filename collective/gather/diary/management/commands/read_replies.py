"""Answers that calendars send by mail, from a pipe or a folder. Reading the same letters again is harmless."""

from __future__ import annotations

import mailbox
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError

from collective.gather.diary import actions
from collective.gather.diary.ics.replies import LETTER_BYTES
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = (
        "Note the answers (yes, perhaps, no) that calendars send by mail. Reads one letter from the standard input, as a mail "
        "server pipes it, or every letter of a folder: a maildir, whose new letters are then marked as seen, or an mbox file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default="-", help="a maildir, an mbox file, or - for standard input")

    def handle(self, *args: object, folder: str, verbosity: int, **options: object) -> None:
        told: Counter[str] = Counter()
        for raw in _letters(folder):
            noted, words = _noted(raw)
            told["noted" if noted else "passed over"] += 1
            if verbosity > 1:
                self.stdout.write(words)
        self.stdout.write(f"Letters with an answer: {told['noted']}. Passed over: {told['passed over']}.")


def _noted(raw: bytes) -> tuple[bool, str]:
    """A letter that is no answer is nothing to stop at: a mailbox gets all sorts."""
    try:
        held = actions.record_reply(raw=raw, now=clock.now())
    except Refused as refused:
        return False, f"Passed over. {refused}"
    return True, f"Noted: {held.get_state_display().lower()}, for {held.entry.summary}."


def _letters(folder: str) -> Iterator[bytes]:
    if folder == "-":
        yield sys.stdin.buffer.read(LETTER_BYTES + 1)
        while sys.stdin.buffer.read(65536):
            pass  # a mail server whose pipe is closed on it would send the letter again
        return
    path = Path(folder)
    if (path / "new").is_dir() and (path / "cur").is_dir():
        yield from _maildir(path)
    elif path.is_file():
        yield from _mbox(path)
    else:
        raise CommandError(f"There is no maildir and no mbox file at {folder}.")


def _maildir(path: Path) -> Iterator[bytes]:
    for letter in sorted(found for found in (path / "new").iterdir() if found.is_file()):
        with letter.open("rb") as file:
            yield file.read(LETTER_BYTES + 1)
        os.replace(letter, path / "cur" / f"{letter.name.partition(':')[0]}:2,S")  # seen, as mail programs mark it


def _mbox(path: Path) -> Iterator[bytes]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 - a mailbox iterates over its messages, parsed
            with box.get_file(key) as file:
                yield file.read(LETTER_BYTES + 1)
    finally:
        box.close()
