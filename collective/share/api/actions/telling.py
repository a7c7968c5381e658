"""Telling the outside what happened: found from the rows themselves, told by kind and number, at each tick.

Nothing hangs on a signal that a crash could swallow: each look goes back further than the one before reached, and a row
that was found already is found by its key. A notice may arrive twice (its identity stays the same) and out of order.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Q

from collective.gather.gatherings.models import Cancellation, CheckIn, Leaving, Listing, Move, SignUp
from collective.ground.outbox import actions as outbox
from collective.share.api.actions import calling, webhooks
from collective.share.api.core import guard, retries, signing
from collective.share.api.models import Attempt, Delivery, Notice, Sweep, Webhook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=15)  # longer than any transaction of ours stays open
CLAIM = timedelta(minutes=2)
KEPT_FOR = timedelta(days=30)
AT_ONCE, SECONDS = 200, 10.0  # deliveries, and seconds that they may take, in one tick
GONE = 410


def run(now: datetime) -> None:
    """The tick's part. Twice is harmless, and two at once."""
    if not Webhook.objects.on().exists():
        return
    announce(now)
    deliver(now)
    old = Notice.objects.filter(at__lt=now - KEPT_FOR).values_list("pk", flat=True)[:500]
    if numbers := list(old):
        Notice.objects.filter(pk__in=numbers).delete()


def announce(now: datetime) -> None:
    """Make a notice of everything new, and a delivery of it for everybody who wants to know of it."""
    since = _since(now)
    found = [
        Notice(key=f"{kind}:{pk}", identity=f"msg_{uuid.uuid4().hex}", kind=kind, facts=facts, at=at)
        for kind, pk, at, facts in _happened(since)
    ]
    known = set(Notice.objects.filter(key__in=[each.key for each in found]).values_list("key", flat=True))
    Notice.objects.bulk_create([each for each in found if each.key not in known], ignore_conflicts=True, batch_size=500)
    for webhook in Webhook.objects.on():
        _address(webhook, max(since, webhook.made_at), now)
    Sweep.objects.update_or_create(only=1, defaults={"at": now})


def _since(now: datetime) -> datetime:
    last = Sweep.objects.filter(only=1).values_list("at", flat=True).first() or now
    return min(last, now) - OVERLAP


def _happened(since: datetime) -> Iterator[tuple[str, int, datetime, dict[str, Any]]]:
    """(kind, number of the row, when, what is told): numbers and addresses of ours, nobody's name."""
    for kind, rows in (
        ("gathering.published", Listing.objects),
        ("gathering.moved", Move.objects),
        ("gathering.cancelled", Cancellation.objects),
        ("check_in.made", CheckIn.objects),
    ):
        for pk, at, slug in rows.filter(at__gte=since).values_list("pk", "at", "gathering__slug"):
            yield kind, pk, at, {"gathering": slug}
    signed_up = SignUp.objects.filter(made_at__gte=since).exclude(source="file")
    for pk, at, slug in signed_up.values_list("pk", "made_at", "gathering__slug"):
        yield "sign_up.made", pk, at, {"gathering": slug, "sign_up": pk}
    left = Leaving.objects.filter(at__gte=since)
    for pk, at, sign_up, slug in left.values_list("pk", "at", "sign_up", "sign_up__gathering__slug"):
        yield "sign_up.left", pk, at, {"gathering": slug, "sign_up": sign_up}


def _address(webhook: Webhook, since: datetime, now: datetime) -> None:
    wanted = Notice.objects.filter(kind__in=webhook.kinds, at__gte=since).exclude(deliveries__webhook=webhook)
    new = [Delivery(webhook=webhook, notice=notice, due_at=now) for notice in wanted]
    Delivery.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)


