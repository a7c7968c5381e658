"""Taking in a list from a file: kept, looked at, taken in or thrown away, and undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings.actions import in_the_diary
from collective.gather.gatherings.actions.many_rows import uncollected
from collective.gather.gatherings.actions.taking_in import Guest, names_listed, take_in
from collective.gather.gatherings.actions.undoing import put_back
from collective.gather.gatherings.models import Gathering, ImportBatch
from collective.gather.gatherings.signup_files import FIELDS, Preview, Row, preview, recognise
from collective.ground.lib.errors import Refused
from collective.ground.lib.tables import Table, TableRow, read_table

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.gatherings.actions.taking_in import Decisions
    from collective.join.people.models import Member

IN_DIARIES = "in_diaries"
KEPT_UNUSED = timedelta(days=7)


class AlreadyDone(Refused):
    """Somebody else did this to the list first."""


class ThrownAway(Refused):
    """There is no such list any more."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            "This list is no longer here: somebody has thrown it away, or nobody decided about it for a week."
            " Upload the file again if you need it."
        )


class NobodyInIt(Refused):
    """The list has nobody to take in."""

    status = 400


def upload(*, gathering: Gathering, data: bytes, filename: str, now: datetime, by: Member) -> ImportBatch:
    """Keep a file's rows until somebody decides. Raises `TableRefused` with a sentence for any file that is no table,
    `NobodyInIt` for headings alone."""
    table = read_table(data, filename)
    if not table.rows:
        raise NobodyInIt("There are headings in this file and nobody below them. Check that the export finished.")
    shape = recognise(table)
    return ImportBatch.objects.create(
        gathering=gathering,
        filename=filename[-160:],
        shape=shape.kind,
        headers=list(table.headers),
        rows=[[row.line, list(row.cells), list(row.extra)] for row in table.rows],
        mapping={str(column): meaning for column, meaning in shape.mapping.items()},
        notes=list(table.notes),
        uploaded_at=now,
        uploaded_by=by,
    )


def table_of(batch: ImportBatch) -> Table:
    """The file as it was read."""
    rows = tuple(TableRow(line, tuple(cells), tuple(extra)) for line, cells, extra in batch.rows)
    return Table(headers=tuple(batch.headers), rows=rows, notes=tuple(batch.notes))


@uncollected()
def look_at(batch: ImportBatch) -> Preview:
    """What would happen to every row now."""
    signed_up = batch.gathering.sign_ups.filter(person__email__isnull=False)
    known = frozenset(signed_up.values_list("person__email", flat=True))
    seen = preview(table_of(batch), _mapping(batch), known_emails=known)
    listed = names_listed(batch.gathering)
    waiting = set(batch.gathering.waiting.values_list("person__email", flat=True))
    return replace(seen, rows=tuple(_here_already(row, listed, waiting) for row in seen.rows))


def _here_already(row: Row, listed: set[tuple[str, str]], waiting: set[str | None]) -> Row:
    """Somebody without an address is here already when the list has their name and organisation; who waits in the file, when
    they are on our waiting list, or have been."""
    if row.outcome != "new":
        return row
    guest = Guest(row.fields)
    here = (guest.waits and guest.email in waiting) if guest.email else guest.alike in listed
    if not here:
        return row
    return replace(row, outcome="known")


def _mapping(batch: ImportBatch) -> dict[int, str]:
    return {int(column): meaning for column, meaning in batch.mapping.items()}


@transaction.atomic
def remap(*, batch: ImportBatch, mapping: dict[int, str]) -> ImportBatch:
    """What each column means, as the organiser says. Raises `AlreadyDone` or `ThrownAway`."""
    batch = _locked_waiting(batch)
    known = {column: meaning for column, meaning in mapping.items() if meaning in FIELDS}
    batch.mapping = {str(column): meaning for column, meaning in (_mapping(batch) | known).items()}
    batch.save(update_fields=["mapping"])
    return batch


@transaction.atomic
def apply(*, batch: ImportBatch, decisions: Decisions, now: datetime) -> ImportBatch:
    """Put the people of this list on the gathering's. Whoever is there already stays as they are; nobody's consent is
    taken for granted. The rows are forgotten. Raises `AlreadyDone` or `ThrownAway`."""
    batch = _locked_waiting(batch)
    with uncollected():
        batch.outcome = take_in(batch, look_at(batch), decisions, now)
    batch.rows, batch.applied_at = [], now
    batch.save(update_fields=["outcome", "rows", "applied_at"])
    return batch


@transaction.atomic
def undo(*, batch: ImportBatch, now: datetime) -> ImportBatch:
    """Take back what `apply` did, but for people who have done something since. Raises `AlreadyDone`."""
    batch = _locked(batch)
    if batch.applied_at is None:
        raise AlreadyDone("This list has not been taken in, so there is nothing to undo.")
    if batch.undone_at is not None:
        raise AlreadyDone("Somebody has undone this list already. Nothing more was changed.")
    batch.outcome = {**batch.outcome, **put_back(batch, now)}
    batch.undone_at = now
    batch.save(update_fields=["outcome", "undone_at"])
    return batch


@transaction.atomic
def discard(*, batch: ImportBatch) -> None:
    """Throw an unused list away. Raises `AlreadyDone` when it has been taken in, `ThrownAway` the second time."""
    _locked_waiting(batch).delete()


def _locked(batch: ImportBatch) -> ImportBatch:
    """The batch as it is now. The gathering is locked before it, so that two lists, or a list and a form, take turns."""
    Gathering.objects.select_for_update().get(pk=batch.gathering_id)
    found = ImportBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if found is None:
        raise ThrownAway
    return found


def _locked_waiting(batch: ImportBatch) -> ImportBatch:
    found = _locked(batch)
    if found.applied_at is not None:
        raise AlreadyDone(
            "Somebody has taken this list in already, perhaps in another window. Nothing was done twice."
            " Look at the people to see how the list stands."
        )
    return found


def put_in_diaries(now: datetime) -> None:
    """A tick job: a list that was taken in stands in its people's diaries from the next tick on, not while an organiser waits for
    20,000 rows. Each list in a transaction of its own; twice, or two at once, is harmless."""
    done = ImportBatch.objects.filter(
        applied_at__isnull=False, undone_at__isnull=True, applied_at__gte=now - KEPT_UNUSED
    )
    for batch in done.exclude(outcome__has_key=IN_DIARIES).defer("rows"):
        with transaction.atomic():
            held = _locked(batch)
            if held.undone_at is None and IN_DIARIES not in held.outcome:
                coming = held.sign_ups.coming().select_related("person")
                in_the_diary.ask_all(Gathering.objects.select_related("entry").get(pk=held.gathering_id), coming, now)
                held.outcome = {**held.outcome, IN_DIARIES: True}
                held.save(update_fields=["outcome"])


def forget_unused(now: datetime) -> None:
    """A tick job: lists that nobody decided about are thrown away after a week, as the page says."""
    ImportBatch.objects.filter(applied_at__isnull=True, uploaded_at__lt=now - KEPT_UNUSED).delete()
