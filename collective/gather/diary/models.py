"""What stands in the diary, who is asked to it, the feeds of it, and when people are free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from collective.ground.lib import ids
from collective.join.people.models import Member, Person

if TYPE_CHECKING:
    from datetime import datetime

CONFIRMED, CANCELLED = "confirmed", "cancelled"
EVERYBODY, MEMBERS, INVITED = "public", "members", "invited"
NEEDS_ACTION, ACCEPTED, DECLINED, TENTATIVE = "needs-action", "accepted", "declined", "tentative"
ANSWERS = [
    (NEEDS_ACTION, "Has not answered"),
    (ACCEPTED, "Is coming"),
    (DECLINED, "Cannot come"),
    (TENTATIVE, "May come"),
]
COMING, HOSTING = "coming", "hosting"
BY_MAIL, BY_PAGE = "mail", "page"
HALF_HOURS = 48


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, viewer: object) -> EntryQuerySet:
        """Everybody sees what is public; a member what is for members too; each sees what they are asked to."""
        if not isinstance(viewer, Member) or not viewer.is_active:
            return self.public()
        asked = Invitation.objects.standing().filter(person__member=viewer).values("entry")
        return self.filter(Q(audience__in=[EVERYBODY, MEMBERS]) | Q(pk__in=asked))

    def public(self) -> EntryQuerySet:
        return self.filter(audience=EVERYBODY)

    def to_come(self, now: datetime) -> EntryQuerySet:
        return self.filter(ends_at__gte=now, status=CONFIRMED)


class Entry(models.Model):
    """One time in the diary. The wall times and the zone are the truth; the moments follow from them.

    `uid` and the organiser are fixed at birth: calendars know an entry by the one and take changes only from the other.
    `sequence` rises when time, place or status change, and never falls.
    """

    uid = models.CharField(max_length=160, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    zone = models.CharField(max_length=64)
    wall_start = models.CharField(max_length=24)
    wall_end = models.CharField(max_length=24)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    summary = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    location = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)
    audience = models.CharField(
        max_length=8, choices=[(one, one) for one in (EVERYBODY, MEMBERS, INVITED)], default=INVITED
    )
    status = models.CharField(max_length=10, choices=[(one, one) for one in (CONFIRMED, CANCELLED)], default=CONFIRMED)
    organiser_name = models.CharField(max_length=120)
    organiser_address = models.EmailField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["audience", "starts_at"], name="entries_in_order")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="entry_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(status__in=[CONFIRMED, CANCELLED]), name="entry_has_a_known_status"),
            models.CheckConstraint(
                condition=Q(audience__in=[EVERYBODY, MEMBERS, INVITED]), name="entry_has_a_known_audience"
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def is_cancelled(self) -> bool:
        return self.status == CANCELLED


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, viewer: object) -> InvitationQuerySet:
        """Each sees their own. Who else is asked is for the app that made the entry to show."""
        return self.filter(person__member=viewer) if isinstance(viewer, Member) and viewer.is_active else self.none()

    def with_token(self, token: str) -> InvitationQuerySet:
        return self.filter(token=token)

    def standing(self) -> InvitationQuerySet:
        return self.filter(ended_at__isnull=True)

    def behind(self) -> InvitationQuerySet:
        """Those whose calendar does not know yet how things stand: what changed, or was called off, after their last file."""
        stands = Q(ended_at__isnull=True, entry__status=CONFIRMED, role=COMING)
        now_at = F("entry__sequence") + F("turns")
        unknown = Q(sequence_sent__isnull=True) | Q(sequence_sent__lt=now_at) | Q(cancel_sent=True)
        left_over = Q(sequence_sent__isnull=False, cancel_sent=False)
        return self.exclude(address="").filter((stands & unknown) | (~stands & left_over))

    def current(self, now: datetime) -> InvitationQuerySet:
        """Those to something that is still to come, in order."""
        coming = self.standing().filter(entry__ends_at__gte=now)
        return coming.select_related("entry").order_by("entry__starts_at", "pk")


class Invitation(models.Model):
    """One person is asked to one entry, or hosts it. `token` is the private link by which they answer.

    `uid` is what their calendar knows it by, fixed at birth and nobody else's: a letter can be forged, so that whoever
    answers by mail has to know it, and no calendar company can lay two people's copies together.
    `turns` counts how often this person was taken off and asked again, so that what their calendar gets always rises.
    `sequence_sent` is the last that went to them, with `cancel_sent` when that was a CANCEL.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="diary_invitations")
    address = models.EmailField(blank=True)
    role = models.CharField(max_length=8, choices=[(COMING, "Comes"), (HOSTING, "Hosts")], default=COMING)
    url = models.URLField(max_length=500, blank=True)
    uid = models.CharField(max_length=160, unique=True, editable=False)
    token = models.CharField(max_length=40, unique=True, default=ids.new_token, editable=False)
    state = models.CharField(max_length=12, choices=ANSWERS, default=NEEDS_ACTION)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=4, blank=True, choices=[(BY_MAIL, "By mail"), (BY_PAGE, "On the page")])
    turns = models.PositiveIntegerField(default=0)
    sequence_sent = models.PositiveIntegerField(null=True, blank=True)
    cancel_sent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "person"], name="one_invitation_per_person"),
            models.CheckConstraint(
                condition=Q(state__in=[key for key, _words in ANSWERS]), name="invitation_has_a_known_answer"
            ),
            models.CheckConstraint(condition=Q(role__in=[COMING, HOSTING]), name="invitation_has_a_known_role"),
            models.CheckConstraint(
                condition=Q(sequence_sent__isnull=False) | Q(cancel_sent=False), name="only_what_was_sent_is_cancelled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.entry}"

    @property
    def stands(self) -> bool:
        """Whether this person is asked, and to something that takes place."""
        return self.ended_at is None and self.entry.status == CONFIRMED

    @property
    def sequence(self) -> int:
        """The SEQUENCE that this person's calendar gets now."""
        return self.entry.sequence + self.turns


class FeedTokenQuerySet(models.QuerySet["FeedToken"]):
    def visible_to(self, viewer: object) -> FeedTokenQuerySet:
        return self.filter(person__member=viewer) if isinstance(viewer, Member) and viewer.is_active else self.none()

    def with_token(self, token: str) -> FeedTokenQuerySet:
        return self.standing().filter(token=token)

    def standing(self) -> FeedTokenQuerySet:
        return self.filter(revoked_at__isnull=True)


class FeedToken(models.Model):
    """The secret in the address of one person's calendar feed. Whoever has it reads the feed, until it is revoked."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feed_tokens")
    token = models.CharField(max_length=40, unique=True, default=ids.new_token, editable=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_standing_feed_per_person"
            ),
        ]


class DiaryKeyQuerySet(models.QuerySet["DiaryKey"]):
    def with_token(self, token: str) -> DiaryKeyQuerySet:
        return self.filter(token=token)


class DiaryKey(models.Model):
    """A guest's private link to their own diary page. Not the feed's: who reads the feed may not change it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="diary_key")
    token = models.CharField(max_length=40, unique=True, default=ids.new_token, editable=False)
    made_at = models.DateTimeField()

    objects = DiaryKeyQuerySet.as_manager()


