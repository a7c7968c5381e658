"""The letters that joining sends: called after commit, posted to the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from collective.ground.community.models import present
from collective.ground.outbox import actions as outbox
from collective.join.people.models import Consent, Person

if TYPE_CHECKING:
    from datetime import datetime


def welcome(person_pk: int, now: datetime) -> None:
    """Tell somebody what we keep about them and how to change or end it. One letter an hour, however often they join."""
    person = Person.objects.select_related("organisation").filter(pk=person_pk).first()
    if person is None or not person.email:
        return
    facts = {
        "person": person,
        "community": present(),
        "maturity": person.get_maturity_display(),
        "consents": Consent.objects.standing().filter(person=person).select_related("wording").order_by("given_at"),
        "sign_up": settings.SITE_URL + reverse("account_signup"),
        "front": settings.SITE_URL + "/",
    }
    outbox.post(
        key=f"welcome:{person.pk}:{now:%Y-%m-%dT%H}",
        to=person.email,
        subject=f"You are part of {facts['community'].name}",
        text=render_to_string("people/letters/welcome.txt", facts),
        now=now,
    )
