"""A problem in numbers: people 0..n-1, rounds, rules. The same as the JSON that `python -m grouping` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Aim = Literal["mixed", "alike", "random"]
Kind = Literal["category", "number", "set"]


class ImpossibleRules(ValueError):
    """What was asked cannot be done. The message is a sentence for the organiser: what collides, and what to change."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the sizes of its groups, and how they are to be composed.

    `aim`: "mixed" as different as possible inside each group, "alike" as similar as possible, "random" a fair lot.
    In a repair `sizes` are the seats of each group, of which at least `least` are to be taken (0: may stay empty).
    """

    sizes: tuple[int, ...]
    aim: Aim = "mixed"
    least: int = 0


@dataclass(frozen=True, slots=True)
class Trait:
    """One column by which people differ, and how much it counts.

    "category": `weight` if different. "number": weight * |difference| / span. "set": weight * Jaccard distance of two
    collections (1 - shared / all; Jaccard 1901). A missing value (None) is a value of its own; for a number it is 0.
    """

    name: str
    kind: Kind = "category"
    weight: float = 1.0
    span: float = 1.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Who is to be placed, over which rounds, under which rules. Everything is numbered from 0.

    `columns[name][person]` are the values that traits, `apart_by`, `common` and `not_alone` read. `distances` is the
    upper triangle row by row, (0,1), (0,2), ..., instead of traits. `history`: (person, person, times met; a fraction
    counts less). `apart_by`: people with the same value are kept apart (colleagues). `common`: everybody in a group
    shares at least one value of this column of collections. `not_alone`: (column, value), nobody is the only such
    person in a group. `frozen`: rounds already published, by index; `prior[round][person]` is the group, -1 if away.
    `absent`: placed nowhere from now on. `move_weight` is the price of leaving one's prior group, in repeats.
    """

    people: int
    rounds: tuple[Round, ...]
    columns: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    traits: tuple[Trait, ...] = ()
    distances: Sequence[float] | None = None
    history: Sequence[tuple[int, int, float]] = ()
    apart: Sequence[tuple[int, int]] = ()
    together: Sequence[tuple[int, int]] = ()
    apart_by: tuple[str, ...] = ()
    facilitators: frozenset[int] = frozenset()
    one_facilitator: bool = False
    common: tuple[str, ...] = ()
    not_alone: tuple[tuple[str, Any], ...] = ()
    frozen: frozenset[int] = frozenset()
    prior: tuple[tuple[int, ...], ...] = ()
    absent: frozenset[int] = frozenset()
    move_weight: float = 0.0

    @property
    def present(self) -> list[int]:
        """Everybody who is to be placed in the rounds that are not frozen."""
        return [person for person in range(self.people) if person not in self.absent]

    @property
    def open_rounds(self) -> list[int]:
        return [number for number in range(len(self.rounds)) if number not in self.frozen]

    @property
    def repairs(self) -> bool:
        """Whether people already have groups in rounds that may still change."""
        return bool(self.prior) and any(number < len(self.prior) for number in self.open_rounds)


def even_sizes(people: int, groups: int) -> tuple[int, ...]:
    """People over groups as evenly as can be, the larger groups first."""
    least, extra = divmod(people, groups)
    return tuple(least + 1 if number < extra else least for number in range(groups))
