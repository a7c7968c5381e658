"""How django-allauth makes our members: with an address and no password, joined to the person we hold."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from collective.ground.lib import clock
from collective.join.people.models import Member, Person


class Accounts(DefaultAccountAdapter):
    """allauth asks here wherever its own way would need a username, a password or a bare user."""

    def new_user(self, request: HttpRequest) -> Member:
        return Member(joined_at=clock.now())

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        email = form.cleaned_data["email"].strip().lower()
        user.email = email
        user.set_unusable_password()
        if commit:
            user.person = person_for_new_member(email, form.cleaned_data.get("name", ""))
            user.save()
        return user

    def populate_username(self, request: HttpRequest, user: Member) -> None:
        """There are no usernames."""


def person_for_new_member(email: str, name: str) -> Person:
    """The person already held under this address, if no member is joined to them yet, or a new one."""
    person = Person.objects.with_email(email).filter(member__isnull=True).first()
    if person is not None:
        return person
    return Person.objects.create(name=name or email.split("@")[0], email=email, created_at=clock.now())
