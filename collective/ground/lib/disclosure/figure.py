"""A figure that may be published: words and numbers, as plain data that can be kept and read back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

THRESHOLD = 5
"""The smallest count of people that is published, unless a community asks for more."""

NOT_SHOWN = "not shown"

ABROAD = "abroad"
"""The label that stands for people outside the map."""

_SEAL = object()


@dataclass(frozen=True, slots=True)
class SafeRow:
    """One line of a published table.

    `covers` are the answers, stages, regions or words that the line speaks for: more than one where small ones were
    merged. `value` is a number of people, or None where none may be given; `display` is what the table says.
    `ordered`: the line stands in the order of the question, unlike "Not sure".
    """

    label: str
    covers: tuple[str, ...]
    value: int | None
    display: str
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class SafeFigure:
    """What may be published of one question. Made only by the functions of this package.

    - `kind`: "bars", "ordered", "map" or "words".
    - `sentence`: the finding in one or two plain sentences; `note`: what was merged or left out, or "".
    - `people_shown`: how many people the rows speak for, or None where that is not told.
    - `partition`: each person stands in exactly one row, so the rows add up to `people_shown`.
    - `most`: how many answers one person could choose, where it is not a partition; None for no limit.
    - `held`: the whole figure is held back; the rows carry no numbers.
    """

    kind: str
    title: str
    sentence: str
    head: tuple[str, str]
    rows: tuple[SafeRow, ...]
    note: str
    people_shown: int | None
    threshold: int
    partition: bool = True
    most: int | None = None
    held: bool = False
    seal: Any = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("A SafeFigure is made by the protect_ functions only.")

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types, for a snapshot or a download."""
        return {
            "kind": self.kind,
            "title": self.title,
            "sentence": self.sentence,
            "head": list(self.head),
            "rows": [
                {
                    "label": row.label,
                    "covers": list(row.covers),
                    "value": row.value,
                    "display": row.display,
                    "ordered": row.ordered,
                }
                for row in self.rows
            ],
            "note": self.note,
            "people_shown": self.people_shown,
            "threshold": self.threshold,
            "partition": self.partition,
            "most": self.most,
            "held": self.held,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> SafeFigure:
        """Read back what `as_dict` wrote. Raises ValueError where a number from 1 to `threshold` - 1 has crept in."""
        rows = tuple(
            SafeRow(row["label"], tuple(row["covers"]), row["value"], row["display"], row["ordered"])
            for row in data["rows"]
        )
        numbers = [row.value for row in rows] + [data["people_shown"]]
        if any(number is not None and 0 < number < data["threshold"] for number in numbers):
            raise ValueError("This is not a published figure: it holds a small count.")
        first, second = data["head"]
        return cls(
            kind=data["kind"],
            title=data["title"],
            sentence=data["sentence"],
            head=(first, second),
            rows=rows,
            note=data["note"],
            people_shown=data["people_shown"],
            threshold=data["threshold"],
            partition=data["partition"],
            most=data["most"],
            held=data["held"],
            seal=_SEAL,
        )


def seal(
    *,
    kind: str,
    title: str,
    sentence: str,
    head: tuple[str, str],
    rows: list[SafeRow],
    note: str,
    people_shown: int | None,
    threshold: int,
    partition: bool = True,
    most: int | None = None,
    held: bool = False,
) -> SafeFigure:
    """For this package only: make the figure."""
    return SafeFigure(
        kind, title, sentence, head, tuple(rows), note, people_shown, threshold, partition, most, held, seal=_SEAL
    )


def shown(label: str, value: int, *covers: str) -> SafeRow:
    """A row with its number."""
    return SafeRow(label, covers or (label,), value, f"{value:,}")


def hidden(label: str, display: str = NOT_SHOWN) -> SafeRow:
    """A row without its number."""
    return SafeRow(label, (label,), None, display)


def check_counts(counts: dict[str, int], threshold: int) -> None:
    """Raises ValueError for a negative count, or a threshold that protects nobody."""
    if threshold < 2:
        raise ValueError("The threshold must be at least 2.")
    for label, count in counts.items():
        if count < 0:
            raise ValueError(f"A count cannot be below nought: {label}.")
