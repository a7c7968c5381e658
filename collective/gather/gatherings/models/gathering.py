"""A gathering: its time, its place, who may see it, and whether it takes place."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from collective.gather.diary.models import Entry
from collective.ground.lib import ids
from collective.join.people.models import Member, is_organiser

if TYPE_CHECKING:
    from datetime import datetime

WAYS = [("room", "In the room"), ("online", "Online"), ("both", "Both")]
KINDS = [
    ("workshop", "Workshop"),
    ("circle", "Circle meeting"),
    ("talk", "Talk"),
    ("office_hour", "Office hour"),
]
PUBLIC, MEMBERS, LINK = "public", "members", "link"
AUDIENCES = [(PUBLIC, "Everybody"), (MEMBERS, "Members"), (LINK, "Who has the link")]
WALL_LENGTH = 24


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, viewer: object) -> SeriesQuerySet:
        """A series is as public as one of its gatherings is."""
        seen = Gathering.objects.visible_to(viewer).filter(series=OuterRef("pk"))
        return self if is_organiser(viewer) else self.filter(models.Exists(seen))


class Series(models.Model):
    """Gatherings that belong together: the same circle each month, an office hour each week."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=KINDS, default="workshop")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind for kind, _ in KINDS]), name="series_kind_known")
        ]

    def __str__(self) -> str:
        return self.title


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def visible_to(self, viewer: object, key: str = "", invited: str = "") -> GatheringQuerySet:
        """What is in the diary of this viewer; an organiser sees all, a host what they host, who has a seat what they sit in.

        `key` is what the link of a gathering that is open by link only carries; `invited` is what the letter carries in which
        somebody was asked along.
        """
        if is_organiser(viewer):
            return self
        seen = Q(listing__isnull=False, audience=PUBLIC)
        if key:
            seen |= Q(listing__isnull=False, audience=LINK, key=key)
        if invited:
            asked = apps.get_model("gatherings", "Invite").objects.filter(token=invited).values("gathering")
            seen |= Q(listing__isnull=False, pk__in=asked)
        if isinstance(viewer, Member) and viewer.is_active:
            own = apps.get_model("gatherings", "SignUp").objects.filter(person=viewer.person_id).values("gathering")
            hosted = Host.objects.filter(member=viewer).values("gathering")
            seen |= Q(listing__isnull=False, audience=MEMBERS) | Q(pk__in=own) | Q(pk__in=hosted)
        return self.filter(seen)

    def public(self) -> GatheringQuerySet:
        """What everybody may see: shown, and meant for everybody."""
        return self.filter(listing__isnull=False, audience=PUBLIC)

    def editable_by(self, viewer: object) -> GatheringQuerySet:
        return self if is_organiser(viewer) else self.none()

    def upcoming(self, now: datetime) -> GatheringQuerySet:
        return self.filter(ends_at__gte=now, cancellation__isnull=True).order_by("starts_at", "pk")

    def past(self, now: datetime) -> GatheringQuerySet:
        return self.filter(ends_at__lt=now).order_by("-starts_at", "-pk")

    def with_taken(self) -> GatheringQuerySet:
        """Each with `taken`, how many mean to come: counted from rows, for a whole list in one query."""
        sign_ups = apps.get_model("gatherings", "SignUp").objects
        coming = sign_ups.filter(gathering=OuterRef("pk"), seat__isnull=False).order_by()
        counted = coming.values("gathering").annotate(people=Count("pk")).values("people")
        return self.annotate(taken=Coalesce(Subquery(counted), 0))


class Gathering(models.Model):
    """A time, a place or link, seats, and a reason to come.

    The truth about the time is `wall_start` and `wall_end`, what the clock on the wall says in `zone`, as "2026-12-03T12:30".
    Where the clocks go back and the hour comes twice, the offset stands behind it: "2026-10-25T01:30+01:00". `starts_at` and
    `ends_at` are worked out from these, for the queries.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    topic = models.TextField(blank=True)
    kind = models.CharField(max_length=12, choices=KINDS, default="workshop")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="gatherings")

    zone = models.CharField(max_length=64)
    wall_start = models.CharField(max_length=WALL_LENGTH)
    wall_end = models.CharField(max_length=WALL_LENGTH)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(db_index=True)

    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="gathering")

    way = models.CharField(max_length=8, choices=WAYS, default="online")
    place = models.CharField(max_length=160, blank=True)
    hides_place = models.BooleanField(default=False)  # from who has no seat
    link = models.URLField(blank=True)
    # Minutes before the start from which who comes sees the link; empty: from the sign-up on.
    link_from = models.PositiveIntegerField(null=True, blank=True)
    access_notes = models.TextField(blank=True)
    audience = models.CharField(max_length=8, choices=AUDIENCES, default=PUBLIC)
    key = models.CharField(max_length=40, default=ids.new_token)

    # All the seats there are, those of the pools among them; empty for as many as like.
    seats = models.PositiveIntegerField(null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(default=24)
    offers_stop_hours = models.PositiveSmallIntegerField(default=3)  # before the start
    quiet_from = models.TimeField(default=time(21, 0))  # on the clock of the gathering's zone
    quiet_to = models.TimeField(default=time(8, 0))
    offers_by_hand = models.BooleanField(default=False)  # no seat is offered by itself
    asks_still_coming = models.BooleanField(default=True)

    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = GatheringQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(kind__in=[kind for kind, _ in KINDS]), name="gathering_kind_known"),
            models.CheckConstraint(
                condition=Q(audience__in=[audience for audience, _ in AUDIENCES]), name="gathering_audience_known"
            ),
            models.CheckConstraint(
                condition=~Q(wall_start="") & ~Q(wall_end="") & ~Q(zone=""), name="gathering_has_a_time_on_a_wall"
            ),
            models.CheckConstraint(condition=Q(offer_hours__gte=1), name="gathering_offers_live_an_hour"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def public_place(self) -> str:
        """The place, as far as somebody without a seat may know it."""
        return "" if self.hides_place else self.place

    @property
    def clock_of(self) -> str:
        """The town whose clock it goes by, where that is not the community's own."""
        return "" if self.zone == settings.TIME_ZONE else self.zone.rpartition("/")[2].replace("_", " ")

    @property
    def questions_to_talk_about(self) -> list[str]:
        return [line.strip(" -*") for line in self.topic.splitlines() if line.strip(" -*")]

    @property
    def is_listed(self) -> bool:
        return hasattr(self, "listing")

    @property
    def is_cancelled(self) -> bool:
        return hasattr(self, "cancellation")


class Listing(models.Model):
    """The gathering is published to its audience, since when and by whom. Without one it is a draft."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="listing")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class Cancellation(models.Model):
    """The gathering does not take place; `reason` is what people are told."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="cancellation")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when everybody concerned had been told


class Move(models.Model):
    """The gathering was moved to another time or place: what it was before, since when and by whom."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="moves")
    was_zone = models.CharField(max_length=64)
    was_wall_start = models.CharField(max_length=WALL_LENGTH)
    was_wall_end = models.CharField(max_length=WALL_LENGTH)
    was_starts_at = models.DateTimeField()
    was_place = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)  # when everybody concerned had been told

    class Meta:
        indexes = [models.Index(fields=["gathering", "at"], name="move_latest")]


class Host(models.Model):
    """A member who hosts the gathering, and is named on its page."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="hosts")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="hosting")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "member"], name="one_host_each")]
