"""The public map: regions with few people are counted together, upwards, until each area has enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from collective.ground.lib.disclosure import saying
from collective.ground.lib.disclosure.figure import ABROAD, THRESHOLD, SafeFigure, SafeRow, check_counts, seal, shown
from collective.ground.lib.places.regions import BY_SLUG


@dataclass(frozen=True, slots=True)
class Branch:
    """A larger area with a name of its own, made of smaller ones: branches, or the slugs of regions."""

    name: str
    parts: tuple[Branch | str, ...]


UK = Branch(
    "The United Kingdom",
    (
        Branch(
            "Scotland, Northern Ireland and the North of England",
            (
                Branch("Scotland and Northern Ireland", ("scotland", "northern-ireland")),
                Branch(
                    "The North of England",
                    (
                        Branch("The North East and Yorkshire", ("north-east", "yorkshire-and-the-humber")),
                        "north-west",
                    ),
                ),
            ),
        ),
        Branch(
            "Wales, the Midlands and the South of England",
            (
                Branch(
                    "Wales, the South West and the Midlands",
                    (
                        Branch("Wales and the South West", ("wales", "south-west")),
                        Branch("The Midlands", ("east-midlands", "west-midlands")),
                    ),
                ),
                Branch(
                    "London, the South East and the East of England",
                    (
                        "london",
                        Branch("The South East and the East of England", ("south-east", "east-of-england")),
                    ),
                ),
            ),
        ),
    ),
)
"""The twelve nations and regions in pairs of neighbours. In pairs, because what cannot be shown alone then takes the
fewest others with it; fixed, because a choice that followed the counts would tell which of two is the small one."""


def protect_regions(
    counts: Mapping[str, int],
    tree: Branch = UK,
    *,
    title: str = "",
    abroad: int = 0,
    threshold: int = THRESHOLD,
) -> SafeFigure:
    """What may be published of where people are.

    `counts`: people for each region's slug; regions without people may be missing. An area is divided into its parts
    only where each part is empty or has at least `threshold` people; areas without people are not listed. `abroad`:
    people elsewhere; a few there, or a few here, are left out of the figure and of its number of people. Raises
    ValueError for a slug that is not in the tree, or a negative count.
    """
    check_counts({**counts, ABROAD: abroad}, threshold)
    if unknown := sorted(set(counts) - set(slugs_of(tree))):
        raise ValueError(f"No such region: {', '.join(unknown)}.")
    at_home = sum(counts.values())
    rows = sorted(_divide(tree, counts, threshold), key=lambda row: -(row.value or 0)) if at_home >= threshold else []
    if abroad >= threshold:
        rows.append(shown("Elsewhere in the world", abroad, ABROAD))
    if not rows:
        return _nothing(at_home + abroad, title, threshold)
    people = sum(row.value or 0 for row in rows)
    merged = any(len(row.covers) > 1 for row in rows)
    return seal(
        kind="map",
        title=title,
        sentence=saying.on_the_map([(row.label, row.value or 0) for row in rows], people),
        head=saying.head("map"),
        rows=rows,
        note=saying.map_note(threshold, merged, left_out=people < at_home + abroad),
        people_shown=people,
        threshold=threshold,
    )


def slugs_of(part: Branch | str) -> tuple[str, ...]:
    """The regions of a part, in the order of the tree."""
    if isinstance(part, str):
        return (part,)
    return tuple(slug for inner in part.parts for slug in slugs_of(inner))


def _divide(part: Branch | str, counts: Mapping[str, int], threshold: int) -> list[SafeRow]:
    together = _people(part, counts)
    if together == 0:
        return []
    if isinstance(part, str):
        name = BY_SLUG[part].name if part in BY_SLUG else part
        return [shown(name, together, part)]
    if any(0 < _people(inner, counts) < threshold for inner in part.parts):
        return [shown(part.name, together, *slugs_of(part))]
    return [row for inner in part.parts for row in _divide(inner, counts, threshold)]


def _people(part: Branch | str, counts: Mapping[str, int]) -> int:
    return sum(counts.get(slug, 0) for slug in slugs_of(part))


def _nothing(people: int, title: str, threshold: int) -> SafeFigure:
    # Enough people may have answered, some here and some elsewhere, and still both are too few.
    enough = people >= threshold
    sentence = saying.answered(people, threshold)
    return seal(
        kind="map",
        title=title,
        sentence=f"{saying.about(people)} answered. {saying.too_few_each()}" if enough else sentence,
        head=saying.head("map"),
        rows=[],
        note=saying.rule(threshold),
        people_shown=None,
        threshold=threshold,
        held=True,
    )
