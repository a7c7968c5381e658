"""A rehearsal: which twin it fills, with whom, how fast; and which made-up person holds which seat."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from collective.join.people.models import is_organiser
from collective.talk.rooms.models import Participant, Room

LIFE = timedelta(hours=2)
AS_PEOPLE_DO, QUICK, AT_ONCE = "human", "quick", "at-once"
PACES = [(AS_PEOPLE_DO, "As people do"), (QUICK, "Five times as fast"), (AT_ONCE, "All at once")]
STRETCH = {AS_PEOPLE_DO: 1.0, QUICK: 0.2, AT_ONCE: 0.0}


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def visible_to(self, viewer: object) -> RehearsalQuerySet:
        return self if is_organiser(viewer) else self.none()

    def running(self) -> RehearsalQuerySet:
        """Those whose audience still acts, with what it looks at."""
        return self.filter(stopped_at__isnull=True).with_room()

    def with_room(self) -> RehearsalQuerySet:
        return self.select_related("room__gathering", "room__current")


class Rehearsal(models.Model):
    """The made-up audience of one twin room. Wiped with it.

    `hosted` lets a made-up host go through the run-sheet, until somebody real presses a button.
    """

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="audience")
    seed = models.BigIntegerField()
    size = models.PositiveSmallIntegerField()
    pace = models.CharField(max_length=8, choices=PACES, default=AS_PEOPLE_DO)
    hosted = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__gte=F("started_at")),
                name="rehearsal_stops_after_it_starts",
            ),
        ]

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None and self.room.closed_at is None

    @property
    def stretch(self) -> float:
        return STRETCH[self.pace]


class Extra(models.Model):
    """One of the made-up people and their seat, as on a film set. `went_at`: they have gone home for good."""

    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="extras")
    number = models.PositiveSmallIntegerField()
    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="extra")
    went_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rehearsal", "number"], name="each_extra_comes_once")]
