"""The list of chores: a decorator puts a function on it, its docstring is the help."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from chores.say import Stop, say


@dataclass(frozen=True)
class Chore:
    """A function that takes the words after its name and returns an exit status."""

    name: str
    run: Callable[[list[str]], int]

    @property
    def help(self) -> str:
        return (self.run.__doc__ or "").strip()

    @property
    def headline(self) -> str:
        return self.help.partition("\n")[0]


CHORES: dict[str, Chore] = {}


def chore(function: Callable[[list[str]], int]) -> Callable[[list[str]], int]:
    """Registers `function` under its own name."""
    CHORES[function.__name__] = Chore(function.__name__, function)
    return function


def run(words: list[str]) -> int:
    """Runs the chore named by the first word; without one, lists them all. Returns an exit status."""
    if not words or words[0] in {"-h", "--help", "help"}:
        return _list()
    name, *rest = words
    if name not in CHORES:
        say(f"There is no chore called {name}. These are the ones there are:")
        _list()
        return 2
    if rest[:1] in (["-h"], ["--help"]):
        say(CHORES[name].help.replace("\n    ", "\n"))
        return 0
    try:
        return CHORES[name].run(rest)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def _list() -> int:
    width = max(map(len, CHORES))
    say("python3 do.py CHORE [words]\n")
    for each in CHORES.values():
        say(f"  {each.name:<{width}}  {each.headline}")
    say("\npython3 do.py CHORE --help says more.")
    return 0
