"""On the day and after it: whoever walks in."""

from __future__ import annotations

from django import forms

from collective.join.people.forms import email_field, one_line
from collective.join.people.models import NAME_LENGTH


class WalkInForm(forms.Form):
    """Somebody who came without signing up."""

    use_required_attribute = False

    name = one_line("Name", length=NAME_LENGTH, required="Write the name of whoever has come")
    organisation = one_line("Organisation", length=160)
    email = email_field(required=False)
