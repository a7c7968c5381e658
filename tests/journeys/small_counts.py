"""Reading every number on public pages and files, as somebody would who wants to know about one to four people."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import combinations
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from tests.journeys.html_page import HtmlPage

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = {1, 2, 3, 4}
NOT_COUNTS = re.compile(
    r"\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)( \d{4})?"
    r"|Words that one person said are shown only where somebody has read them first"
    r"|\d{4}-\d\d-\d\d(T[\d:.+]+)?|\d{1,2}:\d\d|fewer than \d+|BY-NC-SA [\d.]+|question-\d+"
)
SPOKEN = re.compile(
    r"\b(one|two|three|four|[1-4]) (?:(?:other|more) )?"
    r"(person|people|member|members|answers?|cards?|organisations?|place|places|words?)\b",
    re.IGNORECASE,
)
SPOKEN_FIRST = re.compile(r"(?:said by|answered by|only) (one|two|three|four|[1-4])\b", re.IGNORECASE)


def in_text(text: str) -> list[str]:
    """Places in a text that give one to four of something; dates, times and the threshold itself are none."""
    plain = NOT_COUNTS.sub(" ", text)
    digits = [match[0] for match in re.finditer(r"(?<![\w.,-])[1-4](?![\w%]|[.,]\d)", plain)]
    spoken = [match[0] for match in re.finditer(SPOKEN, plain)] + [
        match[0] for match in re.finditer(SPOKEN_FIRST, plain)
    ]
    return digits + spoken


def of_page(html: str) -> str:
    """All that a page tells, attributes for screen readers included, without its way round the site."""
    page = HtmlPage(html)
    main = next(page.root.all("main"))
    told = [main.text]
    for one in main.all():
        told += [one.attrs[name] for name in ("aria-label", "title", "alt") if name in one.attrs]
    return " | ".join(told)


def of_csv(content: bytes) -> str:
    return " | ".join(" : ".join(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def of_xlsx(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content), read_only=True)
    rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
    return " | ".join(" : ".join(str(cell) for cell in row if cell is not None) for row in rows)


def of_json(content: bytes) -> str:
    return " | ".join(str(value) for value in _leaves(json.loads(content)))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif value is not None:
        yield value


def by_subtraction(versions: list[dict[str, Any]]) -> list[str]:
    """What the JSON files of all versions, kept side by side, tell of one to four people."""
    told: list[str] = []
    for number, version in enumerate(versions, start=1):
        totals = {f"{one['title']} (version {number})": one["people"] for one in version["figures"]}
        told += _within(version, number) + _between({"came": version["came"]["people"]}, totals)
        told += _between({"signed up": version["signed_up"]["people"]}, {"came": version["came"]["people"]} | totals)
    for (a, old), (b, new) in combinations(enumerate(versions, start=1), 2):
        for name in ("came", "signed_up"):
            told += _between({f"{name} {a}": old[name]["people"]}, {f"{name} {b}": new[name]["people"]})
        before = {one["title"]: one for one in old["figures"]}
        for figure in new["figures"]:
            if figure["title"] in before:
                told += _again(before[figure["title"]], figure)
    return told


def _within(version: dict[str, Any], number: int) -> list[str]:
    told = []
    for figure in version["figures"]:
        shown = [row["value"] for row in figure["rows"] if row["value"] is not None]
        # Words are not shares of one whole: a person gives up to three.
        if figure["people"] is not None and shown and "word" not in figure["head"][0].lower():
            rest = figure["people"] - sum(shown)
            if rest in SMALL:
                told.append(f"version {number}: {figure['title']}: {figure['people']} - {shown} = {rest}")
    return told


def _between(one: dict[str, int | None], others: dict[str, int | None]) -> list[str]:
    return [
        f"{name} {whole} - {other} {part}"
        for name, whole in one.items()
        for other, part in others.items()
        if whole is not None and part is not None and abs(whole - part) in SMALL
    ]


def _again(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    told = _between({f"{old['title']}, before": old["people"]}, {"now": new["people"]})
    rows = {row["label"]: row["value"] for row in old["rows"]}
    for row in new["rows"]:
        told += _between({f"{row['label']}, before": rows.get(row["label"])}, {"now": row["value"]})
    return told
