"""Gatherings, who signed up, who came, and the files that lists came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from collective.ground.lib import ids
from collective.join.people.models import Member, Person, is_organiser

if TYPE_CHECKING:
    from datetime import datetime

IN_ROOM, ONLINE = "room", "online"
WAYS = [(IN_ROOM, "In the room"), (ONLINE, "Online")]


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def visible_to(self, viewer: object) -> GatheringQuerySet:
        """Everybody sees what is in the diary; an organiser sees all."""
        return self if is_organiser(viewer) else self.public()

    def public(self) -> GatheringQuerySet:
        return self.filter(listing__isnull=False)

    def editable_by(self, viewer: object) -> GatheringQuerySet:
        return self if is_organiser(viewer) else self.none()

    def upcoming(self, now: datetime) -> GatheringQuerySet:
        return self.filter(ends_at__gte=now, cancellation__isnull=True).order_by("starts_at", "pk")

    def past(self, now: datetime) -> GatheringQuerySet:
        return self.filter(ends_at__lt=now).order_by("-starts_at", "-pk")

    def with_taken(self) -> GatheringQuerySet:
        """Each with `taken`, how many mean to come: counted from rows, for a whole list in one query."""
        coming = SignUp.objects.filter(gathering=OuterRef("pk"), leaving__isnull=True).order_by()
        counted = coming.values("gathering").annotate(people=Count("pk")).values("people")
        return self.annotate(taken=Coalesce(Subquery(counted), 0))


class Gathering(models.Model):
    """A time, a place or link, seats, and a reason to come."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    way = models.CharField(max_length=8, choices=[*WAYS, ("both", "Both")], default=ONLINE)
    link = models.URLField(blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = GatheringQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_listed(self) -> bool:
        return hasattr(self, "listing")

    @property
    def is_cancelled(self) -> bool:
        return hasattr(self, "cancellation")


class Listing(models.Model):
    """The gathering is shown to everybody, since when and by whom."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="listing")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class Cancellation(models.Model):
    """The gathering does not take place."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="cancellation")
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class ImportBatch(models.Model):
    """A file of sign-ups: uploaded, looked at, taken in or thrown away. Its rows are kept only until then."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="imports")
    filename = models.CharField(max_length=160)
    shape = models.CharField(max_length=40)
    headers = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False), name="undone_after_applied"
            )
        ]


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def visible_to(self, viewer: object) -> SignUpQuerySet:
        if is_organiser(viewer):
            return self
        return self.filter(person__member=viewer) if isinstance(viewer, Member) else self.none()

    def with_token(self, token: str) -> SignUpQuerySet:
        """The one seat that this private link opens."""
        return self.filter(token=token)

    def coming(self) -> SignUpQuerySet:
        return self.filter(leaving__isnull=True)


class SignUp(models.Model):
    """A person means to come. The token is their private link: to the room, and to change their mind."""

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

    objects = SignUpQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="one_sign_up_each")]

    @property
    def has_left(self) -> bool:
        return hasattr(self, "leaving")


class Leaving(models.Model):
    """Somebody who signed up said they cannot come."""

    sign_up = models.OneToOneField(SignUp, on_delete=models.CASCADE, related_name="leaving")
    at = models.DateTimeField()


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, viewer: object) -> CheckInQuerySet:
        if is_organiser(viewer):
            return self
        return self.filter(person__member=viewer) if isinstance(viewer, Member) else self.none()


class CheckIn(models.Model):
    """A person is here. Joining the room makes one; so does the organiser's tick on the list."""

    HOW = [("room", "Joined the room"), ("hand", "Marked by the organiser"), ("paper", "From the paper list")]

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="check_ins")
    at = models.DateTimeField()
    how = models.CharField(max_length=8, choices=HOW)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gathering", "person"], name="one_check_in_each")]
