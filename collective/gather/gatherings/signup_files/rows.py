"""One row of the file to what it says about one person."""

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field

from collective.gather.gatherings.signup_files.addresses import read_address
from collective.gather.gatherings.signup_files.answers import attendance_of, is_yes, maturity_of, status_of
from collective.gather.gatherings.signup_files.clean import clean, has_lost_letters, is_nothing, shown
from collective.gather.gatherings.signup_files.fields import FIELDS, LIMITS, Fields
from collective.gather.gatherings.signup_files.headings import normalised
from collective.gather.gatherings.signup_files.names import read_name
from collective.gather.gatherings.signup_files.times import month_comes_first, read_time
from collective.gather.gatherings.signup_files.words import AT_MOST, read_words
from collective.ground.lib.tables import Table, TableRow

#: Answers with known values are short; the readers keep what they have read.
LONGEST_ANSWER = 200
_NAME_PARTS = ("name", "first_name", "last_name")


@dataclass(slots=True)
class Draft:
    """What a row says, before it is compared with the others.

    problems
        sentences about what the organiser must decide; notes: what they may want to know.
    unnamed
        a sentence for why there is no name, "" when there is one.
    """

    line: int
    fields: Fields = field(default_factory=Fields)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    suggestions: dict[str, str] = field(default_factory=dict)
    unnamed: str = ""

    def problem(self, sentence: str) -> None:
        self.problems.append(f"Row {self.line}: {sentence}")

    def note(self, sentence: str) -> None:
        self.notes.append(f"Row {self.line}: {sentence}")


class RowReader:
    """Reads the rows of one table as one mapping says. Columns that do not exist and fields not known are left out."""

    def __init__(self, table: Table, mapping: AnyMapping[int, str] | AnyMapping[str, str]) -> None:
        self.columns = sorted(
            (column, meaning)
            for key, meaning in mapping.items()
            if meaning in FIELDS and meaning != "ignore" and 0 <= (column := _column(key)) < len(table.headers)
        )
        self.meanings = {meaning for _, meaning in self.columns}
        self.with_original = any(
            meaning == "name" and "original name" in normalised(table.headers[column])
            for column, meaning in self.columns
        )
        self.month_first: dict[str, bool] = {
            meaning: month_comes_first(
                clean(text) for column, means in self.columns if means == meaning for text in table.values(column)
            )
            for meaning in ("signed_up_at", "join_time")
            if meaning in self.meanings
        }
        self.too_wide = table.problems
        self.readers: dict[str, Callable[[Draft, list[str]], None]] = {
            "email": _read_email,
            "organisation": _read_text("organisation"),
            "role": _read_text("role"),
            "place": _read_text("place"),
            "organisation_size": _read_text("organisation_size"),
            "notes": _read_notes,
            "words": _read_words,
            "maturity": _read_choice("maturity", maturity_of, "one of the five stages of data maturity"),
            "status": _read_choice("status", status_of, "a status that we know, so the person counts as coming"),
            "attendance": _read_choice("attendance", attendance_of, "either online or in the room"),
            "facilitator": _read_facilitator,
            "signed_up_at": self._read_time("signed_up_at"),
            "join_time": self._read_time("join_time"),
        }

    def read(self, row: TableRow) -> Draft:
        draft = Draft(row.line)
        said: dict[str, list[str]] = {}
        for column, meaning in self.columns:
            text = row.cells[column]
            if text and (text := clean(text)) and (meaning in _NAME_PARTS or not is_nothing(text)):
                said.setdefault(meaning, []).append(text)
        if row.extra:
            draft.problems.append(self.too_wide[row.line])
        self._read_name(draft, said)
        for meaning, texts in said.items():
            if meaning not in _NAME_PARTS:
                self.readers[meaning](draft, texts)
        return draft

    def _read_name(self, draft: Draft, said: dict[str, list[str]]) -> None:
        whole, first, last = ((said.get(part) or [""])[0] for part in _NAME_PARTS)
        text = f"{first} {last}" if first and last else whole or first or last
        if not text:
            draft.unnamed = "there is no name"
            return
        read = read_name(text, with_original=self.with_original)
        if read.why:
            draft.unnamed = f"{shown(text)} {read.why}"
            return
        if read.note:
            draft.note(f"{read.note}.")
        if has_lost_letters(read.name):
            draft.note(f"{shown(read.name)} seems to have lost a letter when the file was saved. Check the name.")
        _keep(draft, "name", read.name)
        if read.organisation and "organisation" not in said:
            _keep(draft, "organisation", read.organisation)

    def _read_time(self, meaning: str) -> Callable[[Draft, list[str]], None]:
        def read(draft: Draft, texts: list[str]) -> None:
            moment = read_time(texts[0], month_first=self.month_first[meaning])
            if moment:
                draft.fields[meaning] = moment  # type: ignore[literal-required]
            else:
                draft.note(f"{shown(texts[0])} is not a date that we can read, so it is left out.")

        return read


