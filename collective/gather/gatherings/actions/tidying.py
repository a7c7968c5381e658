"""What goes by itself after a gathering: totals counted after a week, presses at the door and reports that nobody confirmed, and
marks after six months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collective.gather.gatherings.actions import attending, checking_in, reporting
from collective.gather.gatherings.models import Gathering, Report
from collective.ground.outbox.automatic import Coming

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def run(now: datetime) -> None:
    """All four. Twice at once is harmless, and so is being stopped between two gatherings."""
    attending.settle_past(now)
    checking_in.forget_presses(now)
    reporting.forget_undecided(now)
    attending.forget_marks(now)


def expected(now: datetime, until: datetime) -> Iterator[Coming]:
    """What will be counted or forgotten by then, as things stand."""
    kept = attending.MARKS_KEPT
    marked = Gathering.objects.filter(attendance__isnull=False, ends_at__lt=until - kept).distinct()
    for gathering in marked.order_by("ends_at")[:100]:
        yield _about(gathering, "Forget who came; the totals stay", gathering.ends_at + kept)
    week = attending.SETTLED_AFTER
    due = Gathering.objects.filter(
        ends_at__lt=until - week, ends_at__gte=now - kept, turnout__isnull=True, cancellation__isnull=True
    )
    for gathering in due.order_by("ends_at")[:100]:
        yield _about(gathering, "Count how many came", gathering.ends_at + week)
    waiting = Report.objects.filter(decided_at__isnull=True, uploaded_at__lt=until - reporting.KEPT_UNDECIDED)
    for report in waiting.select_related("gathering").order_by("uploaded_at")[:100]:
        at = report.uploaded_at + reporting.KEPT_UNDECIDED
        yield _about(report.gathering, "Throw away a report of a call that nobody confirmed", at)


def _about(gathering: Gathering, what: str, at: datetime) -> Coming:
    return Coming(at=at, what=f"{what}: {gathering.title}", to="", about=f"gathering:{gathering.pk}")
