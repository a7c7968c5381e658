"""Gatherings, sign-ups and attendance, for programs that act for a member."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status

from collective.gather.gatherings import actions, queries
from collective.gather.gatherings.actions import planning
from collective.gather.gatherings.models import Gathering, SignUp
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people import purposes
from collective.join.people.models import is_organiser
from collective.share.api import formats, forms
from collective.share.api.accounts import NotAllowed, asker

router = Router()
NO = dict.fromkeys((400, 401, 403, 404, 409, 429), formats.Message)


class NoName(Refused):
    """Somebody is to be put on a list without being named."""

    status = 400


@router.get("/gatherings/", response={200: formats.GatheringPage, **NO}, summary="Gatherings that you may see")
def gatherings(
    request: HttpRequest,
    since: Annotated[forms.Moment | None, Query(description="Only those that end then or later")] = None,
    until: Annotated[forms.Moment | None, Query(description="Only those that start before")] = None,
    after: Annotated[str, Query(description="`next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    viewer = asker(request, "gatherings:read")
    found = Gathering.objects.visible_to(viewer).with_taken().select_related("listing", "cancellation")
    if since:
        found = found.filter(ends_at__gte=since)
    if until:
        found = found.filter(starts_at__lt=until)
    if after.isdecimal() and len(after) < 19:
        found = found.filter(pk__gt=int(after))
    page = list(found.order_by("pk")[: limit + 1])
    organises = is_organiser(viewer)
    shown = [formats.gathering(one, one.taken, organises=organises) for one in page[:limit]]
    return {"gatherings": shown, "next": str(page[limit - 1].pk) if len(page) > limit else None}


@router.get("/gatherings/{slug}/", response={200: formats.GatheringOut, **NO}, summary="One gathering")
def gathering(request: HttpRequest, slug: str) -> dict[str, Any]:
    viewer = asker(request, "gatherings:read")
    one = get_object_or_404(Gathering.objects.visible_to(viewer).with_taken(), slug=slug)
    return formats.gathering(one, one.taken, organises=is_organiser(viewer))


@router.post("/gatherings/", response={201: formats.GatheringOut, **NO}, summary="Plan a gathering (organisers)")
def plan(request: HttpRequest, body: forms.GatheringIn) -> Status:
    """It is a draft: an organiser shows it to everybody from the desk. The same twice within a minute makes one."""
    viewer = _organiser(request, "gatherings:write")
    facts = body.dict()
    facts |= planning.times(facts)
    made = actions.plan_once(now=clock.now(), by=viewer, **facts)
    return Status(201, formats.gathering(made, 0, organises=True))


@router.patch("/gatherings/{slug}/", response={200: formats.GatheringOut, **NO}, summary="Change one (organisers)")
def change(request: HttpRequest, slug: str, body: forms.GatheringPatch) -> dict[str, Any]:
    """Who counts on a time or place that changes is written to, as from the desk."""
    viewer = _organiser(request, "gatherings:write")
    found = _editable(viewer, slug)
    if facts := forms.said(body):
        actions.change(gathering=found, now=clock.now(), by=viewer, **facts)
    one = Gathering.objects.visible_to(viewer).with_taken().get(pk=found.pk)
    return formats.gathering(one, one.taken, organises=True)


@router.get(
    "/gatherings/{slug}/sign-ups/", response={200: formats.SignUpPage, **NO}, summary="Who signed up (organisers)"
)
def sign_ups(
    request: HttpRequest, slug: str, after: int = Query(0, ge=0, le=2**62), limit: int = Query(100, ge=1, le=500)
) -> dict[str, Any]:
    viewer = _organiser(request, "sign-ups:read")
    found = _editable(viewer, slug)
    rows = SignUp.objects.visible_to(viewer).filter(gathering=found, pk__gt=after)
    page = list(rows.select_related("person__organisation").order_by("pk")[: limit + 1])
    shown = [formats.sign_up(one) for one in page[:limit]]
    return {"sign_ups": shown, "next": page[limit - 1].pk if len(page) > limit else None}


@router.post("/gatherings/{slug}/sign-ups/", response={201: formats.SignUpOut, **NO}, summary="Take a seat")
def sign_up(request: HttpRequest, slug: str, body: forms.SignUpIn) -> Status:
    """For yourself; organisers may name somebody else. Twice is one seat."""
    viewer = asker(request, "sign-ups:write")
    found, now = get_object_or_404(Gathering.objects.visible_to(viewer), slug=slug), clock.now()
    if body.name or body.email:
        if not is_organiser(viewer):
            raise NotAllowed(
                "You can sign up yourself only. Others are asked along from your own page of the gathering."
            )
        if not body.name.strip():
            raise NoName("Say the name of the person as well.")
        seat = actions.add_by_hand(
            gathering=found, name=body.name.strip(), email=forms.address(body), organisation=body.organisation, now=now
        )
    else:
        own = {"name": viewer.person.name, "email": viewer.email, "own": True}
        agreed = [purposes.GATHERING.slug] if body.letters else []
        seat = actions.sign_up(gathering=found, now=now, way=body.way, consents=agreed, **own)
    return Status(201, formats.sign_up(seat))


@router.get(
    "/gatherings/{slug}/attendance/", response={200: formats.AttendancePage, **NO}, summary="Who came (organisers)"
)
def attendance(request: HttpRequest, slug: str, page: int = Query(1, ge=1, le=100_000)) -> dict[str, Any]:
    viewer = _organiser(request, "attendance:read")
    shown, entries = queries.roll(_editable(viewer, slug), page=page)
    return {
        "attendance": [formats.attendance(entry) for entry in entries],
        "page": shown.number,
        "pages": shown.paginator.num_pages,
    }


def _organiser(request: HttpRequest, scope: str) -> Any:
    """The member who asks; whoever is no organiser finds nothing here, as on the desk."""
    member = asker(request, scope)
    if not is_organiser(member):
        raise Http404
    return member


def _editable(viewer: object, slug: str) -> Gathering:
    return get_object_or_404(Gathering.objects.editable_by(viewer), slug=slug)
