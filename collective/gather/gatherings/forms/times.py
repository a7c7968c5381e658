"""A day and two times on the clock of a place. What cannot be is said in words, beside the field that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from collective.gather.diary import wall
from collective.ground.lib.errors import Refused

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from collective.gather.gatherings.models import Gathering

YEARS = (2000, 2099)
_DAY = {"invalid": "Write the day as 2026-12-03, or pick it"}


class WallForm(forms.Form):
    """When: kept as what the clock on the wall says, with the name of its zone.

    Where the clocks go back and an hour comes twice, a field is added that asks which of the two is meant.
    """

    use_required_attribute = False

    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say on which day", **_DAY},
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
    last_day = forms.DateField(
        label="Last day, if it ends on another",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=_DAY,
    )
    zone = forms.CharField(
        label="Time zone",
        help_text="The clock that people look at, such as Europe/London",
        max_length=64,
        required=False,
        error_messages={"max_length": "That is not the name of a time zone. Write one such as Europe/London"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].initial = settings.TIME_ZONE
        for name, text in (("starts", "wall_start"), ("ends", "wall_end")):
            if said := self.initial.get(text):
                self._ask_again(name, said, self.initial["zone"])

    @property
    def goes_by_another_clock(self) -> bool:
        return self["zone"].value() not in {None, "", settings.TIME_ZONE}

    def _ask_again(self, name: str, text: str, zone: str) -> None:
        """The hour comes twice, and somebody has said before which of the two it is."""
        plain = wall.plain(text).isoformat(timespec="minutes")
        try:
            wall.resolve(plain, zone)
        except wall.ComesTwice as twice:
            self._which(name, twice, initial=text)
        except Refused:
            return

    def _which(self, name: str, twice: wall.ComesTwice, initial: str | None = None) -> None:
        self.fields[f"which_{name}"] = forms.ChoiceField(
            label="Which of the two?",
            choices=[(choice.wall, choice.label) for choice in twice.choices],
            widget=forms.RadioSelect,
            required=False,
            initial=initial,
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        day, first, last = said.get("day"), said.get("starts"), said.get("ends")
        last_day = said.get("last_day") or day
        said["zone"] = said.get("zone") or settings.TIME_ZONE
        if any(one and not YEARS[0] <= one.year <= YEARS[1] for one in (day, last_day)):
            self.add_error("day", f"Choose a day between {YEARS[0]} and {YEARS[1]}")
        elif day and last_day and first and last and self._knows_the_zone(said["zone"]):
            if (last_day, last) <= (day, first):
                self.add_error(
                    "ends", f"It starts at {first:%H:%M}, so it has to end later, on the same day or another"
                )
                return said
            said["wall_start"] = self._on_the_wall("starts", day, first, said["zone"])
            said["wall_end"] = self._on_the_wall("ends", last_day, last, said["zone"])
            if said["wall_start"] and said["wall_end"]:
                self._in_order(said)
        return said

    def _knows_the_zone(self, zone: str) -> bool:
        try:
            wall.named(zone)
        except wall.UnknownZone as unknown:
            self.add_error("zone", str(unknown))
            return False
        return True

    def _on_the_wall(self, name: str, day: date, clock: time, zone: str) -> str:
        """The wall text, or nothing after the reader has been told what is wrong with it."""
        text = f"{day.isoformat()}T{clock:%H:%M}"
        chosen = self.data.get(self.add_prefix(f"which_{name}"), "")
        try:
            wall.resolve(chosen if chosen.startswith(text) else text, zone)
        except wall.ComesTwice as twice:
            self._which(name, twice)
            self.add_error(f"which_{name}", str(twice))
            return ""
        except Refused as refused:
            self.add_error(name, str(refused))
            return ""
        return wall.tidy(chosen) if chosen.startswith(text) else text

    def _in_order(self, said: dict[str, Any]) -> None:
        try:
            said["starts_at"], said["ends_at"] = wall.span(said["wall_start"], said["wall_end"], said["zone"])
        except wall.EndsTooSoon as refused:
            self.add_error("ends", str(refused))

    def when(self) -> dict[str, Any]:
        """The model's fields about the time."""
        return {name: self.cleaned_data[name] for name in ("zone", "wall_start", "wall_end", "starts_at", "ends_at")}

    @staticmethod
    def about_time(gathering: Gathering) -> dict[str, Any]:
        """What a gathering's time is now, for the form to begin with."""
        first, last = wall.plain(gathering.wall_start), wall.plain(gathering.wall_end)
        return {
            "day": first.date(),
            "starts": first.time(),
            "ends": last.time(),
            "last_day": _other_day(first, last),
            "zone": gathering.zone,
            "wall_start": gathering.wall_start,
            "wall_end": gathering.wall_end,
        }


def _other_day(first: datetime, last: datetime) -> date | None:
    return last.date() if last.date() != first.date() else None
