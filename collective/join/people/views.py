"""Joining the community, and a member's own page."""

from __future__ import annotations

from allauth.account.internal.decorators import login_not_required
from allauth.account.views import ConfirmEmailVerificationCodeView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people import actions, doors, purposes
from collective.join.people.forms import AddressCodeForm, JoinForm, known_about, sent
from collective.join.people.models import Consent, is_organiser

confirm_address = login_not_required(ConfirmEmailVerificationCodeView.as_view(form_class=AddressCodeForm))


@require_safe
@login_required
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Organisers to their desk, everybody else to their own page."""
    if is_organiser(request.user):
        try:
            return redirect(reverse("desk"))
        except NoReverseMatch:
            pass
    return redirect("me")


@never_cache
@require_safe
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """What we hold about you, and what you agreed to."""
    person = request.user.person
    given = Consent.objects.visible_to(request.user).filter(person=person).select_related("wording")
    standing = [consent for consent in given.order_by("given_at", "pk") if consent.withdrawn_at is None]
    said = {consent.purpose for consent in standing}
    return render(
        request,
        "people/me.html",
        {
            "person": person,
            "standing": standing,
            "withdrawn": given.filter(withdrawn_at__isnull=False).order_by("-withdrawn_at", "-pk"),
            "open": [purpose for purpose in purposes.all_purposes() if purpose.anywhere and purpose.slug not in said],
            "organises": is_organiser(request.user),
        },
    )


@require_POST
@login_required
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """A yes, to the wording as it stands now."""
    known = _purpose(purpose)
    actions.give_consent(person=request.user.person, purpose=known.slug, where="My own page", now=clock.now())
    messages.success(request, "Noted. You can take it back here whenever you like.")
    return redirect("me")


@require_POST
@login_required
def withdrawal(request: HttpRequest, purpose: str) -> HttpResponse:
    """A yes taken back, also one for something that we no longer ask about."""
    if actions.withdraw_consent(person=request.user.person, purpose=purpose, now=clock.now()):
        messages.success(request, "Taken back. From now on we do not use what you told us for that.")
    return redirect("me")


def _purpose(slug: str) -> purposes.Purpose:
    try:
        return purposes.named(slug)
    except KeyError:
        raise Http404 from None


@require_safe
@login_required
def address(request: HttpRequest) -> HttpResponse:
    """allauth sends people here to look after their address; it stands on their own page."""
    return redirect("me")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_community(request: HttpRequest) -> HttpResponse:
    """Take part without a gathering yet. What follows is the same whether or not we knew the address."""
    member = request.user if request.user.is_authenticated else None
    form = JoinForm(sent(request), initial=known_about(member.person) if member else None)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            now = clock.now()
            doors.one_more_sign_up(request, now)
            actions.join_community(now=now, consents=form.consents(), **form.facts())
        except Refused as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            return redirect("joined-community")
    return render(request, "people/join.html", {"form": form}, status=status)


@require_safe
def joined(request: HttpRequest) -> HttpResponse:
    return render(request, "people/joined.html")
