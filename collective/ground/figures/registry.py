"""The only door for public numbers: each app says which figures it can publish, and pages ask for them by name.

    register("room-places", build)             # in an app's `apps.py`; build(**what) returns a SafeFigure
    build("room-places", room=room)            # anywhere above

A builder that returns anything but a `SafeFigure` is stopped here, so no raw count leaves by this door.
"""

from __future__ import annotations

from collections.abc import Callable

from collective.ground.lib.disclosure import SafeFigure

Builder = Callable[..., SafeFigure]

_builders: dict[str, Builder] = {}


def register(name: str, builder: Builder) -> None:
    """Add a public figure. Raises ValueError where another builder has the name."""
    if _builders.setdefault(name, builder) is not builder:
        raise ValueError(f"Another figure is called {name} already.")


def names() -> list[str]:
    """All public figures, by name."""
    return sorted(_builders)


def build(name: str, **what: object) -> SafeFigure:
    """The figure as it may be published now. Raises KeyError for an unknown name, TypeError for an unsafe figure."""
    figure = _builders[name](**what)
    if not isinstance(figure, SafeFigure):
        raise TypeError(f"The figure {name} has not been through the disclosure rules.")
    return figure
