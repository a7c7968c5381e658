"""Lists of people: somebody put there by hand, and files from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from collective.gather.gatherings.actions.taking_in import AS_SUGGESTED, TAKE
from collective.gather.gatherings.signup_files import FIELDS
from collective.join.people.forms import email_field, one_line
from collective.join.people.models import NAME_LENGTH

if TYPE_CHECKING:
    from django.http import QueryDict

    from collective.gather.gatherings.actions.taking_in import Decisions
    from collective.gather.gatherings.models import ImportBatch
    from collective.gather.gatherings.signup_files import Row


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
