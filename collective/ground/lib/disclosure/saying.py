"""Figures in plain words. Every sentence is worked out from the numbers beside it, and says no more than they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Said = Sequence[tuple[str, int]]
MaybeSaid = Sequence[tuple[str, int | None]]

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HEADS = {
    "bars": ("Answer", "People"),
    "ordered": ("Stage", "People"),
    "map": ("Place", "People"),
    "words": ("Word", "People"),
}
_ASIDE = {
    "not sure": ("is not sure", "are not sure"),
    "rather not say": ("would rather not say", "would rather not say"),
    "not sure or rather not say": ("is not sure, or would rather not say", "are not sure, or would rather not say"),
    "no answer": ("left it empty", "left it empty"),
}


def head(kind: str) -> tuple[str, str]:
    """The headings of the table."""
    return _HEADS[kind]


def number(count: int) -> str:
    """Up to ten in letters, then in figures."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def upper_first(text: str) -> str:
    """The same text with a capital at the start."""
    return text[:1].upper() + text[1:]


def people_words(count: int) -> str:
    """ "one person", "two people", "30 people"."""
    return f"{number(count)} {'person' if count == 1 else 'people'}"


def listed(names: Sequence[str], last: str = "and") -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def run(names: Sequence[str], *, first_only: bool = False) -> str:
    """The name of merged neighbours: "Unaware or Emerging"; of three numbers or more, "1 to 3"."""
    if len(names) > 2 and all(name.strip().isdigit() for name in names):
        return f"{names[0]} to {names[-1]}"
    if first_only:
        names = [names[0], *(name[:1].lower() + name[1:] for name in names[1:])]
    return listed(names, "or")


def answered(people: int, threshold: int) -> str:
    """How many people answered, as far as that may be said."""
    if people == 0:
        return "Nobody has answered yet."
    if people < threshold:
        return fewer(threshold)
    return f"{upper_first(people_words(people))} answered."


def about(people: int, step: int = 5) -> str:
    """ "About 30 people"."""
    return f"About {(people + step // 2) // step * step:,} people"


def fewer(threshold: int) -> str:
    """For a number of people below the threshold."""
    return f"Fewer than {threshold} people have answered."


def too_few_each() -> str:
    """Why a figure has no numbers although enough people answered."""
    return "Too few gave each answer for us to show the numbers."


def rule(threshold: int) -> str:
    """The note under a figure in which something is not shown."""
    return (
        f"We never show a count of people below {number(threshold)}. "
        "Where one would be left over, a second is held back too."
    )


def merged_note(threshold: int, merged: bool, left_out: bool) -> str:
    """The note under a figure with merged classes, or with a few people left out."""
    parts = []
    if merged:
        parts.append(f"Answers that fewer than {number(threshold)} people gave are counted with their neighbours.")
    if left_out:
        parts.append(f"Fewer than {number(threshold)} people gave another answer; they are not counted here.")
    return " ".join(parts)


def map_note(threshold: int, merged: bool, left_out: bool) -> str:
    """The note under a public map."""
    parts = []
    if merged:
        parts.append(f"Places with fewer than {number(threshold)} people are counted with their neighbours.")
    if left_out:
        parts.append(f"Fewer than {number(threshold)} people were elsewhere; they are not counted here.")
    return " ".join(parts)


def words_note(threshold: int, some_without: bool) -> str:
    """The note under a public cloud."""
    note = "Words that one person said are shown only where somebody has read them first."
    if some_without:
        note += f" Words without a number were said by fewer than {number(threshold)} people."
    return note


def held_back(threshold: int) -> str:
    """Why a figure published again shows nothing."""
    return (
        f"Fewer than {number(threshold)} people's answers have changed since this figure was last published, "
        "so the new numbers are held back: the difference would point at them."
    )


def most_common(rows: MaybeSaid, people: int) -> str:
    """Choices: which answer most people gave."""
    known = [(label, count) for label, count in rows if count]
    if people == 0:
        return "Nobody has answered yet."
    if not known:
        return answered(people, 0)
    top = max(count for _, count in known)
    labels = [f"“{label}”" for label, count in known if count == top]
    some_hidden = any(count is None for _, count in rows)
    if len(labels) > 3:
        lead = f"{upper_first(number(len(labels)))} answers share the lead, with {number(top)} each."
        return f"{upper_first(people_words(people))} answered. {lead}"
    if len(labels) > 1:
        lead = f"The most common answers{' shown' if some_hidden else ''} are {listed(labels)}"
        return f"{lead}: {number(top)} of the {people_words(people)} who answered gave each."
    if top == people:
        return f"{_everybody(people)} chose {labels[0]}."
    alone = some_hidden or len(known) < 2
    return f"{_share(top, people)} chose {labels[0]}{'' if alone else ', more than any other answer'}."


