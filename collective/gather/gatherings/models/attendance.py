"""Who is here, who came, and what is kept of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from collective.gather.gatherings.models.gathering import Gathering
from collective.join.people.models import Member, Person, is_organiser


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, viewer: object) -> CheckInQuerySet:
        if is_organiser(viewer):
            return self
        return self.filter(person__member=viewer) if isinstance(viewer, Member) else self.none()


class CheckIn(models.Model):
    """A person is here. Joining the room makes one; so does the organiser's tick on the list."""

    HOW = [("room", "Joined the room"), ("hand", "Marked by the organiser"), ("paper", "From the paper list")]

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="check_ins")
    at = models.DateTimeField()
    how = models.CharField(max_length=8, choices=HOW)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="one_check_in_each")]


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, viewer: object) -> AttendanceQuerySet:
        """The person sees their own mark, and an organiser all."""
        if is_organiser(viewer):
            return self
        return self.filter(person__member=viewer) if isinstance(viewer, Member) else self.none()


class Attendance(models.Model):
    """Whether somebody came, as far as we know and from where. Deleted six months on; the totals stay (`Turnout`)."""

    STATES = [("came", "Came"), ("told", "Told us"), ("did_not", "Did not come"), ("unknown", "Not known")]
    SOURCES = [("room", "The room"), ("hand", "By hand"), ("paper", "Paper list"), ("report", "Report of a call")]

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attendance")
    state = models.CharField(max_length=8, choices=STATES)
    source = models.CharField(max_length=8, choices=SOURCES)
    confirmed_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_by_person = models.BooleanField(default=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="one_mark_each"),
            models.CheckConstraint(condition=Q(state__in=["came", "told", "did_not", "unknown"]), name="mark_known"),
            models.CheckConstraint(
                condition=Q(source__in=["room", "hand", "paper", "report"]), name="mark_source_known"
            ),
            models.CheckConstraint(
                condition=Q(corrected_by_person=False) | Q(corrected_at__isnull=False), name="corrected_at_some_time"
            ),
        ]


class Report(models.Model):
    """A file of who was in a call. Its rows (names, addresses, no minutes) are kept only until somebody has decided."""

    TOOLS = [("zoom", "Zoom"), ("teams", "Teams"), ("meet", "Meet"), ("other", "Another list")]

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="reports")
    tool = models.CharField(max_length=8, choices=TOOLS)
    filename = models.CharField(max_length=160, blank=True)
    rows = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(rows=[]), name="decided_report_keeps_no_rows"
            )
        ]


class Turnout(models.Model):
    """How many signed up and came: totals that name nobody, and stay when the marks of people go.

    `came`, `told`, `did_not` and `unknown` are of those who signed up and add up to them; `walked_in` came without.
    """

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="turnout")
    signed_up = models.PositiveIntegerField()
    came = models.PositiveIntegerField()
    told = models.PositiveIntegerField()
    did_not = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    walked_in = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField()
