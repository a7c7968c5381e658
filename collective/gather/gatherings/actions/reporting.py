"""The report of a call: kept until somebody has confirmed who is who, and then forgotten but for the marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from collective.gather.gatherings.actions.attending import CAME, NoLongerKept, NotYetHeld, is_kept, mark_many, settle
from collective.gather.gatherings.attendance_reports import Attendee, Listed, Match, match_people, merged, read_report
from collective.gather.gatherings.models import Gathering, Report
from collective.ground.lib.errors import Refused
from collective.join.people import actions as people

if TYPE_CHECKING:
    from datetime import datetime

    from collective.join.people.models import Member

KEPT_UNDECIDED = timedelta(days=7)
SOMEBODY_NEW, LEFT_OPEN = "new", ""
Decisions = dict[int, str]  # an attendee's place in the report → the key of somebody listed, SOMEBODY_NEW or LEFT_OPEN


class ReportDecided(Refused):
    """Somebody else has confirmed this report, or thrown it away."""

    def __init__(self) -> None:
        super().__init__(
            "This report has been dealt with, perhaps in another window. Look at the list to see who came."
        )


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many were marked as having come, how many of them are new to us, and how many rows were left open."""

    came: int
    new: int
    open: int


@transaction.atomic
def upload_report(*, gathering: Gathering, data: bytes, filename: str, now: datetime, by: Member) -> Report:
    """Keep who was in the call, without minutes, until somebody decides. A second report before that, of the breakout rooms
    or of a call that was started again, is joined to the first.

    Raises `TableRefused` or `NobodyCame` with a sentence for a file that is no report, `NotYetHeld` or `NoLongerKept`.
    """
    if gathering.starts_at > now:
        raise NotYetHeld("This gathering has not begun, so no report can be its own. Check which gathering you chose.")
    if not is_kept(gathering, now):
        raise NoLongerKept("That gathering was more than six months ago, and we keep who came no longer than that.")
    read = read_report(data, filename)
    Gathering.objects.select_for_update().get(pk=gathering.pk)
    waiting = Report.objects.filter(gathering=gathering, decided_at__isnull=True).first()
    there = attendees_of(waiting) if waiting else []
    together = [one.as_json() for one in merged([*there, *read.people])]
    facts = {"tool": read.tool, "filename": filename[-160:], "rows": together, "uploaded_at": now, "uploaded_by": by}
    if waiting is None:
        return Report.objects.create(gathering=gathering, **facts)
    Report.objects.filter(pk=waiting.pk).update(**facts)
    waiting.refresh_from_db()
    return waiting


def attendees_of(report: Report) -> list[Attendee]:
    """Who was in the call, in the order of the report."""
    return [Attendee(**row) for row in report.rows]


def look_at_report(report: Report) -> list[Match]:
    """Each attendee and who on the list they may be."""
    rows = report.gathering.sign_ups.values_list("person", "person__name", "person__email")
    walked_in = report.gathering.check_ins.values_list("person", "person__name", "person__email")
    listed = {pk: Listed(pk, name, email or "") for pk, name, email in [*rows, *walked_in]}
    return match_people(attendees_of(report), [listed[pk] for pk in sorted(listed)])


@transaction.atomic
def confirm_report(*, report: Report, decisions: Decisions, now: datetime, by: Member) -> Confirmed:
    """Everybody recognised by their address came; of the others, those whom the organiser has said. What is left open marks
    nobody, and nobody is marked as absent. The rows are forgotten. Raises `ReportDecided`."""
    report = _undecided(report)
    listed = _on_the_list(report)
    came: list[int] = []
    new = left_open = 0
    for place, match in enumerate(look_at_report(report)):
        said = str(match.proposed) if match.is_certain else decisions.get(place, LEFT_OPEN)
        if said == SOMEBODY_NEW and (match.attendee.name or match.attendee.email):
            came.append(_newcomer(match.attendee, now))
            new += 1
        elif said in listed:
            came.append(int(said))
        else:
            left_open += 1
    mark_many(gathering=report.gathering, people=came, state=CAME, source="report", now=now, by=by)
    Report.objects.filter(pk=report.pk).update(rows=[], decided_at=now)
    settle(gathering=report.gathering, now=now)
    return Confirmed(len(set(came)), new, left_open)


def _newcomer(attendee: Attendee, now: datetime) -> int:
    name = attendee.name or attendee.email.split("@")[0]
    return people.hold(name=name, email=attendee.email, now=now).pk


def _on_the_list(report: Report) -> set[str]:
    signed_up = report.gathering.sign_ups.values_list("person", flat=True)
    return {str(pk) for pk in [*signed_up, *report.gathering.check_ins.values_list("person", flat=True)]}


@transaction.atomic
def discard_report(*, report: Report) -> None:
    """Throw a report away. Nobody is marked. Raises `ReportDecided`."""
    _undecided(report).delete()


def _undecided(report: Report) -> Report:
    Gathering.objects.select_for_update().get(pk=report.gathering_id)
    found = Report.objects.select_related("gathering").filter(pk=report.pk, decided_at__isnull=True).first()
    if found is None:
        raise ReportDecided
    return found


def forget_undecided(now: datetime) -> int:
    """An automatic step: a report that nobody confirmed is thrown away after a week, as the page says."""
    return Report.objects.filter(decided_at__isnull=True, uploaded_at__lt=now - KEPT_UNDECIDED).delete()[0]