def in_order(rows: Said, people: int, aside: Said = (), covers: Mapping[str, Sequence[str]] | None = None) -> str:
    """Stages: where half of the people or more are found side by side, and how many stand outside the order.

    `covers`: the classes behind each merged row, to name them one by one.
    """
    if people == 0:
        return "Nobody has answered yet."
    sentences = [_half(rows, people, covers or {})]
    for label, count in aside:
        if count:
            one, many = _ASIDE.get(label.lower(), (f"chose “{label}”", f"chose “{label}”"))
            sentences.append(f"{upper_first(number(count))} {one if count == 1 else many}.")
    return " ".join(sentences)


def _half(rows: Said, people: int, covers: Mapping[str, Sequence[str]]) -> str:
    for width in (1, 2, 3):
        if width > len(rows) or width == len(rows) > 1:
            break
        windows = [rows[start : start + width] for start in range(len(rows) - width + 1)]
        best = max(windows, key=lambda window: sum(count for _, count in window))
        together = sum(count for _, count in best)
        if 2 * together >= people:
            classes = [name for label, _ in best for name in covers.get(label, (label,))]
            verb = "gave" if all(name.isdigit() for name in classes) else "say"
            return f"{_everybody(people) if together == people else _share(together, people)} {verb} {run(classes)}."
    top = max(rows, key=lambda row: row[1], default=("", 0))
    if not top[1]:
        return answered(people, 0)
    return f"{upper_first(people_words(people))} answered. The largest group, {number(top[1])}, say {top[0]}."


def _everybody(people: int) -> str:
    if people == 1:
        return "The one person who answered"
    return "Both people who answered" if people == 2 else f"All {people_words(people)} who answered"


def _share(part: int, people: int) -> str:
    """ "Half of the 28 people who answered", or the number where no plain share fits."""
    who = f"the {people_words(people)} who answered"
    if 2 * part == people:
        return f"Half of {who}"
    if 2 * part > people and people >= 10:
        return f"More than half of {who} ({part:,})"
    return f"{upper_first(number(part))} of {who}"


def on_the_map(rows: Said, people: int, *, areas: str = "area") -> str:
    """Places: how many people, in how many areas, and where most are."""
    given = [(name, count) for name, count in rows if count]
    if not given:
        return "Nobody has answered yet."
    who = f"{upper_first(people_words(people))} {'is' if people == 1 else 'are'} on the map"
    if len(given) == 1:
        name = _mid(given[0][0])
        return f"{who}, {name}." if name.startswith("elsewhere") else f"{who}, in {name}."
    top = max(count for _, count in given)
    names = [_mid(name) for name, count in given if count == top]
    where = f"{who}, in {number(len(given))} {areas}s."
    if len(names) > 3:
        return where
    if len(names) > 1:
        return f"{where} {upper_first(listed(names))} have {number(top)} each."
    if 2 * top > people:
        return f"{where} Most are in {names[0]}: {number(top)}."
    return f"{where} The largest number, {number(top)}, are in {names[0]}."


def _mid(name: str) -> str:
    """A name as it stands within a sentence."""
    for start in ("The ", "Elsewhere "):
        if name.startswith(start):
            return name[0].lower() + name[1:]
    return name


def words_said(rows: MaybeSaid, people: int) -> str:
    """Words: the one said by most, and how many people answered."""
    if people == 0:
        return "Nobody has answered yet."
    known = [(label, count) for label, count in rows if count]
    who = f"{upper_first(people_words(people))} answered."
    if not known:
        return who if rows else f"{who} No word was said often enough to be shown."
    top = max(count for _, count in known)
    labels = [f"“{label}”" for label, count in known if count == top]
    by = "one person" if top == 1 else f"{number(top)} people"
    if len(labels) > 3:
        return f"{who} {upper_first(number(len(labels)))} words were said by {by} each."
    if len(labels) > 1:
        return f"{who} Said most: {listed(labels)}, by {by} each."
    return f"{who} Said most: {labels[0]}, by {by}."
