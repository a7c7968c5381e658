"""What somebody has been told already, so that no letter of a gathering goes twice, whatever stops the tick half-way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from collective.gather.gatherings.models.signing_up import SignUp
from collective.gather.gatherings.models.waiting import Waiting


class Told(models.Model):
    """One person on the list of a gathering has been told something by itself: `what` names it, with the time it is about.

    The row is written together with the letter, in one transaction. After a move a reminder is about another time, so it is
    another row.
    """

    sign_up = models.ForeignKey(SignUp, null=True, blank=True, on_delete=models.CASCADE, related_name="told")
    waiting = models.ForeignKey(Waiting, null=True, blank=True, on_delete=models.CASCADE, related_name="told")
    what = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up", "what"], condition=Q(sign_up__isnull=False), name="who_comes_is_told_once"
            ),
            models.UniqueConstraint(
                fields=["waiting", "what"], condition=Q(waiting__isnull=False), name="who_waits_is_told_once"
            ),
            models.CheckConstraint(
                condition=Q(sign_up__isnull=False, waiting__isnull=True)
                | Q(sign_up__isnull=True, waiting__isnull=False),
                name="told_one_of_both",
            ),
        ]
