"""What an organiser wrote to many at once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from collective.gather.gatherings.models.gathering import Gathering
from collective.ground.lib import ids
from collective.join.people.models import Member


class Broadcast(models.Model):
    """One message to everybody who comes, waits or came. The token is the form's: the same form sent twice is one message."""

    TO = [("coming", "Everybody coming"), ("waiting", "Everybody waiting"), ("came", "Everybody who came")]

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="broadcasts")
    to = models.CharField(max_length=8, choices=TO)
    subject = models.CharField(max_length=160)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    token = models.CharField(max_length=40, unique=True, default=ids.new_token)
    reached = models.PositiveIntegerField(
        default=0
    )  # the last person whose letter is in the outbox, while it is being written
    posted_at = models.DateTimeField(null=True, blank=True)  # when the last letter went into the outbox

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to__in=["coming", "waiting", "came"]), name="broadcast_to_known")
        ]
