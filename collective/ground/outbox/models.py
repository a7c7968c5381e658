"""Letters waiting to go, gone, or failed: one row each, so that nothing is sent twice and staff can see why it went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self, now: object) -> LetterQuerySet:
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True, due_at__lte=now)


class Letter(models.Model):
    """One message to one address. `key` says what it is about, so that posting it twice is harmless."""

    key = models.CharField(max_length=160, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at__isnull=True), name="letters_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True), name="sent_or_given_up_not_both"
            )
        ]
