"""All that a room holds, as files for its organisers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from collective.ground.lib.tables import Sheet, write_csv, write_xlsx
from collective.share.pages.queries.everything import answers_only

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collective.share.pages.queries import everything


def as_xlsx(sheets: Sequence[everything.Sheet]) -> bytes:
    """One sheet for each table."""
    return write_xlsx([Sheet(one.title, one.headers, one.rows) for one in sheets])


def as_csv(sheets: Sequence[everything.Sheet]) -> bytes:
    """The raw answers alone: a CSV holds one table."""
    answers = answers_only(sheets)
    return write_csv(answers.headers, answers.rows) if answers else write_csv(("Question",), ())


def as_json(sheets: Sequence[everything.Sheet]) -> bytes:
    """Every table as a list of objects, by its headings."""
    said = {one.title.lower(): [dict(zip(one.headers, row, strict=True)) for row in one.rows] for one in sheets}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