def deliver(now: datetime) -> int:
    """Call everybody who is due, each delivery claimed first. Who fails is left alone for the rest of this tick, so that one
    dead receiver does not hold up the others. Answers how many arrived."""
    open_ones = Delivery.objects.filter(delivered_at__isnull=True, given_up_at__isnull=True, due_at__lte=now)
    working = open_ones.filter(webhook__ended_at__isnull=True, webhook__switched_off_at__isnull=True)
    started, arrived, failing = time.monotonic(), 0, set()
    for pk, webhook in list(working.order_by("due_at", "pk").values_list("pk", "webhook")[:AT_ONCE]):
        if time.monotonic() - started > SECONDS:
            break
        if webhook not in failing:
            went = _deliver(pk, now)
            arrived += went is True
            failing |= {webhook} if went is False else set()
    return arrived


def _deliver(pk: int, now: datetime) -> bool | None:
    """Whether it arrived; None when somebody else has it."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    due = Delivery.objects.filter(free, pk=pk, delivered_at__isnull=True, given_up_at__isnull=True, due_at__lte=now)
    if not due.update(claimed_until=now + CLAIM, tries=F("tries") + 1):
        return None
    delivery = Delivery.objects.select_related("webhook__made_by", "notice").get(pk=pk)
    attempt = _attempt(delivery, now)
    if attempt.status is not None and 200 <= attempt.status < 300:
        Delivery.objects.filter(pk=pk).update(delivered_at=now, claimed_until=None)
        Webhook.objects.filter(pk=delivery.webhook_id, failing_since__isnull=False).update(failing_since=None)
        return True
    _failed(delivery, attempt, now)
    return False


def _attempt(delivery: Delivery, now: datetime) -> Attempt:
    notice, webhook = delivery.notice, delivery.webhook
    body = json.dumps(
        {"type": notice.kind, "timestamp": notice.at.isoformat(), "data": notice.facts}, separators=(",", ":")
    ).encode()
    signed = signing.headers(secret=webhook.secret, identity=notice.identity, timestamp=int(now.timestamp()), body=body)
    headers = {"Content-Type": "application/json", "User-Agent": "collective-webhooks/1", **signed}
    may = partial(guard.may_call, allowed=webhooks.allowed())
    try:
        answer = calling.post(webhook.url, body, headers, may=may)
    except calling.Unreachable as why:
        return Attempt.objects.create(delivery=delivery, at=now, problem=str(why)[:200])
    return Attempt.objects.create(delivery=delivery, at=now, status=answer.status, milliseconds=answer.milliseconds)


def _failed(delivery: Delivery, attempt: Attempt, now: datetime) -> None:
    again = retries.again_at(delivery.tries, now)
    fate = {"due_at": again} if again else {"given_up_at": now}
    Delivery.objects.filter(pk=delivery.pk).update(claimed_until=None, **fate)
    Webhook.objects.filter(pk=delivery.webhook_id, failing_since__isnull=True).update(failing_since=now)
    webhook = Webhook.objects.select_related("made_by").get(pk=delivery.webhook_id)
    long_enough = webhook.failing_since and webhook.failing_since <= now - retries.SWITCHED_OFF_AFTER
    if attempt.status == GONE or long_enough:
        _switch_off(webhook, attempt, now)


def _switch_off(webhook: Webhook, attempt: Attempt, now: datetime) -> None:
    """Call it no more, and tell whoever set it up."""
    if not Webhook.objects.on().filter(pk=webhook.pk).update(switched_off_at=now):
        return
    log.warning("A webhook was switched off after failing for days.")
    if webhook.made_by is None:
        return
    said = f"it answered {attempt.status}" if attempt.status else attempt.problem
    outbox.post(
        key=f"webhook_off:{webhook.pk}:{now:%Y-%m-%dT%H:%M}",
        to=webhook.made_by.email,
        person=webhook.made_by.person_id,
        subject="A webhook of yours is switched off",
        text=(
            f"Dear {webhook.made_by.person.name},\n\n"
            f"we could not deliver to {webhook.url} any more. The last time: {said}\n\n"
            "It is switched off now, and nothing is sent there. What was not delivered can be sent again by hand for a month.\n\n"
            f"When it is mended, switch it on again:\n{settings.SITE_URL}/desk/webhooks/{webhook.pk}/\n"
        ),
        why="You set up this webhook.",
        about=f"webhook:{webhook.pk}",
        now=now,
    )
