"""What a shared address shows: a picture of our own, and the gathering's facts for machines that read pages."""

from __future__ import annotations

import io
import json
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe
from PIL import Image, ImageDraw, ImageFont

from collective.ground.community.models import present

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering

SIZE = (1200, 630)  # what the programs that show shared addresses ask for
GROUND, INK, CLOTH = "#fffaf0", "#1d1b16", "#f4b400"
MARGIN, LINES, LETTERS = 80, 3, 26
_MODES = {"online": "Online", "room": "Offline", "both": "Mixed"}


def share_picture(gathering: Gathering) -> bytes:
    """A PNG with the name, the day and who invites: for a gathering without a picture of its own."""
    us = present()
    picture = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 28), fill=us.cloth or CLOTH)
    draw.ellipse((SIZE[0] - 300, SIZE[1] - 260, SIZE[0] + 60, SIZE[1] + 100), fill=us.cloth or CLOTH)
    lines = textwrap.wrap(gathering.title, LETTERS) or [""]
    shown = lines[:LINES]
    if len(lines) > LINES:
        shown[-1] = shown[-1][: LETTERS - 1].rstrip() + "…"
    top = MARGIN + 20
    for line in shown:
        draw.text((MARGIN, top), line, fill=INK, font=_font(76))
        top += 98
    start = gathering.starts_at.astimezone(ZoneInfo(gathering.zone))
    when = f"{start:%A} {start.day} {start:%B %Y}, {start:%H:%M}"
    draw.text((MARGIN, top + 24), when, fill=INK, font=_font(40))
    draw.text((MARGIN, SIZE[1] - MARGIN - 36), us.name, fill=INK, font=_font(36))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Letters that come with the drawing library, read once for each size."""
    return ImageFont.load_default(size)


def event_block(gathering: Gathering, *, page: str, picture: str) -> SafeString:
    """schema.org/Event as a data block: read by machines, run by nothing, so the strict content policy lets it be."""
    zone = ZoneInfo(gathering.zone)
    cancelled = "EventCancelled" if gathering.is_cancelled else "EventScheduled"
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": gathering.title,
        "description": gathering.summary[:500] or gathering.title,
        "startDate": gathering.starts_at.astimezone(zone).isoformat(),
        "endDate": gathering.ends_at.astimezone(zone).isoformat(),
        "eventStatus": f"https://schema.org/{cancelled}",
        "eventAttendanceMode": f"https://schema.org/{_MODES[gathering.way]}EventAttendanceMode",
        "isAccessibleForFree": True,
        "location": _locations(gathering, page),
        "image": picture,
        "url": page,
        "organizer": {"@type": "Organization", "name": present().name},
    }
    text = json.dumps(said, ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - what could end it is escaped


def _locations(gathering: Gathering, page: str) -> list[dict[str, str]]:
    place = {"@type": "Place", "name": gathering.public_place, "address": gathering.public_place}
    online = {"@type": "VirtualLocation", "url": page}
    there = {"online": [online], "room": [place], "both": [place, online]}[gathering.way]
    return [one for one in there if one != place or gathering.public_place] or [{"@type": "Place", "name": "In a room"}]
