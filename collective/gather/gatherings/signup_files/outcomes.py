"""What would happen if this file were imported: row by row, before anything is."""

from collections import Counter
from collections.abc import Mapping as AnyMapping
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Final

from collective.gather.gatherings.signup_files.fields import Fields
from collective.gather.gatherings.signup_files.rows import Draft, RowReader
from collective.gather.gatherings.signup_files.same import Group, group
from collective.ground.lib.tables import Table

#: Outcome → what the organiser reads.
OUTCOMES: Final = {
    "new": "New",
    "known": "Here already",
    "duplicate": "Repeat of another row",
    "cancelled": "Not coming",
    "problem": "Needs a look",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file and what would become of it.

    outcome
        a key of OUTCOMES, exactly one.
    problems
        sentences that name the row, the value and what to do; not empty when the outcome is "problem".
    notes
        sentences that ask for nothing.
    suggestions
        field → the value that may be meant; never used unless the organiser says so.
    same_as
        for a duplicate, the line of the row that speaks for the person.
    """

    line: int
    fields: Fields
    outcome: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: dict[str, str] = field(default_factory=dict)
    same_as: int | None = None

    @property
    def importable(self) -> bool:
        """Whether somebody is left to import if the organiser says so: a name, or at least an address."""
        return self.outcome != "duplicate" and bool(self.fields.get("name") or self.fields.get("email"))


@dataclass(frozen=True, slots=True)
class Preview:
    """All rows, in the order of the file; `problems` concern the file as a whole."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Outcome → number of rows, every outcome named."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in OUTCOMES}

    def having(self, outcome: str) -> list[Row]:
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def summary(self) -> str:
        """ "52 people in the file: 49 new, 1 here already, 2 need a look." Repeats are not counted as people."""
        counts = self.counts
        people = len(self.rows) - counts["duplicate"]
        if not people:
            return "There is nobody in the file."
        parts = [
            f"{counts['new']:,} new" if counts["new"] else "",
            f"{counts['known']:,} here already" if counts["known"] else "",
            f"{counts['cancelled']:,} not coming" if counts["cancelled"] else "",
            f"{counts['problem']:,} need{'s' if counts['problem'] == 1 else ''} a look" if counts["problem"] else "",
        ]
        sentence = f"{people:,} {'person' if people == 1 else 'people'} in the file: {', '.join(filter(None, parts))}."
        waiting = sum(1 for row in self.rows if row.outcome == "new" and row.fields.get("status") == "waiting")
        if waiting:
            sentence += f" {waiting:,} of the new {'is' if waiting == 1 else 'are'} on the waiting list."
        if counts["duplicate"]:
            rows = "row repeats" if counts["duplicate"] == 1 else "rows repeat"
            sentence += f" {counts['duplicate']:,} {rows} somebody, who is counted once."
        return sentence


def preview(
    table: Table, mapping: AnyMapping[int, str] | AnyMapping[str, str], *, known_emails: Set[str] = frozenset()
) -> Preview:
    """Say for every row what would happen. Never fails: any table with any mapping has a preview.

    mapping
        column → field, as `recognise` proposed or the organiser changed it. Numbers kept as text are fine: JSON does so.
    known_emails
        addresses of the people who have signed up already; case does not matter.
    """
    reader = RowReader(table, mapping)
    known = {address.strip().lower() for address in known_emails}
    drafts = [reader.read(row) for row in table.rows]
    rows = [row for each in group(drafts, came="join_time" in reader.meanings) for row in _settle(each, known)]
    rows.sort(key=lambda row: row.line)
    return Preview(tuple(rows), _about_the_file(reader))


def _about_the_file(reader: RowReader) -> tuple[str, ...]:
    if reader.meanings & {"name", "first_name", "last_name", "email"}:
        return ()
    return ("No column is marked as the name or the email address. Mark one, so that we know who is in the list.",)


def _settle(each: Group, known: Set[str]) -> list[Row]:
    lead = each.lead
    for other in each.drafts:
        if other is not lead:
            _merge(lead, other)
    rows = [_lead_row(lead, known)]
    for other in each.drafts:
        if other is not lead:
            note = f"Row {other.line}: the same person as in row {lead.line}, counted once."
            rows.append(Row(other.line, other.fields, "duplicate", notes=(note, *other.notes), same_as=lead.line))
    return rows


def _merge(lead: Draft, other: Draft) -> None:
    """Fill what the leading row leaves open. Of two times of joining the earlier one counts."""
    joined = min(filter(None, (lead.fields.get("join_time"), other.fields.get("join_time"))), default="")
    if other.fields.get("status") == "cancelled" and lead.fields.get("status") != "cancelled":
        lead.note(f"row {other.line} says that the person cancelled, this one that they are coming. This one counts.")
    lead.fields = {**other.fields, **lead.fields}
    if joined:
        lead.fields["join_time"] = joined
    if "name" in lead.fields:
        lead.unnamed = ""


def _lead_row(draft: Draft, known: Set[str]) -> Row:
    email = draft.fields.get("email", "")
    is_known = email in known
    cancelled = draft.fields.get("status") == "cancelled"
    if draft.unnamed and "name" not in draft.fields:
        _say_unnamed(draft, email, needed=not is_known and not cancelled)
    if cancelled and "join_time" in draft.fields:
        draft.problem(
            "the file says both that this person is not coming and that they joined. Import them if they came."
        )
        cancelled = False
    if draft.fields.get("status") == "invited":
        draft.problem(
            "this person was invited and has not answered. Import them if they told you that they are coming."
        )
    if cancelled:
        return Row(draft.line, draft.fields, "cancelled", (), (*draft.notes, *draft.problems), draft.suggestions)
    outcome = "problem" if draft.problems else "known" if is_known else "new"
    if outcome == "new" and not email:
        draft.note("there is no email address, so this person gets no letters from us. They can join with the code.")
    return Row(draft.line, draft.fields, outcome, tuple(draft.problems), tuple(draft.notes), draft.suggestions)


def _say_unnamed(draft: Draft, email: str, *, needed: bool) -> None:
    if not needed:
        draft.note(f"{draft.unnamed}; the person is recognised by {email}." if email else f"{draft.unnamed}.")
    elif email:
        draft.problem(f"{draft.unnamed}. Write the name of {email} in the file, or import the address and ask them.")
    else:
        draft.problem(
            f"{draft.unnamed}, and there is no address. Write the person's name in the file, or leave the row out."
        )
