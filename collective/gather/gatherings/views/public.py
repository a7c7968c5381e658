"""What is on, one gathering, and taking a seat."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collective.gather.gatherings import actions, doors, pictures, queries, standings
from collective.gather.gatherings.actions import asking
from collective.gather.gatherings.actions.in_the_diary import address_of
from collective.gather.gatherings.core import Seats, seats_said
from collective.gather.gatherings.forms import SignUpForm
from collective.gather.gatherings.models import Gathering, Invite
from collective.gather.gatherings.seating import hours
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.lib.markdown import as_html
from collective.join.people.doors import one_more_sign_up
from collective.join.people.forms import known_about, sent
from collective.join.people.models import is_organiser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from collective.gather.gatherings.models import SignUp
    from collective.join.people.models import Person

ON_A_PAGE = 25


@require_safe
def gatherings(request: HttpRequest) -> HttpResponse:
    """What is coming, soonest first, and what was, latest first."""
    now = clock.now()
    seen = Gathering.objects.visible_to(request.user).select_related("listing", "cancellation").with_taken()
    coming = Paginator(seen.filter(ends_at__gte=now).order_by("starts_at", "pk"), ON_A_PAGE)
    page = coming.get_page(request.GET.get("coming", 1))
    facts = {
        "coming": with_seats(page),
        "coming_page": page,
        "past": Paginator(seen.past(now), ON_A_PAGE).get_page(request.GET.get("page", 1)),
        "organises": is_organiser(request.user),
    }
    return render(request, "gatherings/gatherings.html", facts)


def with_seats(found: Iterable[Gathering]) -> list[tuple[Gathering, Seats]]:
    """Each with what may be said of its seats."""
    return [(one, _seats(one)) for one in found]


@require_safe
def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    """One gathering: when, where, what for, who hosts, and whether there is a seat."""
    found = _visible(request, slug)
    page = queries.page_of(found)
    facts = {
        **_facts(request, found),
        "summary": as_html(found.summary),
        "account": as_html(page.account),
        "hosts": page.hosts,
        "card": page.card,
        "materials": page.materials,
        "outcome": doors.outcome_of(found),
    }
    if found.is_listed and found.audience == "public":
        picture = settings.SITE_URL + reverse("gathering-picture", args=[slug])
        block = pictures.event_block(found, page=address_of(found), picture=picture)
        facts |= {"page_address": address_of(found), "picture_address": picture, "event_block": block}
    answer = render(request, "gatherings/gathering.html", facts)
    if "page_address" not in facts:
        add_never_cache_headers(answer)  # a page for some, perhaps opened by a secret in its address
    return answer


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of a gathering: the one that hangs there, or one drawn of its name and day."""
    found = _visible(request, slug)
    card = queries.picture_of(found)
    kind, data = (card.media_type, bytes(card.data)) if card else ("image/png", pictures.share_picture(found))
    public = found.is_listed and found.audience == "public"
    kept = "public, max-age=3600" if public else "private, max-age=3600"
    return HttpResponse(data, content_type=kind, headers={"Cache-Control": kept})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a seat. What follows is the same whether or not we knew the address: the private page is in the letter."""
    found = _visible(request, slug)
    person = request.user.person if request.user.is_authenticated else None
    form = SignUpForm(sent(request), gathering=found, initial=_begin_with(request, found, person))
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            seat = _take_a_seat(request, found, form, person)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = refused.status
        else:
            own = person is not None and seat.person_id == person.pk
            return redirect("my-seat", seat.token) if own else redirect(_with_key(request, "signed-up", found))
    return render(request, "gatherings/sign_up.html", {"form": form, **_facts(request, found)}, status=status)


def _begin_with(request: HttpRequest, found: Gathering, person: Person | None) -> dict[str, object]:
    """What we may show somebody of what we know: all of their own to who has signed in, else what the invitation says."""
    if person is not None:
        known = asking.known_replies(gathering=found, person=person)
        return known_about(person) | SignUpForm.known_replies(known)
    invited = Invite.objects.with_token(request.GET.get("invited", "")).filter(gathering=found).first()
    return {"name": invited.name, "email": invited.email} if invited else {}


def _take_a_seat(request: HttpRequest, found: Gathering, form: SignUpForm, person: Person | None) -> SignUp:
    """When no seat is open nobody passes, seated or not: who has one is nothing to find out by trying addresses."""
    now, facts = clock.now(), form.facts()
    one_more_sign_up(request, now)
    own = person is not None and facts["email"] == (person.email or "")
    size = facts["organisation_size"] or (person.organisation_size if own and person else "")
    place = standings.place_for(found, pool=facts["pool"], way=facts["way"], now=now, size=size)
    if place is None and not own and not found.is_cancelled and found.ends_at > now:
        raise actions.GatheringFull
    invited = request.GET.get("invited", "")
    return actions.sign_up(gathering=found, now=now, consents=form.consents(), own=own, invited=invited, **facts)


@require_safe
def signed_up(request: HttpRequest, slug: str) -> HttpResponse:
    """After the form: the letter is on its way."""
    return render(request, "gatherings/signed_up.html", _facts(request, _visible(request, slug)))


def _visible(request: HttpRequest, slug: str) -> Gathering:
    """The gathering, for who may see it: by who they are, by the key in the address, or because somebody asked them along."""
    opened_by = {name: request.GET.get(name, "") for name in ("key", "invited")}
    seen = Gathering.objects.visible_to(request.user, **opened_by)
    found = seen.select_related("listing", "cancellation", "series").with_taken()
    return get_object_or_404(found, slug=slug)


def _facts(request: HttpRequest, found: Gathering) -> dict[str, object]:
    now = clock.now()
    over = found.ends_at <= now
    is_ahead = not over and not found.is_cancelled
    # A seat that is kept for somebody who waits is nobody else's to take, so to everybody else it is taken.
    is_open = not is_ahead or standings.has_open_seat(found, now)
    seats = (
        _seats(found) if is_open else seats_said(found.seats or 0, found.seats or 0, least=settings.PUBLIC_THRESHOLD)
    )
    return {
        "gathering": found,
        "seats": seats,
        "over": over,
        "may_sign_up": seats.open and is_ahead,
        "may_wait": not seats.open and is_ahead and not hours.too_late(standings.rules_of(found, now), now),
        "organises": is_organiser(request.user),
        "takes_part": request.user.is_authenticated and standings.takes_part(request.user.person, found),
        "key": _key(request),
    }


def _key(request: HttpRequest) -> str:
    """What opens this page besides who looks at it, for the addresses on it: "?key=…", or nothing."""
    kept = {name: request.GET[name] for name in ("key", "invited") if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def _with_key(request: HttpRequest, name: str, found: Gathering) -> str:
    return reverse(name, args=[found.slug]) + _key(request)


def _seats(found: Gathering) -> Seats:
    return seats_said(found.taken, found.seats, least=settings.PUBLIC_THRESHOLD)
