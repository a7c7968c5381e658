"""What one of the audience may do. `at` is when it falls due; `number` says who does it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Join:
    at: datetime
    number: int


@dataclass(frozen=True)
class Leave:
    at: datetime
    number: int


@dataclass(frozen=True)
class Answer:
    at: datetime
    number: int
    prompt: int
    turn: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Write:
    at: datetime
    number: int
    step: int
    nth: int
    group: int | None
    kind: str
    text: str


@dataclass(frozen=True)
class NameTable:
    at: datetime
    number: int
    group: int
    name: str


@dataclass(frozen=True)
class Choose:
    at: datetime
    number: int
    step: int
    group: int


@dataclass(frozen=True)
class Rate:
    at: datetime
    number: int
    group: int
    value: int


Act = Join | Leave | Answer | Write | NameTable | Choose | Rate
