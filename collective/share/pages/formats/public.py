"""The public result as CSV, XLSX and JSON: protected figures only, read from the publication and never from the room."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from collective.ground.lib.tables import Sheet, write_csv, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collective.share.pages.models import Publication

HEADERS = ("Figure", "Line", "Number", "What we say")
Quotes = list[tuple[str, list[str]]]


def as_csv(publication: Publication, quotes: Quotes) -> bytes:
    """One line for each number or sentence, in the order of the page."""
    return write_csv(HEADERS, _rows(publication, quotes))


def as_xlsx(publication: Publication, quotes: Quotes) -> bytes:
    """A sheet of what there is to say, and one for each figure."""
    safe = publication.safe
    sheets = [Sheet("Result", HEADERS, _rows(publication, quotes))]
    for figure in safe.figures.values():
        rows: list[Sequence[Any]] = [(row.label, row.value, row.display) for row in figure.rows]
        sheets.append(Sheet(figure.title, (*figure.head, "What we say"), rows))
    return write_xlsx(sheets)


def as_json(publication: Publication, quotes: Quotes) -> bytes:
    """The same with names for its parts. A number that is not shown is null."""
    safe, gathering = publication.safe, publication.gathering
    said = {
        "gathering": gathering.title,
        "starts_at": gathering.starts_at.isoformat(),
        "published_at": publication.published_at.isoformat(),
        "words": publication.words,
        "signed_up": {"people": safe.signed_up.value, "says": safe.signed_up.words},
        "came": {"people": safe.present.value, "says": safe.present.words},
        "figures": [
            {
                "title": figure.title,
                "sentence": figure.sentence,
                "note": figure.note,
                "people": figure.people_shown,
                "head": list(figure.head),
                "rows": [{"label": row.label, "value": row.value, "says": row.display} for row in figure.rows],
            }
            for figure in safe.figures.values()
        ],
        "rounds": [{"question": question, "says": says} for question, says in safe.rounds],
        "best_team_names": list(safe.names),
        "cards": [{"kind": kind, "text": text} for kind, texts in quotes for text in texts],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _rows(publication: Publication, quotes: Quotes) -> list[tuple[str, str, int | None, str]]:
    safe = publication.safe
    rows: list[tuple[str, str, int | None, str]] = [
        (publication.gathering.title, "Signed up", safe.signed_up.value, safe.signed_up.words),
        (publication.gathering.title, "Came", safe.present.value, safe.present.words),
    ]
    for figure in safe.figures.values():
        rows += [(figure.title, row.label, row.value, row.display) for row in figure.rows]
        rows.append((figure.title, "In a sentence", None, f"{figure.sentence} {figure.note}".strip()))
    rows += [("Tables", question, None, says) for question, says in safe.rounds]
    rows += [("Best team name", name, None, "") for name in safe.names]
    rows += [("Cards", kind, None, text) for kind, texts in quotes for text in texts]
    return rows
