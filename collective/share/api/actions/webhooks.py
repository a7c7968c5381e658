"""Addresses to call: set up, tried, ended, and sent something again by hand."""

from __future__ import annotations

import ipaddress
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from collective.ground.lib.errors import Refused
from collective.share.api.core import guard, signing
from collective.share.api.models import KINDS, Delivery, Notice, Webhook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from collective.join.people.models import Member

AT_MOST = 10
PING = "ping"


class BadWebhook(Refused):
    """It cannot be set up like this."""

    status = 400


def allowed() -> list[guard.Network]:
    """Inner networks that the operator lets us call."""
    return [ipaddress.ip_network(each, strict=False) for each in settings.WEBHOOK_NETWORKS]


@transaction.atomic
def set_up(*, url: str, kinds: Iterable[str], now: datetime, by: Member) -> Webhook:
    """An address that is called from now on. What its name leads to is looked at again at each call.

    Raises `BadTarget` and `BadWebhook`.
    """
    url = url.strip()
    where = guard.target(url)
    if not where.secure and not allowed():
        raise BadWebhook(
            "Begin the address with https://. Without it anybody on the way reads and changes what we send."
        )
    wanted = [kind for kind in KINDS if kind in set(kinds)]
    if not wanted:
        raise BadWebhook("Tick at least one thing to be told of.")
    if Webhook.objects.filter(ended_at__isnull=True).count() >= AT_MOST:
        raise BadWebhook(f"There are {AT_MOST} webhooks already. End one that is not needed any more.")
    made = Webhook.objects.create(url=url, kinds=wanted, secret=signing.new_secret(), made_at=now, made_by=by)
    ping(webhook=made, now=now)
    return made


def ping(*, webhook: Webhook, now: datetime) -> Delivery:
    """Send something harmless, to see whether it arrives."""
    identity = f"msg_{uuid.uuid4().hex}"
    notice = Notice.objects.create(key=f"ping:{identity}", identity=identity, kind=PING, facts={}, at=now)
    return Delivery.objects.create(webhook=webhook, notice=notice, due_at=now)


def end(*, webhook: Webhook, now: datetime) -> None:
    """Call it no more. What waits for it is given up; the log stays."""
    Webhook.objects.filter(pk=webhook.pk, ended_at__isnull=True).update(ended_at=now)
    open_ones = Delivery.objects.filter(webhook=webhook, delivered_at__isnull=True, given_up_at__isnull=True)
    open_ones.update(given_up_at=now)


def switch_on(*, webhook: Webhook, now: datetime) -> None:
    """It was switched off because it failed for days, and is mended now."""
    Webhook.objects.filter(pk=webhook.pk, ended_at__isnull=True).update(switched_off_at=None, failing_since=None)


def replay(*, delivery: Delivery, now: datetime) -> None:
    """Send the same notice again, delivered or not: same identity, so that the receiver can tell. Raises `BadWebhook`."""
    if not Webhook.objects.on().filter(pk=delivery.webhook_id).exists():
        raise BadWebhook("This webhook is off. Switch it on first.")
    Delivery.objects.filter(pk=delivery.pk).update(
        due_at=now, tries=0, delivered_at=None, given_up_at=None, claimed_until=None
    )
