"""The log of a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collective.share.api.models import Delivery

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from collective.share.api.models import Webhook

A_LOG = 100


def deliveries(webhook: Webhook) -> QuerySet[Delivery]:
    return Delivery.objects.filter(webhook=webhook)


def log_of(webhook: Webhook) -> list[Delivery]:
    """The latest deliveries with every call that was made for them."""
    found = deliveries(webhook).select_related("notice").prefetch_related("attempts")
    return list(found.order_by("-notice__at", "-pk")[:A_LOG])
