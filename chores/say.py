"""Telling the person at the keyboard what goes on."""

import contextlib
import time
from collections.abc import Iterator


class Stop(Exception):
    """A chore cannot go on. The message says what happened and what to do next."""


def say(line: str = "") -> None:
    """One line at once, also when the output is a file or a pipe."""
    print(line, flush=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Says `what` before something that may take over a second, and how long it took after it."""
    began = time.monotonic()
    say(f"· {what} …")
    yield
    took = time.monotonic() - began
    if took > 1:
        say(f"  done in {took:.0f} s")
