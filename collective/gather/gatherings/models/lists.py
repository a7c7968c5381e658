"""The files that lists of people came in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from collective.gather.gatherings.models.gathering import Gathering
from collective.join.people.models import Member, is_organiser


class CalendarFileQuerySet(models.QuerySet["CalendarFile"]):
    def visible_to(self, viewer: object) -> CalendarFileQuerySet:
        return self if is_organiser(viewer) else self.none()


class ImportBatch(models.Model):
    """A file of sign-ups: uploaded, looked at, taken in or thrown away. Its rows are kept only until then."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="imports")
    filename = models.CharField(max_length=160)
    shape = models.CharField(max_length=40)
    headers = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False), name="undone_after_applied"
            )
        ]


class CalendarFile(models.Model):
    """A calendar of gatherings: uploaded, looked at, planned from or thrown away. Its rows are kept only until then."""

    filename = models.CharField(max_length=160)
    name = models.CharField(max_length=120, blank=True)
    rows = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)

    objects = CalendarFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False), name="calendar_undone_after_applied"
            )
        ]


class FromCalendar(models.Model):
    """A gathering was planned from a calendar's entry. `uid` is the calendar's name for it, so that nothing is planned twice."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="from_calendar")
    file = models.ForeignKey(CalendarFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="planned")
    uid = models.CharField(max_length=220, unique=True)
