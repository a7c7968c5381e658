"""What the page of a gathering shows beside its facts: a picture, what happened, what to read afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from collective.gather.gatherings.models.gathering import Gathering
from collective.join.people.models import Member


class Card(models.Model):
    """The picture of a gathering, re-encoded and small, kept in the database so that a backup holds it."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="card")
    media_type = models.CharField(max_length=20)
    data = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(alt=""), name="card_says_what_it_shows")]


class Account(models.Model):
    """What happened: told afterwards, to whoever may see the gathering."""

    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="account")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="account_says_something")]


class Material(models.Model):
    """Slides, notes or a recording: a link, or a small file kept in the database so that a backup holds it."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=160)
    url = models.URLField(max_length=500, blank=True)
    filename = models.CharField(max_length=160, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    data = models.BinaryField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(url="", data__isnull=False) | (~Q(url="") & Q(data__isnull=True)),
                name="material_is_a_link_or_a_file",
            )
        ]
