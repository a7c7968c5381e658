"""The public word cloud: words that more than one person said, with numbers only where they are safe."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from collective.ground.lib.disclosure import saying
from collective.ground.lib.disclosure.figure import THRESHOLD, SafeFigure, SafeRow, check_counts, seal, shown

_NEARLY_ALL = "nearly everybody"


def protect_words(
    words: Mapping[str, int],
    *,
    people: int,
    title: str = "",
    approved: Collection[str] = (),
    threshold: int = THRESHOLD,
) -> SafeFigure:
    """What may be published of words in people's own writing.

    `words`: how many people said each; `people`: how many answered; `approved`: words that somebody read and found to
    point at nobody, shown even where one person said them. Numbers are given from the threshold up. Words below it
    stand in alphabetical order without a number, since their order would give their numbers away; so do words that
    all but a few people said, at the top. Raises ValueError where a word has more people than answered.
    """
    check_counts(dict(words), threshold)
    if max(words.values(), default=0) > people:
        raise ValueError("A word cannot have more people than answered.")
    if people < threshold:
        return _words([], title, saying.answered(people, threshold), saying.rule(threshold), None, threshold, held=True)
    rows = [_row(word, words[word], people, threshold) for word in _order(words, people, approved, threshold)]
    sentence = saying.words_said([(row.label, row.value) for row in rows], people)
    note = saying.words_note(threshold, any(row.display == "" for row in rows))
    return _words(rows, title, sentence, note, people, threshold, held=not rows)


def _order(words: Mapping[str, int], people: int, approved: Collection[str], threshold: int) -> list[str]:
    numbered = [word for word, count in words.items() if count >= threshold]
    nearly = sorted((word for word in numbered if 0 < people - words[word] < threshold), key=str.casefold)
    numbered = sorted(
        (word for word in numbered if word not in nearly), key=lambda word: (-words[word], word.casefold())
    )
    few = [word for word, count in words.items() if 0 < count < threshold and (count > 1 or word in approved)]
    everybody = [word for word in numbered if words[word] == people]
    return everybody + nearly + numbered[len(everybody) :] + sorted(few, key=str.casefold)


def _row(word: str, count: int, people: int, threshold: int) -> SafeRow:
    if count < threshold:
        return SafeRow(word, (word,), None, "")
    if 0 < people - count < threshold:
        return SafeRow(word, (word,), None, _NEARLY_ALL)
    return shown(word, count)


def _words(
    rows: list[SafeRow], title: str, sentence: str, note: str, people: int | None, threshold: int, *, held: bool
) -> SafeFigure:
    return seal(
        kind="words",
        title=title,
        sentence=sentence,
        head=saying.head("words"),
        rows=rows,
        note=note,
        people_shown=people,
        threshold=threshold,
        partition=False,
        held=held,
    )
