"""This community's own name, words and colour. One row at most; without it the defaults below speak."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q


@dataclass(frozen=True)
class Defaults:
    """What a fresh installation says about itself."""

    name: str = "The Data Collective"
    promise: str = "Sit down with three people who do data in charities, and one good question."
    lede: str = "An hour in the diary, four at a table. What you say becomes answers that anybody can trace back to the evidence."
    question: str = "Which number did you stop reporting, and did anybody notice?"
    host: str = "a small charity on its own server"
    contact: str = ""
    cloth: str = ""


class Community(models.Model):
    """The words of this deployment. `cloth` is the inviting field's colour, as #rrggbb; empty keeps marigold."""

    only = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    name = models.CharField(max_length=60)
    promise = models.CharField(max_length=120)
    lede = models.CharField(max_length=240)
    question = models.CharField(max_length=160, blank=True)
    host = models.CharField(max_length=120, blank=True)
    contact = models.EmailField(blank=True)
    cloth = models.CharField(max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")])

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=1), name="one_community")]

    def __str__(self) -> str:
        return self.name


def present() -> Community | Defaults:
    """The community as it describes itself now."""
    return Community.objects.first() or Defaults()