def _column(key: int | str) -> int:
    """A column's number; JSON keeps it as text."""
    return key if isinstance(key, int) else int(key) if key.isascii() and key.isdecimal() and len(key) < 6 else -1


def _keep(draft: Draft, meaning: str, text: str) -> bool:
    """Take a text, unless it is longer than its limit: then say so and take nothing."""
    limit = LIMITS[meaning]
    if len(text) > limit:
        draft.problem(
            f"the {FIELDS[meaning].lower()} {shown(text, 40)} has {len(text):,} characters; the limit is {limit}. Shorten it in"
            " the file, or import the person without it."
        )
        return False
    draft.fields[meaning] = text  # type: ignore[literal-required]
    return True


def _read_text(meaning: str) -> Callable[[Draft, list[str]], None]:
    def read(draft: Draft, texts: list[str]) -> None:
        if meaning == "organisation" and has_lost_letters(texts[0]):
            draft.note(f"{shown(texts[0])} seems to have lost a letter when the file was saved. Check it.")
        _keep(draft, meaning, texts[0])

    return read


def _read_notes(draft: Draft, texts: list[str]) -> None:
    _keep(draft, "notes", "; ".join(texts))


def _read_email(draft: Draft, texts: list[str]) -> None:
    address, meant = read_address(texts[0])
    if address:
        draft.fields["email"] = address
        return
    maybe = f" It may be meant as {meant}." if meant else ""
    if meant:
        draft.suggestions["email"] = meant
    draft.problem(
        f"{shown(texts[0], 80)} is not an email address.{maybe} Correct it in the file, or import the person without one."
    )


def _read_words(draft: Draft, texts: list[str]) -> None:
    kept_whole = False
    phrases: list[str] = []
    for text in texts:
        found, long, whole = read_words(text)
        kept_whole = kept_whole or whole
        phrases += [phrase for phrase in found if not is_nothing(phrase) and phrase not in phrases]
        for phrase in long:
            draft.problem(
                f"{shown(phrase, 40)} has {len(phrase):,} characters; the limit for one of the three words is 60. Shorten it"
                " in the file, or import the person without it."
            )
    if kept_whole:
        draft.note(f"{shown(texts[0])} has no commas in it, so it is kept as one phrase.")
    if len(phrases) > AT_MOST:
        draft.note(
            f"there are {len(phrases)} phrases; the first three are kept, without {shown(', '.join(phrases[AT_MOST:]))}."
        )
    if phrases:
        draft.fields["words"] = phrases[:AT_MOST]


def _read_choice(meaning: str, read: Callable[[str], str], what: str) -> Callable[[Draft, list[str]], None]:
    def read_choice(draft: Draft, texts: list[str]) -> None:
        value = read(texts[0][:LONGEST_ANSWER])
        if value:
            draft.fields[meaning] = value  # type: ignore[literal-required]
        else:
            draft.note(f"{shown(texts[0])} is not {what}.")

    return read_choice


def _read_facilitator(draft: Draft, texts: list[str]) -> None:
    if is_yes(texts[0][:LONGEST_ANSWER]):
        draft.fields["facilitator"] = True