class AvailabilityQuerySet(models.QuerySet["Availability"]):
    def visible_to(self, viewer: object) -> AvailabilityQuerySet:
        """Nobody sees anybody's free hours; what comes out of them is a time."""
        return self.filter(person__member=viewer) if isinstance(viewer, Member) and viewer.is_active else self.none()


class Availability(models.Model):
    """That somebody has said when they are free, and on the clock of which zone."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="availability")
    zone = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    objects = AvailabilityQuerySet.as_manager()


def _within_a_day(name: str) -> list[models.CheckConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(first__gte=0, last__gt=F("first"), last__lte=HALF_HOURS), name=f"{name}_is_within_a_day"
        )
    ]


class FreeTime(models.Model):
    """Free every week on this day (0 is Monday), from the half-hour `first` up to, not with, `last`: 24 to 26 is 12:00 to 13:00."""

    availability = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="weekly")
    weekday = models.PositiveSmallIntegerField()
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "first"]
        constraints = [
            *_within_a_day("free_time"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="free_time_has_a_weekday"),
            models.UniqueConstraint(fields=["availability", "weekday", "first"], name="free_time_once"),
        ]


class FreeException(models.Model):
    """On this one day, free or not free between these half-hours, whatever the week says."""

    availability = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="exceptions")
    day = models.DateField()
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()
    free = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "first", "pk"]
        constraints = _within_a_day("free_exception")


class ZoneData(models.Model):
    """Which time zone data the moments were last worked out with."""

    version = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()
