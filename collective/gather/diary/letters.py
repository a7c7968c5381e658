"""What the diary writes to people. Its calendar files travel in the letters of the rooms above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from collective.ground.community.models import present
from collective.ground.outbox import actions as outbox

if TYPE_CHECKING:
    from datetime import datetime

    from collective.gather.diary.models import DiaryKey


def diary_link(key: DiaryKey, now: datetime) -> None:
    """A guest's way to their own diary page. One letter an hour, however often the button is pressed."""
    community = present()
    facts = {"person": key.person, "community": community}
    outbox.post(
        key=f"diary-link:{key.person_id}:{now:%Y-%m-%dT%H}",
        to=key.person.email,
        subject=f"Your diary with {community.name}",
        text=render_to_string(
            "diary/letters/link.txt", facts | {"link": settings.SITE_URL + reverse("guest-diary", args=[key.token])}
        ),
        why="You, or somebody with the link in one of our letters to you, asked for it.",
        person=key.person,
        now=now,
    )
