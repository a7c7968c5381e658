"""Who waits for a seat, in which order, and what they were offered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from collective.gather.gatherings.models.gathering import Gathering
from collective.gather.gatherings.models.lists import ImportBatch
from collective.gather.gatherings.models.signing_up import Pool
from collective.ground.lib import ids
from collective.join.people.models import Member, Person, is_organiser


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def visible_to(self, viewer: object) -> WaitingQuerySet:
        if is_organiser(viewer):
            return self
        return self.filter(person__member=viewer) if isinstance(viewer, Member) else self.none()

    def with_token(self, token: str) -> WaitingQuerySet:
        """The one place in the queue that this private link opens."""
        return self.filter(token=token)

    def standing(self) -> WaitingQuerySet:
        """Still waiting, in the fair order: who came first is first."""
        return self.filter(end__isnull=True).order_by("made_at", "pk")


class Waiting(models.Model):
    """A person waits for a seat. Who left the list and comes back goes to its end: `made_at` is then new."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="waiting")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="waiting")
    made_at = models.DateTimeField()
    pool = models.ForeignKey(Pool, null=True, blank=True, on_delete=models.SET_NULL, related_name="waiting")
    not_after = models.DateTimeField(null=True, blank=True)  # no offer later than this, as the person asked
    way = models.CharField(max_length=8, choices=[("room", "In the room"), ("online", "Online")], blank=True)
    token = models.CharField(max_length=40, unique=True, default=ids.new_token)
    # The list that they came in, where they did not put themselves here; and whether we hold them because of it.
    batch = models.ForeignKey(ImportBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="waiting")
    made_person = models.BooleanField(default=False)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="one_place_in_the_queue_each")]
        indexes = [models.Index(fields=["gathering", "made_at"], name="waiting_in_order")]


class Offer(models.Model):
    """A seat is kept for somebody who waits, until `expires_at`. `seat` is empty once the offer has ended, for whatever reason.

    The gathering is the waiting's; it stands here so that the database can refuse one seat to two people.
    """

    waiting = models.ForeignKey(Waiting, on_delete=models.CASCADE, related_name="offers")
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="offers")
    pool = models.ForeignKey(Pool, null=True, blank=True, on_delete=models.RESTRICT, related_name="offers")
    seat = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["waiting"], condition=Q(seat__isnull=False), name="one_open_offer_to_each_who_waits"
            ),
            models.UniqueConstraint(
                fields=["gathering", "seat"],
                condition=Q(pool__isnull=True, seat__isnull=False),
                name="one_open_offer_of_an_open_seat",
            ),
            models.UniqueConstraint(
                fields=["pool", "seat"],
                condition=Q(pool__isnull=False, seat__isnull=False),
                name="one_open_offer_of_a_seat_of_a_pool",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("at")), name="offer_lives_a_while"),
            models.CheckConstraint(condition=Q(seat__isnull=True) | Q(seat__gte=1), name="offered_seats_from_one"),
        ]


class OfferEnd(models.Model):
    """An offer is over, and why."""

    HOW = [("taken", "Taken"), ("declined", "Declined"), ("expired", "Expired"), ("withdrawn", "Withdrawn")]

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="end")
    at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=HOW)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["taken", "declined", "expired", "withdrawn"]), name="offer_end_known"
            )
        ]


class Skip(models.Model):
    """A free seat was not offered to somebody who waits, and why not: `reason` is for them to read, `staff` for organisers."""

    waiting = models.ForeignKey(Waiting, on_delete=models.CASCADE, related_name="skips")
    at = models.DateTimeField()
    code = models.CharField(max_length=16, default="")
    reason = models.CharField(max_length=400)
    staff = models.CharField(max_length=400, default="")

    class Meta:
        indexes = [models.Index(fields=["waiting", "at"], name="skip_latest")]


class WaitingEnd(models.Model):
    """Somebody no longer waits, and why."""

    HOW = [("seated", "Has a seat"), ("left", "Left the list"), ("closed", "The list was closed")]

    waiting = models.OneToOneField(Waiting, on_delete=models.CASCADE, related_name="end")
    at = models.DateTimeField()
    how = models.CharField(max_length=8, choices=HOW)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(how__in=["seated", "left", "closed"]), name="waiting_end_known")
        ]
