"""On the day and after it: whoever walks in, and the report of a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from collective.gather.gatherings.actions.reporting import LEFT_OPEN, SOMEBODY_NEW
from collective.join.people.forms import email_field, one_line
from collective.join.people.models import NAME_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from collective.gather.gatherings.attendance_reports import Match


class WalkInForm(forms.Form):
    """Somebody who came without signing up."""

    use_required_attribute = False

    name = one_line("Name", length=NAME_LENGTH, required="Write the name of whoever has come")
    organisation = one_line("Organisation", length=160)
    email = email_field(required=False)


class ReportForm(forms.Form):
    """Who was in the call."""

    use_required_attribute = False

    file = forms.FileField(
        label="The report",
        help_text="From Zoom, Teams or Meet as you downloaded it, or any list with a column of names. CSV or Excel (.xlsx).",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": "Choose the file with the report", "invalid": "Choose the file once more"},
    )


def who_choices(match: Match, names: Mapping[int, str]) -> list[tuple[str, str]]:
    """What an organiser may say about somebody whom no address names; `names` are those of people on the list, by key."""
    likely = [(str(key), f"{names[key]} ({sure:.0%} alike)") for key, sure in match.suggestions if key in names]
    if match.how in {"name", "shared"}:
        likely = [(str(key), names[key]) for key, _ in match.suggestions if key in names]
    new = [(SOMEBODY_NEW, "Somebody who is not on the list")] if match.attendee.name or match.attendee.email else []
    return [(LEFT_OPEN, "Leave open"), *likely, *new]


def said_who(data: QueryDict) -> dict[int, str]:
    """`who-<place>` of a form: whom the organiser takes each attendee for."""
    said = {name.removeprefix("who-"): value for name, value in data.items() if name.startswith("who-")}
    return {int(place): value[:20] for place, value in said.items() if place.isdecimal() and len(place) < 7}


class CalendarForm(forms.Form):
    """A calendar of gatherings."""

    use_required_attribute = False

    file = forms.FileField(
        label="The calendar",
        help_text="An iCalendar file (.ics), as Google Calendar, Outlook, Meetup and most other tools export. Up to 2 MB.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={"required": "Choose the file with the calendar", "invalid": "Choose the file once more"},
    )


def chosen_places(data: QueryDict) -> set[int]:
    """The places of the entries whose box is ticked."""
    return {int(place) for place in data.getlist("entry") if place.isdecimal() and len(place) < 7}
