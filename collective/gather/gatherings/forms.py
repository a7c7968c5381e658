"""What people type about gatherings, turned into values. Forms here never save."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from collective.gather.gatherings.actions.taking_in import AS_SUGGESTED, TAKE
from collective.gather.gatherings.models import IN_ROOM, ONLINE, WAYS
from collective.gather.gatherings.signup_files import FIELDS
from collective.ground.web.forms.choices import Hinted
from collective.join.people import purposes
from collective.join.people.forms import PersonForm, email_field, one_line
from collective.join.people.models import NAME_LENGTH

if TYPE_CHECKING:
    from django.http import QueryDict

    from collective.gather.gatherings.actions.taking_in import Decisions
    from collective.gather.gatherings.models import Gathering, ImportBatch
    from collective.gather.gatherings.signup_files import Row

YEARS = (2000, 2100)


class SignUpForm(PersonForm):
    """Taking a seat."""

    asks = (purposes.GATHERING, purposes.NOTES, purposes.NEWS)
    needs = {purposes.GATHERING.slug: "Tick the box so that we may write to you about this gathering"}

    field_order = ("way",)
    way = forms.ChoiceField(
        label="How will you come?",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you come to the room or join online"},
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if gathering.way != "both":
            del self.fields["way"]

    def facts(self) -> dict[str, Any]:
        return {**super().facts(), "way": self.cleaned_data.get("way", "")}


class GatheringForm(forms.Form):
    """When, where and what for. Times are wall clock in the community's own zone."""

    use_required_attribute = False

    title = one_line(
        "What is it called?", length=120, required="Give it a name, such as Winter lunch: counting what matters"
    )
    summary = forms.CharField(
        label="What happens, and what to bring",
        help_text="A few lines for the page. A blank line starts a paragraph; a line that begins with a dash is a list.",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": "Keep this to 5,000 characters at most"},
    )
    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say on which day", "invalid": "Write the day as 2026-12-03, or pick it"},
    )
    starts = forms.TimeField(
        label="From",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Say when it starts", "invalid": "Write the time as 12:30"},
    )
    ends = forms.TimeField(
        label="To",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Say when it ends", "invalid": "Write the time as 13:30"},
    )
    way = forms.ChoiceField(
        label="Where do people meet?",
        choices=[
            (ONLINE, Hinted("Online", "Everybody joins by a link")),
            (IN_ROOM, Hinted("In a room", "Everybody comes to one place")),
            ("both", Hinted("Both", "People say which; the two are never put at one table unless you ask")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say where people meet"},
    )
    place = one_line("Place", length=160, hint="The address of the room, as you would write it on a card")
    link = forms.URLField(
        label="Video link",
        help_text="Only people with a seat see it",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={
            "invalid": "That is not a link. Copy it whole, with https:// in front",
            "max_length": "That link is too long. Use a shorter one from the same tool",
        },
    )
    seats = forms.IntegerField(
        label="Seats",
        help_text="Leave it empty for as many as like to come. Of free sign-ups about six in ten come.",
        required=False,
        min_value=1,
        max_value=20_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Write the number of seats in figures, such as 32",
            "min_value": "There has to be at least one seat",
            "max_value": "We can seat 20,000 at most",
        },
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        day, first, last = said.get("day"), said.get("starts"), said.get("ends")
        if day and not YEARS[0] <= day.year <= YEARS[1]:
            self.add_error("day", f"Choose a day between {YEARS[0]} and {YEARS[1]}")
        elif day and first and last:
            said["starts_at"], said["ends_at"] = self._moment("starts", day, first), self._moment("ends", day, last)
            if last <= first:
                self.add_error("ends", f"It starts at {first:%H:%M}, so it has to end later on the same day")
        return said

    def _moment(self, field: str, day: date, clock: time) -> datetime:
        wall = datetime.combine(day, clock)
        moment = timezone.make_aware(wall)
        if timezone.make_naive(moment.astimezone(UTC)) != wall:
            self.add_error(
                field, f"The clocks go forward on {day:%-d %B}, and {clock:%H:%M} does not happen. Choose another time"
            )
        return moment

    def facts(self) -> dict[str, Any]:
        """The model's fields."""
        names = ("title", "summary", "starts_at", "ends_at", "place", "way", "link", "seats")
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def about(gathering: Gathering) -> dict[str, Any]:
        """What a gathering says now, for the form to begin with."""
        first, last = timezone.localtime(gathering.starts_at), timezone.localtime(gathering.ends_at)
        same = {name: getattr(gathering, name) for name in ("title", "summary", "place", "way", "link", "seats")}
        return {**same, "day": first.date(), "starts": first.time(), "ends": last.time()}


class ByHandForm(forms.Form):
    """Somebody the organiser puts on the list."""

    use_required_attribute = False

    name = one_line("Name", length=NAME_LENGTH, required="Write the name of the person to add")
    email = email_field(required=False)
    organisation = one_line("Organisation", length=160)
    here = forms.BooleanField(label="They are here now", required=False)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class UploadForm(forms.Form):
    """A list from another tool."""

    use_required_attribute = False

    file = forms.FileField(
        label="The file",
        help_text="CSV or Excel (.xlsx), from Eventbrite, Zoom, Luma, or with any headings. Up to 20 MB.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": "Choose the file with the list", "invalid": "Choose the file once more"},
    )


class MappingForm(forms.Form):
    """What each column of a list means."""

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, header in enumerate(batch.headers):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=header,
                choices=list(FIELDS.items()),
                initial=batch.mapping.get(str(number), "ignore"),
                error_messages={"invalid_choice": "Choose one of the meanings in the list"},
            )

    def mapping(self) -> dict[int, str]:
        return {int(name.removeprefix("column-")): meaning for name, meaning in self.cleaned_data.items()}


def row_choices(row: Row) -> list[tuple[str, str]]:
    """What an organiser may say about a row that needs a look."""
    if not row.importable:
        return []
    without = "Take in without an address" if not row.fields.get("email") else "Take in as it stands"
    meant = row.suggestions.get("email")
    return [("", "Leave out"), (TAKE, without), *([(AS_SUGGESTED, f"Take in with {meant}")] if meant else [])]


def decided(data: QueryDict) -> Decisions:
    """The rows that need a look and are to be taken in all the same, as `row-<line>` says."""
    said = {name.removeprefix("row-"): value for name, value in data.items() if name.startswith("row-")}
    return {int(line): value for line, value in said.items() if line.isdecimal() and value in {TAKE, AS_SUGGESTED}}
