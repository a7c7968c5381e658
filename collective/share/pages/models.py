"""What an organiser has made public of a gathering: a snapshot for each time, so that nothing public changes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from collective.gather.gatherings.models import Gathering
from collective.join.people.models import Member, is_organiser
from collective.share.pages.core.result import Safe

if TYPE_CHECKING:
    from datetime import datetime


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, viewer: object) -> PublicationQuerySet:
        """Everybody sees the one that stands; an organiser sees every version."""
        return self if is_organiser(viewer) else self.public()

    def public(self) -> PublicationQuerySet:
        return self.filter(replaced_at__isnull=True, withdrawn_at__isnull=True)

    def newest_first(self) -> PublicationQuerySet:
        return self.select_related("gathering__listing").order_by("-published_at", "-pk")


class Publication(models.Model):
    """One version of a gathering's public result. A later one replaces it; withdrawing ends it.

    `result` is what `core.result.Safe.as_dict` gives: protected figures only. `cards` are {"card": key of the card, "kind",
    "text", "confirmed"}; `approved` are the words said once that somebody read; `words` the organiser's own, in Markdown.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="publications")
    version = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    result = models.JSONField()
    cards = models.JSONField(default=list, blank=True)
    approved = models.JSONField(default=list, blank=True)
    words = models.TextField(blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "version"], name="versions_are_numbered_once"),
            models.UniqueConstraint(
                fields=["gathering"],
                condition=Q(replaced_at__isnull=True, withdrawn_at__isnull=True),
                name="one_standing_publication",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gathering.title}, version {self.version}"

    @property
    def safe(self) -> Safe:
        """The protected figures, checked once more as they are read."""
        return Safe.from_dict(self.result)

    @property
    def stands(self) -> bool:
        return self.replaced_at is None and self.withdrawn_at is None

    def replace(self, now: datetime) -> None:
        """A newer version takes its place."""
        self.replaced_at = now
        self.save(update_fields=["replaced_at"])
