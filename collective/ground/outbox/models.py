"""Letters waiting to go, gone, or failed: one row each, so that nothing is sent twice and staff can see why it went.

Beside them: what happened to a letter, addresses that cannot or will not be written to, and pauses. Whom a letter
concerns is a number without a key: people live above the outbox.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from datetime import datetime

OPEN = Q(sent_at__isnull=True, given_up_at__isnull=True, stopped_at__isnull=True)


class LetterQuerySet(models.QuerySet["Letter"]):
    def open(self) -> LetterQuerySet:
        return self.filter(OPEN)

    def due(self, now: datetime) -> LetterQuerySet:
        return self.open().filter(due_at__lte=now)

    def free(self, now: datetime) -> LetterQuerySet:
        """Held by no deliverer, or by one that is not coming back."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=now))

    def not_paused(self) -> LetterQuerySet:
        return self.exclude(pk__in=Pause.objects.standing().filter(letter__isnull=False).values("letter_id"))


class Letter(models.Model):
    """One message to one address. `key` says what it is about, so that posting it twice is harmless.

    `kind` is the first part of the key ("confirm"). `text` and `calendar_text` are empty once the letter went: they may
    hold a private link. `message_id` stays the same however often the letter is tried.
    """

    class Stream(models.TextChoices):
        SERVICE = "service", "about something they asked for"
        NEWS = "news", "news"

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=60, blank=True)
    to = models.EmailField()
    person = models.PositiveBigIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=20, blank=True)
    calendar_text = models.TextField(blank=True)
    stream = models.CharField(max_length=10, choices=Stream, default=Stream.SERVICE)
    scope = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=300, blank=True)
    about = models.CharField(max_length=80, blank=True)
    message_id = models.CharField(max_length=120, unique=True, null=True)  # noqa: DJ001 - letters from before have none
    provider_id = models.CharField(max_length=200, blank=True)
    posted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            # Service first: a thousand newsletters do not hold up one confirmation.
            models.Index(F("stream").desc(), F("due_at"), F("id"), condition=OPEN, name="letters_open"),
            models.Index(fields=["posted_at"], name="letters_posted"),
            models.Index(fields=["about", "-id"], name="letters_about"),
            models.Index(fields=["to", "-id"], name="letters_to"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="letters_person"),
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="letters_provider"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True)
                | Q(sent_at__isnull=True, stopped_at__isnull=True)
                | Q(given_up_at__isnull=True, stopped_at__isnull=True),
                name="letter_has_one_end",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(text="", calendar_text=""), name="sent_letter_is_wiped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    @property
    def state(self) -> str:
        """waiting, sent, given-up or stopped."""
        ends = (("sent", self.sent_at), ("given-up", self.given_up_at), ("stopped", self.stopped_at))
        return next((name for name, at in ends if at), "waiting")


class Happening(models.Model):
    """Something worth remembering of one letter, beyond that it was posted and sent."""

    class What(models.TextChoices):
        FAILED = "failed", "could not be sent"
        GIVEN_UP = "given_up", "given up"
        STOPPED = "stopped", "not sent"
        AGAIN = "again", "sent again by hand"
        BOUNCED = "bounced", "came back"
        COMPLAINED = "complained", "reported as unwanted"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="happenings")
    at = models.DateTimeField()
    what = models.CharField(max_length=12, choices=What)
    words = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_what_display()}"


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def standing(self) -> SuppressionQuerySet:
        return self.filter(lifted_at__isnull=True)


class Suppression(models.Model):
    """An address that no letter goes to, because mail to it comes back for good or somebody reported it as unwanted."""

    class Reason(models.TextChoices):
        BOUNCE = "bounce", "mail comes back for good"
        COMPLAINT = "complaint", "somebody there reported our mail as unwanted"

    address = models.CharField(max_length=254)
    reason = models.CharField(max_length=10, choices=Reason)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=120, blank=True)

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=Q(lifted_at__isnull=True), name="one_suppression_an_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_reason_display()}"


class Reader(models.Model):
    """An address that news went to. Its number, signed, is in the link that ends the news: the address is not."""

    address = models.CharField(max_length=254, unique=True)

    def __str__(self) -> str:
        return self.address


class OptOut(models.Model):
    """Somebody wants no more news: of one `scope`, or of any when it is empty. Never holds back service mail."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="opt_outs")
    scope = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "scope"], condition=Q(ended_at__isnull=True), name="one_opt_out_a_scope"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reader}: no {self.scope or 'news'}"


class PauseQuerySet(models.QuerySet["Pause"]):
    def standing(self) -> PauseQuerySet:
        return self.filter(ended_at__isnull=True)


class Pause(models.Model):
    """Staff held back one letter, or all of them when there is none."""

    letter = models.ForeignKey(Letter, models.CASCADE, null=True, blank=True, related_name="pauses")
    all_of_them = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter"], condition=Q(ended_at__isnull=True), name="one_pause_a_letter"),
            models.UniqueConstraint(
                fields=["all_of_them"],
                condition=Q(ended_at__isnull=True, all_of_them=True),
                name="one_pause_of_all",
            ),
            models.CheckConstraint(
                condition=Q(letter__isnull=True, all_of_them=True) | Q(letter__isnull=False, all_of_them=False),
                name="pause_of_one_or_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter or 'all letters'} held by {self.by}"


class Outage(models.Model):
    """The mail server could not be reached. Letters lose no try by it; one row from the first failure to the next answer."""

    started_at = models.DateTimeField()
    tried_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    next_at = models.DateTimeField()
    problem = models.CharField(max_length=300)
    ended_at = models.DateTimeField(null=True, blank=True)
    only = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only"], condition=Q(ended_at__isnull=True), name="one_outage_at_a_time")
        ]

    def __str__(self) -> str:
        return f"since {self.started_at:%Y-%m-%d %H:%M}: {self.problem}"
