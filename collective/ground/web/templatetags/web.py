"""The pieces that pages are made of. `{% load web %}`, unless the project has made them built in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from collective.ground.lib import clock
from collective.ground.web import drawing, people, seating

register = template.Library()


def _drawn(svg: str) -> SafeString:
    """SVG from `drawing` holds numbers and fixed class names only."""
    return mark_safe(svg)  # noqa: S308


@register.simple_tag
def mark() -> SafeString:
    """The community's mark."""
    return _drawn(drawing.mark())


@register.filter
def initials(name: str) -> str:
    """Two letters for a name."""
    return people.initials(str(name))


@register.simple_tag(name="initials")
def initials_tag(name: str) -> str:
    """Two letters for a name, as a tag."""
    return people.initials(str(name))


@register.simple_tag
def seat(letters: str = "", number: int | None = None, **options: Any) -> SafeString:
    """A person: initials on seat 1 to 5, 0 for counted but not named, none for not seated.

    Options: `open`, `you`, `sm`, `just` (has this moment sat down), `label` (spoken; without one the dot is decoration
    beside a written name).
    """
    number = number if number in range(6) else None
    waiting = options.get("open") or number is None
    classes = ["seat", "open" if waiting else f"s{number}"]
    classes += [name for name in ("you", "sm", "just") if options.get(name)]
    if len(letters) > 2:
        classes.append("word")
    label = options.get("label")
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<span class="{}" {}>{}</span>', " ".join(classes), spoken, letters)


@register.simple_tag
def table_glyph(taken: int = 4, open: int = 0) -> SafeString:
    """One table without initials: so many seats taken, so many still open."""
    return _drawn(drawing.table_glyph(int(taken), int(open)))


@register.simple_tag
def four_tables() -> SafeString:
    """Four tables in one glyph."""
    return _drawn(drawing.four_tables())


@register.simple_tag
def presence(here: int, of: int) -> SafeString:
    """A dot for each person, filled for those who have answered. The sentence beside it says the same."""
    return _drawn(drawing.presence(int(here), int(of)))


@register.simple_tag
def dots(count: int, most: int) -> SafeString:
    """A heap of dots, one a person; `most` is the largest heap of the figure."""
    return _drawn(drawing.heap(int(count), int(most)))


@register.simple_tag
def bar(value: float, most: float, step: int = 0) -> SafeString:
    """A bar; `step` 1 to 5 gives the colour of an ordered stage."""
    return _drawn(drawing.bar(value, most, f"bar k{step}" if step in range(1, 6) else "bar"))


@register.inclusion_tag("web/parts/round_table.html")
def round_table(
    seats: Sequence[seating.Seat | Mapping[str, Any]], number: int | str = "", question: str = "", **options: Any
) -> dict[str, Any]:
    """A table seen from above with two to five seats.

    `seats`: `seating.Seat` or mappings with its fields. `number` stands as a card on the rim, `question` lies on the
    table, else the names do. Options: `label` (a line above the question), `names` (False leaves them off),
    `level` (of the heading that the number card is: 2), `id`.
    """
    return {
        "seats": seating.placed(seats),
        "number": number,
        "question": question,
        "level": 2,
        "names": True,
        **options,
    }


@register.inclusion_tag("web/parts/my_table.html")
def my_table(seats: Sequence[seating.Seat | Mapping[str, Any]], number: int | str = "") -> dict[str, Any]:
    """The table that a person sits at, for a phone: its number in the middle, names beside the seats, growing with them."""
    return {"seats": seating.placed(seats), "number": number, "five": len(seats) > 4}


@register.simple_tag
def qr(url: str, label: str = "") -> SafeString:
    """A QR code of an address, with its quiet zone. `label` says what it opens."""
    side, path = drawing.qr_path(str(url))
    return format_html(
        '<svg class="qr-code" viewBox="0 0 {} {}" role="img" aria-label="{}" shape-rendering="crispEdges">'
        '<rect class="qr-bg" width="{}" height="{}"/><path class="qr" d="{}"/></svg>',
        *(side, side, label or f"QR code that opens {url}", side, side, path),
    )


@register.simple_tag
def code(letters: str) -> SafeString:
    """A join code in threes for the eye, letter by letter for the ear."""
    letters = str(letters).replace(" ", "").upper()
    spaced = " ".join(letters[start : start + 3] for start in range(0, len(letters), 3))
    return format_html(
        '<strong class="code"><span aria-hidden="true">{}</span><span class="hide">{}</span></strong>',
        spaced,
        ", ".join(letters),
    )


@register.simple_tag
def minutes(length: float | timedelta) -> str:
    """A length of time: "1 minute", "15 minutes", "1 hour 10 minutes". A bare number is minutes."""
    whole = round(length.total_seconds() / 60) if isinstance(length, timedelta) else round(length)
    hours, rest = divmod(max(whole, 0), 60)
    parts = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} minute{'s' if rest != 1 else ''}")
    return " ".join(parts)


_STYLES = {"full": "l j F Y, H:i", "day": "l j F Y", "short": "D j M, H:i", "clock": "H:i"}


@register.simple_tag
def local_time(moment: datetime, style: str = "full") -> SafeString:
    """A moment in the community's own time zone; a script adds the reader's hour where it differs.

    `style`: full, day, short or clock.
    """
    here = timezone.localtime(moment)
    return format_html(
        '<local-time><time datetime="{}">{}</time></local-time>',
        moment.astimezone(timezone.get_default_timezone()).isoformat(timespec="minutes"),
        date_format(here, _STYLES[style]),
    )


@register.inclusion_tag("web/parts/countdown.html")
def countdown(ends: datetime, total: float, now: datetime | None = None) -> dict[str, Any]:
    """A ring that runs down until `ends`; `total` is the whole length in minutes. Without a script it shows the time at load."""
    now = now or clock.now()
    left = max(round((ends - now).total_seconds()), 0)
    seconds = max(round(total * 60), 1)
    return {
        "ends": int(ends.timestamp() * 1000),
        "now": int(now.timestamp() * 1000),
        "total": seconds,
        "text": drawing.clock_text(left),
        "path": drawing.ring(left / seconds),
        "spoken": minutes(left / 60) if left >= 60 else people.counted(left, "second", "seconds"),
        "hours": left >= 3600,
    }


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with label, hint, message and input, as the house draws it."""
    return bound.as_field_group()


@register.inclusion_tag("web/form/errors.html")
def error_summary(form: BaseForm | None = None) -> dict[str, Any]:
    """What has to be put right, first on the page, each line a link to its field. Nothing when there is nothing."""
    messages = _messages(form) if isinstance(form, BaseForm) and form.is_bound else []
    return {
        "messages": messages,
        "heading": people.counted(len(messages), "thing", "things").capitalize() + " to put right",
    }


def _messages(form: BaseForm) -> list[dict[str, str]]:
    found = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        found += [{"text": text, "target": error_target(bound)} for text in bound.errors]
    return found


@register.filter
def error_target(bound: BoundField) -> str:
    """The id of the input that a message about this field leads to; of the first choice in a group."""
    if bound.is_hidden or not bound.auto_id:
        return ""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label


@register.filter
def widget_kind(bound: BoundField) -> str:
    """Which drawing a field needs: picks (one seat each), pick (a single tick) or plain."""
    kind = getattr(bound.field.widget, "input_type", "")
    if kind in {"radio", "checkbox"}:
        return "picks" if bound.use_fieldset else "pick"
    return "plain"
