"""What the room shows at one moment, as far as an audience or a host would react to it. Times are aware datetimes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Seated:
    """One of the made-up people, in the room: since when, whether still, and whether they have gone home for good."""

    since: datetime
    here: bool = True
    went: bool = False


@dataclass(frozen=True)
class Question:
    """A prompt that takes answers. `answered` holds the numbers of those whose answer of this turn was counted."""

    key: int
    turn: int
    kind: str
    choices: int
    at_most: int
    opened_at: datetime
    answered: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Place:
    """Somebody's seat at a table, and since when it counts."""

    group: int
    since: datetime


@dataclass(frozen=True)
class Writing:
    """Cards can be written. `written` holds (number, nth); tables without a name are in `nameless`, with their members."""

    written: frozenset[tuple[int, int]] = frozenset()
    nameless: dict[int, tuple[int, ...]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vote:
    """The vote on team names. `own` are the tables that somebody sat at, whose names they cannot choose."""

    groups: tuple[int, ...]
    own: dict[int, frozenset[int]]
    voted: frozenset[int] = frozenset()
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Rating:
    """The conversations can be rated; `rated` are those who have."""

    rated: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Draw:
    """The tables of the step that is on: drawn, and perhaps shown to the room."""

    made_at: datetime
    shown_at: datetime | None = None


@dataclass(frozen=True)
class Scene:
    """The room.

    `kind`, `step`, `since`, `position` describe the step that is on (empty before the first); `steps` is how many there are
    ahead and behind together, `last` says that none follows. `places` are the tables people sit at, or sat at last.
    `here` and `done` count everybody, real phones included: in the room, and finished with what is asked.
    """

    started_at: datetime
    seated: dict[int, Seated]
    kind: str = ""
    step: int = 0
    since: datetime | None = None
    position: int = 0
    steps: int = 0
    last: bool = False
    places: dict[int, Place] = field(default_factory=dict)
    question: Question | None = None
    hidden: bool = False
    draw: Draw | None = None
    writing: Writing | None = None
    vote: Vote | None = None
    rating: Rating | None = None
    here: int = 0
    done: int = 0
