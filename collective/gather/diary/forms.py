"""Free hours as a page sends them: a week of ticks, and single days."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from collective.gather.diary import wall
from collective.gather.diary.models import HALF_HOURS

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
DAY_BEGINS, DAY_ENDS = 14, 44  # 07:00 to 22:00 is shown at once, the rest when asked for
STRETCHES = {
    "mornings": ("Weekday mornings, 9 to 12", 18, 24),
    "lunch": ("Weekday lunchtimes, 12 to 2", 24, 28),
    "afternoons": ("Weekday afternoons, 2 to 5", 28, 34),
    "evenings": ("Weekday evenings, 6 to 9", 36, 42),
}


def clock_text(half_hour: int) -> str:
    """14 is "07:00", 48 is "24:00"."""
    return f"{half_hour // 2:02d}:{'30' if half_hour % 2 else '00'}"


def _zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones by continent, the community's own first."""
    names = sorted(name for name in wall.zones() if "/" in name and not name.startswith("Etc/"))
    grouped = [
        (area, [(name, name.partition("/")[2].replace("_", " ").replace("/", ", ")) for name in each])
        for area, each in groupby(names, key=lambda name: name.partition("/")[0])
    ]
    here = settings.TIME_ZONE
    return [("Here", [(here, here.rpartition("/")[2].replace("_", " "))]), *grouped, ("Elsewhere", [("UTC", "UTC")])]


class PlainSelect(forms.Select):
    """A list of choices drawn in one go: Django renders a template for each, which is slow for six hundred zones."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        drawn = self.get_context(name, value, attrs)["widget"]
        groups = [
            format_html('<optgroup label="{}">{}</optgroup>', group, _options(options)) if group else _options(options)
            for group, options, _index in drawn["optgroups"]
        ]
        return format_html(
            '<select name="{}"{}>{}</select>', name, flatatt(drawn["attrs"]), SafeString("".join(groups))
        )


def _options(options: list[dict[str, Any]]) -> SafeString:
    rows = ((each["value"], SafeString(" selected" if each["selected"] else ""), each["label"]) for each in options)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


class ZoneField(forms.ChoiceField):
    """A zone of the list. The choices are made when a form is, not when the program starts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=_zones,
            widget=PlainSelect,
            error_messages={"invalid_choice": "We do not know that zone. Choose one."},
            **options,
        )


class WeekForm(forms.Form):
    """The week: `free` holds a tick for each half-hour, as "0-24" for Monday noon; `stretch` adds whole stretches."""

    zone = ZoneField(
        label="Your time zone",
        help_text="The hours below are on the clock there. They stay put when the clocks change.",
    )
    stretch = forms.MultipleChoiceField(
        label="Add whole stretches",
        required=False,
        choices=[(key, words) for key, (words, _first, _last) in STRETCHES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="Ticked here, they are added to the week when you save.",
    )
    free = forms.MultipleChoiceField(
        required=False,
        choices=[(f"{day}-{each}", "") for day in range(7) for each in range(HALF_HOURS)],
        error_messages={"invalid_choice": "That half-hour is not on the page. Tick the boxes once more and save."},
    )

    def painted(self) -> dict[int, set[int]]:
        """The free half-hours of each weekday."""
        found: dict[int, set[int]] = {day: set() for day in range(7)}
        for each in self.cleaned_data["free"]:
            day, _, half_hour = each.partition("-")
            found[int(day)].add(int(half_hour))
        for key in self.cleaned_data["stretch"]:
            _words, first, last = STRETCHES[key]
            for day in range(5):
                found[day] |= set(range(first, last))
        return found


class DayForm(forms.Form):
    """One day on which it is otherwise."""

    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    first = forms.TypedChoiceField(
        label="From",
        coerce=int,
        initial=0,
        widget=PlainSelect,
        choices=[(each, clock_text(each)) for each in range(HALF_HOURS)],
    )
    last = forms.TypedChoiceField(
        label="To",
        coerce=int,
        initial=HALF_HOURS,
        widget=PlainSelect,
        choices=[(each, clock_text(each)) for each in range(1, HALF_HOURS + 1)],
    )
    is_free = forms.TypedChoiceField(
        label="Then I am",
        coerce=lambda said: said == "yes",
        choices=[("no", "not free"), ("yes", "free")],
        initial="no",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "first" in told and "last" in told and told["last"] <= told["first"]:
            self.add_error("last", "It ends before it starts. Choose a later end; past midnight, add the next day too.")
        return told


def rows(ticked: set[tuple[int, int]], first: int, last: int) -> list[dict[str, Any]]:
    """The half-hours from `first` to `last` as rows of a table, with a box for each weekday."""
    return [
        {
            "clock": clock_text(each),
            "until": clock_text(each + 1),
            "boxes": [
                {"value": f"{day}-{each}", "day": name, "on": (day, each) in ticked}
                for day, name in enumerate(WEEKDAYS)
            ],
        }
        for each in range(first, last)
    ]
