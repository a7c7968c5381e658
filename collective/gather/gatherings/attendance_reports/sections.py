"""The tables inside a report: which tool wrote it, where its people begin, and which rows say that somebody was there.

Shapes that these tools are known to write (fields in any order, headings in any case):

Zoom meeting
    one table, or two lines about the meeting and then the table: Name (Original Name), User Email, Join Time, Leave Time,
    Duration (Minutes), Guest, Recording Consent, In Waiting Room; or, each person once, Total Duration (Minutes).
Zoom webinar
    titles ("Panelist Details", "Attendee Details"), each above a table that begins with Attended and User Name (Original Name).
Teams
    UTF-16 with tabs: "1. Summary", "2. Participants" (Name, First Join, Last Leave, In-Meeting Duration, Email, Participant ID
    (UPN), Role), "3. In-Meeting Activities"; before 2021 a plain list of Full Name, User Action, Timestamp.
Meet
    First name, Last name, Email, Duration, Time joined, Time exited; in older ones a single Name, and lines about the meeting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from collective.gather.gatherings.signup_files.clean import clean
from collective.gather.gatherings.signup_files.headings import normalised

#: Tool → what the organiser reads.
TOOLS: Final = {"zoom": "Zoom", "teams": "Microsoft Teams", "meet": "Google Meet", "other": "A list of who came"}

_MEANS: Final[dict[str, str]] = {
    heading: meaning
    for meaning, headings in {
        "name": "name original name|user name original name|name|full name|user name|participant|participant name|attendee"
        "|attendee name|display name",
        "first": "first name|given name",
        "last": "last name|surname|family name",
        "email": "user email|email|email address|user email address|attendee email",
        "account": "participant id upn|participant id|upn|user principal name",
        "there": "join time|leave time|duration minutes|total duration minutes|duration|first join|last leave|first join time"
        "|last leave time|in meeting duration|time joined|time exited|timestamp|time in session minutes|time in call"
        "|first seen|first seen at|last seen|joined at|left at|attendance duration|join|leave",
        "attended": "attended",
        "action": "user action",
        "waiting": "in waiting room",
    }.items()
    for heading in headings.split("|")
}
_SIGNS: Final = (
    ("zoom", {"name original name", "user name original name", "duration minutes", "total duration minutes"}),
    ("zoom", {"in waiting room", "recording consent", "recording disclaimer response", "time in session minutes"}),
    (
        "teams",
        {"first join", "last leave", "in meeting duration", "user action", "participant id upn", "first join time"},
    ),
    ("meet", {"time joined", "time exited", "time in call", "first seen", "first seen at"}),
)
_NO: Final = frozenset({"no", "n", "false", "0"})
_NOTHING: Final = frozenset({"", "-", "--", "n/a"})


@dataclass(frozen=True, slots=True)
class Line:
    """One row that says somebody was there. `line` is its number as a spreadsheet shows it; texts are tidied, not yet read."""

    line: int
    name: str
    email: str
    with_original: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A table within the report: for each meaning, the columns that have it, in order."""

    tool: str
    columns: dict[str, list[int]]
    with_original: bool

    def line(self, number: int, cells: Sequence[str]) -> Line | None:
        """What a row says, or None when it does not say that somebody was in the meeting."""
        if not self._was_there(cells):
            return None
        name = self._first("name", cells)
        parts = f"{self._first('first', cells)} {self._first('last', cells)}".strip()
        email = self._first("email", cells) or self._account(cells)
        if not (name or parts or email):
            return None
        return Line(number, name or parts, email, self.with_original)

    def _was_there(self, cells: Sequence[str]) -> bool:
        if self._first("attended", cells).casefold() in _NO:
            return False
        if self._first("waiting", cells).casefold() in {"yes", "true"}:
            return False  # this spell was spent before the door; whoever was let in has another row
        signs = [meaning for meaning in ("there", "attended", "action") if meaning in self.columns]
        return any(self._first(meaning, cells) for meaning in signs)

    def _first(self, meaning: str, cells: Sequence[str]) -> str:
        texts = (clean(cells[column]) for column in self.columns.get(meaning, ()) if column < len(cells))
        return next((text for text in texts if text.casefold() not in _NOTHING), "")

    def _account(self, cells: Sequence[str]) -> str:
        account = self._first("account", cells)
        return account if "@" in account else ""


def section_of(cells: Sequence[str]) -> Section | None:
    """The table that begins with this row of headings, or None when the row is no such thing."""
    headings = [normalised(cell) for cell in cells]
    columns: dict[str, list[int]] = {}
    for column, heading in enumerate(headings):
        if meaning := _MEANS.get(heading):
            columns.setdefault(meaning, []).append(column)
    named = "name" in columns or {"first", "last"} <= columns.keys()
    if not named or not columns.keys() & {"there", "attended", "action"}:
        return None
    tool = next((tool for tool, signs in _SIGNS if signs & set(headings)), "other")
    return Section(tool, columns, any("original name" in heading for heading in headings))


def lines_of(records: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[str, Line | None]]:
    """(tool, line) for every row below headings that we know; the line is None where nobody was there."""
    section: Section | None = None
    for number, cells in records:
        begins = section_of(cells)
        if begins is not None:
            section = begins
        elif section is not None:
            yield section.tool, section.line(number, cells)
