"""How django-allauth makes our members: with an address and no password, joined to the person we hold."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from collective.ground.lib import clock, ids
from collective.ground.lib.errors import Refused
from collective.join.people import letters
from collective.join.people.models import Member, Person, is_organiser

if TYPE_CHECKING:
    from collections.abc import Callable

CODE_LENGTH = 8


class SentTwice(Refused):
    """The same new member, from another request of this moment."""


class Accounts(DefaultAccountAdapter):
    """allauth asks here wherever its own way would need a username, a password or a bare user."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This membership has ended. Write to the organiser if that is a mistake.",
        "incorrect_code": "That is not the code we sent. Look again: our codes never use O, I or L.",
        "rate_limited": "That was asked for very often just now. Wait a few minutes, then try again.",
        "too_many_login_attempts": "That was tried too often. Wait a few minutes, then ask for a new code.",
    }

    def new_user(self, request: HttpRequest) -> Member:
        return Member(joined_at=clock.now())

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        email = form.cleaned_data["email"].strip().lower()
        user.email = email
        user.set_unusable_password()
        if commit:
            try:
                with transaction.atomic():
                    user.person = person_for_new_member(email, form.cleaned_data.get("name", ""))
                    user.save()
            except IntegrityError as twice:
                raise SentTwice(
                    "This form was sent twice at the same moment. Sign in: a code comes by mail."
                ) from twice
        return user

    def populate_username(self, request: HttpRequest, user: Member) -> None:
        """There are no usernames."""

    def generate_login_code(self) -> str:
        return _code()

    def generate_email_verification_code(self) -> str:
        return _code()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Not by the outbox: somebody waits for it, and a code is not for keeping. The page never waits for it."""
        facts = {"email": email, "sign_in": settings.SITE_URL + reverse("account_login"), **context}
        letters.post_beside(self.render_mail(template_prefix, email, facts))

    def send_account_already_exists_mail(self, email: str) -> None:
        """allauth's own offers to reset a password, which nobody here has."""
        self.send_mail("account/email/account_already_exists", email, {})


def _code() -> str:
    """Two groups of four letters, of the kind that is not mistaken for another."""
    code = ids.new_code(CODE_LENGTH)
    return f"{code[:4]}-{code[4:]}"


def person_for_new_member(email: str, name: str) -> Person:
    """The person already held under this address, if no member is joined to them yet, or a new one."""
    person = Person.objects.with_email(email).filter(member__isnull=True).first()
    if person is not None:
        return person
    return Person.objects.create(name=name or email.split("@")[0], email=email, created_at=clock.now())


def organisers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who is signed out is sent to sign in; who is no organiser finds nothing here."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_organiser(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
