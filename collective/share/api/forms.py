"""What programs send us, and the two forms on pages."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Any

from django import forms
from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator

from collective.gather.gatherings.models.gathering import AUDIENCES, KINDS, WAYS
from collective.ground.outbox.core import addresses
from collective.join.people.forms import tidy
from collective.share.api import models

KIND = "^(" + "|".join(kind for kind, _ in KINDS) + ")$"
WAY = "^(" + "|".join(way for way, _ in WAYS) + ")$"
AUDIENCE = "^(" + "|".join(audience for audience, _ in AUDIENCES) + ")$"
LINK = r"^(https?://[^\s\"<>\x00-\x1f\x7f]+)?$"
WALL = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}([+-]\d{2}:\d{2})?$"

FAR_TOO_LONG = 2000  # putting a flood of accents in order takes very long, so it is refused as it is


def _one_line(said: object) -> object:
    return tidy(said) if isinstance(said, str) and len(said) <= FAR_TOO_LONG else said


def _lines(said: object) -> object:
    """Without the control characters that no page, no letter and not every database takes; line breaks stay."""
    if not isinstance(said, str):
        return said
    plain = said.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def _within_reach(moment: datetime) -> datetime:
    """Without a zone it is in UTC. Years that cannot be told in every zone are refused."""
    if not 1970 <= moment.year <= 2099:
        raise ValueError("Choose a year from 1970 to 2099")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# As the forms on our pages take them: letters and calendars repeat these.
Line = Annotated[str, BeforeValidator(_one_line)]
Lines = Annotated[str, BeforeValidator(_lines)]
Moment = Annotated[datetime, AfterValidator(_within_reach)]


class GatheringFacts(Schema):
    """What may be said about a gathering. Times are what the clock on the wall says in `zone`: "2026-12-03T12:30"."""

    summary: Lines = Field("", max_length=4000)
    topic: Lines = Field("", max_length=4000)
    kind: str = Field("workshop", pattern=KIND)
    zone: str = Field("", max_length=64, description="An IANA name; empty for the community's own")
    way: str = Field("online", pattern=WAY)
    place: Line = Field("", max_length=160)
    link: str = Field("", max_length=200, pattern=LINK)
    link_from: int | None = Field(None, ge=0, le=60 * 24 * 30, description="Minutes before the start")
    access_notes: Lines = Field("", max_length=4000)
    audience: str = Field("public", pattern=AUDIENCE)
    seats: int | None = Field(None, ge=1, le=100_000)


class GatheringIn(GatheringFacts):
    """A new gathering. It is a draft that only organisers see."""

    title: Line = Field(min_length=1, max_length=120)
    wall_start: str = Field(pattern=WALL)
    wall_end: str = Field(pattern=WALL)


class GatheringPatch(GatheringFacts):
    """What is to be different. What is not sent stays."""

    title: Line = Field("", min_length=1, max_length=120)
    wall_start: str = Field("", pattern=WALL)
    wall_end: str = Field("", pattern=WALL)


class SignUpIn(Schema):
    """Without a name: you yourself. Organisers may put somebody else on the list."""

    name: Line = Field("", max_length=120)
    email: str = Field("", max_length=254)
    organisation: Line = Field("", max_length=160)
    way: str = Field("", pattern="^(room|online)?$")
    letters: bool = Field(False, description="Whether we may write to you about this gathering, reminders above all")


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(
        label="What is it for?", max_length=80, help_text="So that you know it again, such as “our calendar”."
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        choices=list(models.SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one thing that the program may do"},
    )
    days = forms.TypedChoiceField(
        label="How long?",
        coerce=int,
        choices=[("30", "A month"), ("365", "A year"), ("0", "Until I revoke it")],
        initial="365",
    )


class WebhookForm(forms.Form):
    """A new address to call."""

    url = forms.CharField(label="Address to call", max_length=300, help_text="It begins with https://")
    kinds = forms.MultipleChoiceField(
        label="When something like this happens",
        choices=list(models.KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one thing to be told of"},
    )


def address(body: SignUpIn) -> str:
    """The one address in it, or nothing. Raises `BadAddress`."""
    return addresses.checked(body.email) if body.email.strip() else ""


def said(form: Schema) -> dict[str, Any]:
    """Only what was sent."""
    return form.dict(exclude_unset=True)
