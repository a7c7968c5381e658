"""Tokens for programs that ask us, and addresses that we call when something has happened.

What we tell outwards holds kinds and numbers, never a name: whoever may know more asks with a token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from collective.join.people.models import Member, is_organiser

if TYPE_CHECKING:
    from datetime import datetime

SCOPES = {
    "gatherings:read": "Read gatherings that you may see",
    "gatherings:write": "Plan and change gatherings (organisers)",
    "sign-ups:read": "Read who signed up, with names and addresses (organisers)",
    "sign-ups:write": "Sign you up; organisers: put people on the list",
    "attendance:read": "Read who came (organisers)",
}
KINDS = {
    "gathering.published": "A gathering is shown",
    "gathering.moved": "A gathering has another time or place",
    "gathering.cancelled": "A gathering is called off",
    "sign_up.made": "Somebody signed up (not for lists taken in from a file)",
    "sign_up.left": "Somebody cannot come",
    "check_in.made": "Somebody is here",
}


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, viewer: object) -> TokenQuerySet:
        """One's own."""
        return self.filter(member=viewer) if isinstance(viewer, Member) else self.none()

    def valid(self, now: datetime) -> TokenQuerySet:
        alive = self.filter(revoked_at__isnull=True, member__is_active=True)
        return alive.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now))


class Token(models.Model):
    """A member lets a program act for them, within `scopes` and within what they may do themselves."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    start = models.CharField(max_length=12)  # so that one's own tokens can be told apart
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def scope_words(self) -> list[str]:
        return [SCOPES[each] for each in self.scopes if each in SCOPES]


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def visible_to(self, viewer: object) -> WebhookQuerySet:
        return self if is_organiser(viewer) else self.none()

    def on(self) -> WebhookQuerySet:
        return self.filter(ended_at__isnull=True, switched_off_at__isnull=True)


class Webhook(models.Model):
    """An address that is called. `failing_since` is when the first of an unbroken row of failures was."""

    url = models.CharField(max_length=300)
    secret = models.CharField(max_length=80)
    kinds = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    failing_since = models.DateTimeField(null=True, blank=True)
    switched_off_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    def __str__(self) -> str:
        return self.url

    @property
    def kind_words(self) -> list[str]:
        return [KINDS[each] for each in self.kinds if each in KINDS]


class Notice(models.Model):
    """Something has happened. `key` is the row that it is told from, so that finding it twice is harmless."""

    key = models.CharField(max_length=80, unique=True)
    identity = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.identity}"


class Delivery(models.Model):
    """One notice to one address: due, delivered or given up."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(delivered_at__isnull=True, given_up_at__isnull=True),
                name="deliveries_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "notice"], name="one_delivery_of_a_notice"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(given_up_at__isnull=True), name="delivered_or_given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} → {self.webhook}"


class Attempt(models.Model):
    """One call and what came back. `status` is empty where nobody answered."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or self.problem}"


class Sweep(models.Model):
    """Up to when we have looked for what happened. One row."""

    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=1), name="one_sweep")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
