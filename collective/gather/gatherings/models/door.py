"""What was done at the door, act by act."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from collective.gather.gatherings.models.gathering import Gathering
from collective.join.people.models import Member, Person


class DoorAct(models.Model):
    """One press at the door. The device makes the key, so that an act that arrives twice, or late, is done once.

    `happened_at` is when it was pressed, by the device's clock but never after it arrived (`at`): of two acts about one person the
    later press counts, whichever arrives last.
    """

    WHAT = [("here", "Is here"), ("gone", "Is not here after all"), ("walk_in", "Came without signing up")]

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="door_acts")
    key = models.CharField(max_length=40, unique=True)
    what = models.CharField(max_length=8, choices=WHAT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="door_acts")
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["gathering", "person", "happened_at"], name="door_act_latest")]
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="door_act_has_a_key"),
            models.CheckConstraint(condition=Q(what__in=["here", "gone", "walk_in"]), name="door_act_known"),
        ]
