"""The post, for staff: what waits, what went and why, what will go, and holding it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.ground.lib import clock
from collective.ground.outbox import envelope, letterhead
from collective.ground.outbox.actions import holding, suppressing
from collective.join.people.accounts import organisers_only
from collective.share.pages.queries import mail as queries
from collective.share.pages.queries import mail_samples

if TYPE_CHECKING:
    from django.http import HttpRequest

    from collective.ground.outbox.models import Letter

# A letter carries its own styles, as mail programs want it. It is shown on a page of its own that may do nothing else.
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'; base-uri 'none'"


@never_cache
@organisers_only
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """All letters, newest first, found by address, subject or what they are about."""
    asked = {name: request.GET.get(name, "")[:100].strip() for name in ("q", "state", "about", "before")}
    before = int(asked["before"]) if asked["before"].isdecimal() and len(asked["before"]) < 16 else None
    facts = {
        "found": queries.find(
            request.user, words=asked["q"], state=asked["state"], about=asked["about"], before=before
        ),
        "counts": queries.counts(request.user),
        "about": queries.abouts([asked["about"]])[asked["about"]] if asked["about"] else None,
        "asked": asked,
        "present": queries.at_present(),
        "now": clock.now(),
    }
    return render(request, "pages/desk/mail.html", facts)


@never_cache
@organisers_only
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: to whom, why, what it says while it waits, and what became of it."""
    found = _letter(request, pk)
    facts = {
        "letter": found,
        "about": queries.abouts([found.about])[found.about] if found.about else None,
        "history": queries.history(found),
        "text": envelope.plain(found) if found.text else "",
        "sample": mail_samples.known(found.kind),
        "held": found.pauses.standing().first(),
        "present": queries.at_present(),
    }
    return render(request, "pages/desk/mail_letter.html", facts)


def _letter(request: HttpRequest, pk: int) -> Letter:
    return get_object_or_404(queries.letters(request.user).prefetch_related("happenings", "pauses"), pk=pk)


def _as_mail(html: str) -> HttpResponse:
    return HttpResponse(html, headers={"Content-Security-Policy": LETTER_POLICY, "Cache-Control": "no-store"})


@organisers_only
@require_safe
def letter_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as a mail program shows it. Only while it waits: afterwards its words are gone."""
    found = _letter(request, pk)
    if not found.text:
        raise Http404
    return _as_mail(envelope.html(found, letterhead.present()))


@organisers_only
@require_POST
def letter_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold one back."""
    holding.pause(letter=_letter(request, pk), now=clock.now(), by=str(request.user))
    messages.success(request, "Held back. It stays here until you let it go.")
    return redirect("mail-letter", pk)


@organisers_only
@require_POST
def letter_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it go."""
    holding.resume(letter=_letter(request, pk), now=clock.now(), by=str(request.user))
    messages.success(request, "Let go. It leaves within a few seconds of being due.")
    return redirect("mail-letter", pk)


@organisers_only
@require_POST
def letter_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one again that was given up or stopped."""
    try:
        holding.send_again(letter=_letter(request, pk), now=clock.now(), by=str(request.user))
        messages.success(request, "It goes again, within a few seconds.")
    except holding.CannotGo as why:
        messages.error(request, str(why))
    return redirect("mail-letter", pk)


@organisers_only
@require_POST
def pause(request: HttpRequest) -> HttpResponse:
    """No letter goes, except codes to sign in."""
    holding.pause(now=clock.now(), by=str(request.user))
    messages.success(request, "No letter goes until you let them. Codes to sign in still do.")
    return redirect("mail")


@organisers_only
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """They go again."""
    holding.resume(now=clock.now(), by=str(request.user))
    messages.success(request, "Letters go again.")
    return redirect("mail")


@never_cache
@organisers_only
@require_safe
def coming(request: HttpRequest) -> HttpResponse:
    """What will go out and when, and why not, as things stand now."""
    now = clock.now()
    facts = {
        "outlook": queries.outlook(now),
        "waiting": queries.waiting(request.user, now),
        "present": queries.at_present(),
        "now": now,
    }
    return render(request, "pages/desk/mail_coming.html", facts)


@never_cache
@organisers_only
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    """Addresses that nothing goes to, and why."""
    words = request.GET.get("q", "")[:100].strip()
    standing = queries.suppressions(request.user).standing().order_by("-at", "-pk")
    if words:
        standing = standing.filter(address__icontains=words)
    facts = {"found": standing[:200], "words": words, "no_news": queries.no_news()}
    return render(request, "pages/desk/mail_addresses.html", facts)


@organisers_only
@require_POST
def lifting(request: HttpRequest, pk: int) -> HttpResponse:
    """Letters may go to this address again."""
    found = get_object_or_404(queries.suppressions(request.user), pk=pk)
    suppressing.lift(suppression=found, now=clock.now(), by=str(request.user))
    messages.success(request, f"Letters go to {found.address} again, from the next one on.")
    return redirect("mail-addresses")


@organisers_only
@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """What each kind of letter looks like, with invented people."""
    return render(request, "pages/desk/mail_kinds.html", {"kinds": mail_samples.kinds()})


@organisers_only
@require_safe
def kind(request: HttpRequest, name: str) -> HttpResponse:
    """One kind, as text and with a link to the page it becomes."""
    found = mail_samples.sample(name)
    if found is None:
        raise Http404
    return render(request, "pages/desk/mail_kind.html", {"sample": found, "text": envelope.plain(found.letter)})


@organisers_only
@require_safe
def kind_page(request: HttpRequest, name: str) -> HttpResponse:
    """One kind as a mail program shows it."""
    found = mail_samples.sample(name)
    if found is None:
        raise Http404
    return _as_mail(envelope.html(found.letter, letterhead.present()))
