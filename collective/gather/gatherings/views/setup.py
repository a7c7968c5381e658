"""What belongs to a gathering besides its facts: hosts, questions, kept seats, a picture, people asked along, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.gather.gatherings import queries
from collective.gather.gatherings.actions import asking, hosting, setting_up
from collective.gather.gatherings.forms import (
    AccountForm,
    CardForm,
    HostForm,
    InviteForm,
    PoolForm,
    QuestionForm,
)
from collective.gather.gatherings.views.desk import editable
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people.accounts import organisers_only
from collective.join.people.forms import sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from collective.gather.gatherings.models import Gathering

INVITES_SHOWN = 50
_FORMS: dict[str, type[Form]] = {
    "host": HostForm,
    "question": QuestionForm,
    "pool": PoolForm,
    "card": CardForm,
    "invite": InviteForm,
}


@organisers_only
@require_safe
def setup(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything on one page."""
    return _page(request, editable(request, slug))


def _page(request: HttpRequest, found: Gathering, *wrong: Form, status: int = 200) -> HttpResponse:
    forms = {f"{name}_form": kind(prefix=name) for name, kind in _FORMS.items()}
    forms |= {f"{one.prefix}_form": one for one in wrong}
    facts = {
        "gathering": found,
        "hosts": found.hosts.select_related("member__person").order_by("pk"),
        "questions": found.questions.all(),
        "pools": found.pools.order_by("pk"),
        "card": queries.card_of(found),
        "invites": found.invites.order_by("-at", "-pk")[:INVITES_SHOWN],
        "form": wrong[0] if wrong else None,
    }
    return render(request, "gatherings/desk/setup.html", {**facts, **forms}, status=status)


def _add(request: HttpRequest, slug: str, name: str, act: Callable[[Gathering, dict[str, Any]], str]) -> HttpResponse:
    """One form of the page: what it asks for is done, or the page comes back with words."""
    found = editable(request, slug)
    form = _FORMS[name](request.POST, request.FILES or None, prefix=name)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    try:
        messages.success(request, act(found, form.cleaned_data))
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, found, form, status=refused.status)
    return redirect("gathering-setup", slug)


@organisers_only
@require_POST
def hosts(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody hosts."""

    def act(found: Gathering, said: dict[str, Any]) -> str:
        host = hosting.name_host_by_address(gathering=found, email=said["email"], now=clock.now())
        return f"{host.member.person.name} hosts, and stands on the page."

    return _add(request, slug, "host", act)


@organisers_only
@require_POST
def host_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """They do not host after all."""
    found = editable(request, slug).hosts.select_related(
        "gathering__entry", "gathering__cancellation", "member__person"
    )
    host = get_object_or_404(found, pk=pk)
    hosting.remove_host(host=host, now=clock.now())
    messages.success(request, f"{host.member.person.name} no longer stands on the page as a host.")
    return redirect("gathering-setup", slug)


@organisers_only
@require_POST
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask one more thing."""

    def act(found: Gathering, said: dict[str, Any]) -> str:
        setting_up.ask_question(gathering=found, **said)
        return "The sign-up form asks it from now on."

    return _add(request, slug, "question", act)


@organisers_only
@require_POST
def question_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask it no longer."""
    setting_up.drop_question(question=get_object_or_404(editable(request, slug).questions, pk=pk))
    return redirect("gathering-setup", slug)


@organisers_only
@require_POST
def pools(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep seats for some."""

    def act(found: Gathering, said: dict[str, Any]) -> str:
        kept = setting_up.keep_seats(gathering=found, **said)
        return f"{kept.seats:,} of the {found.seats:,} seats are kept for: {kept.name}."

    return _add(request, slug, "pool", act)


@organisers_only
@require_POST
def pool_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Keep them no longer."""
    setting_up.free_kept_seats(pool=get_object_or_404(editable(request, slug).pools.select_related("gathering"), pk=pk))
    return redirect("gathering-setup", slug)


@organisers_only
@require_POST
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """A picture for the page."""

    def act(found: Gathering, said: dict[str, Any]) -> str:
        setting_up.hang_card(gathering=found, now=clock.now(), by=request.user, **said)
        return "The picture stands on the page, and where its address is shared."

    return _add(request, slug, "card", act)


@organisers_only
@require_POST
def card_removal(request: HttpRequest, slug: str) -> HttpResponse:
    """No picture."""
    setting_up.take_card_down(gathering=editable(request, slug))
    return redirect("gathering-setup", slug)


@organisers_only
@require_POST
def invites(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask somebody along."""

    def act(found: Gathering, said: dict[str, Any]) -> str:
        made = asking.invite(gathering=found, by=request.user, now=clock.now(), **said)
        return f"A letter goes to {made.email}. They sign up themself, or not."

    return _add(request, slug, "invite", act)


@organisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened, told afterwards."""
    found = editable(request, slug)
    form = AccountForm(sent(request), initial=AccountForm.about(getattr(found, "account", None)))
    if form.is_valid():
        text = form.cleaned_data["text"]
        told = setting_up.tell_what_happened(gathering=found, text=text, now=clock.now(), by=request.user)
        messages.success(request, "Its page tells it now." if told else "Taken back: its page no longer tells it.")
        return redirect("gathering-account", slug)
    facts = {"form": form, "gathering": found, "over": found.ends_at <= clock.now()}
    return render(request, "gatherings/desk/account.html", facts, status=400 if form.is_bound else 200)
