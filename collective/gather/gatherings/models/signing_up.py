"""Who means to come, on which seat, and who said that they cannot."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from collective.gather.gatherings.models.gathering import Gathering
from collective.gather.gatherings.models.lists import ImportBatch
from collective.ground.lib import ids
from collective.join.people.models import Member, Person, is_organiser

IN_ROOM, ONLINE = "room", "online"
WAYS = [(IN_ROOM, "In the room"), (ONLINE, "Online")]


class Pool(models.Model):
    """Seats of a gathering that are kept for some: for small organisations, or for whom the organiser says.

    They are part of the gathering's seats. After `held_until` whoever comes may have what is left of them; without it,
    they are kept to the end.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="pools")
    name = models.CharField(max_length=80)
    seats = models.PositiveIntegerField()
    small_only = models.BooleanField(default=False)
    held_until = models.DateTimeField(null=True, blank=True)
    # For those who come this way only; empty for both. Room and online are kept apart where the gathering has both.
    way = models.CharField(max_length=8, choices=WAYS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "name"], name="one_pool_of_a_name"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="pool_has_a_seat"),
        ]

    def __str__(self) -> str:
        return self.name


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def visible_to(self, viewer: object) -> SignUpQuerySet:
        if is_organiser(viewer):
            return self
        return self.filter(person__member=viewer) if isinstance(viewer, Member) else self.none()

    def with_token(self, token: str) -> SignUpQuerySet:
        """The one seat that this private link opens."""
        return self.filter(token=token)

    def coming(self) -> SignUpQuerySet:
        """Those who hold a seat: signed up, and have not said that they cannot come."""
        return self.filter(seat__isnull=False)


class SignUp(models.Model):
    """A person means to come. The token is their private link: to the room, and to change their mind.

    `seat` is a number from 1, among the open seats (no pool) or those of the pool that it is in. The database gives no number
    to two people. Who has left holds none.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ups")
    made_at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=[("form", "Form"), ("file", "File"), ("hand", "By hand")])
    batch = models.ForeignKey(ImportBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="sign_ups")
    made_person = models.BooleanField(default=False)
    facilitating = models.BooleanField(default=False)
    way = models.CharField(max_length=8, choices=WAYS, blank=True)
    note = models.CharField(max_length=300, blank=True)
    token = models.CharField(max_length=40, unique=True, default=ids.new_token)
    pool = models.ForeignKey(Pool, null=True, blank=True, on_delete=models.RESTRICT, related_name="sign_ups")
    seat = models.PositiveIntegerField(null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="one_sign_up_each"),
            models.UniqueConstraint(
                fields=["gathering", "seat"],
                condition=Q(pool__isnull=True, seat__isnull=False),
                name="one_person_to_an_open_seat",
            ),
            models.UniqueConstraint(
                fields=["pool", "seat"],
                condition=Q(pool__isnull=False, seat__isnull=False),
                name="one_person_to_a_seat_of_a_pool",
            ),
            models.CheckConstraint(condition=Q(seat__isnull=True) | Q(seat__gte=1), name="seats_count_from_one"),
        ]

    @property
    def has_left(self) -> bool:
        return hasattr(self, "leaving")


class Leaving(models.Model):
    """Somebody who signed up said they cannot come."""

    sign_up = models.OneToOneField(SignUp, on_delete=models.CASCADE, related_name="leaving")
    at = models.DateTimeField()


class StillComing(models.Model):
    """We asked somebody with a seat whether they are still coming. One question for each time the gathering has had."""

    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="asked")
    asked_at = models.DateTimeField()
    about_start = (
        models.DateTimeField()
    )  # when it was going to start as we asked: after a move the question is a new one

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sign_up", "about_start"], name="asked_once_for_each_time")]


class Confirmed(models.Model):
    """Somebody said: yes, still coming."""

    sign_up = models.OneToOneField(SignUp, on_delete=models.CASCADE, related_name="confirmed")
    at = models.DateTimeField()
