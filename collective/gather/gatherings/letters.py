"""The letters a gathering sends: called after commit, posted to the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from collective.gather.gatherings.models import SignUp
from collective.ground.outbox import actions as outbox
from collective.join.people.models import Consent

if TYPE_CHECKING:
    from datetime import datetime


def confirm(sign_up_pk: int, now: datetime) -> None:
    """Tell somebody that they have a seat, with their private page. One letter an hour, however often the form is sent."""
    sign_up = SignUp.objects.select_related("gathering", "person").filter(pk=sign_up_pk).first()
    if sign_up is None or not sign_up.person.email:
        return
    facts = {
        "person": sign_up.person,
        "gathering": sign_up.gathering,
        "starts": timezone.localtime(sign_up.gathering.starts_at),
        "ends": timezone.localtime(sign_up.gathering.ends_at),
        "consents": Consent.objects.standing().filter(person=sign_up.person).select_related("wording"),
        "address": settings.SITE_URL + reverse("my-seat", args=[sign_up.token]),
    }
    outbox.post(
        key=f"confirm:{sign_up.pk}:{now:%Y-%m-%dT%H}",
        to=sign_up.person.email,
        subject=f"Your seat: {sign_up.gathering.title}",
        text=render_to_string("gatherings/letters/confirm.txt", facts),
        now=now,
    )
