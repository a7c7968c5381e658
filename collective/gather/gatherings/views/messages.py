"""One message to many, and what is shared: written, looked at, sent once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collective.gather.gatherings import queries
from collective.gather.gatherings.actions import sharing, telling
from collective.gather.gatherings.forms.telling import MaterialForm, MessageForm
from collective.gather.gatherings.letters import telling as letter
from collective.gather.gatherings.models import Broadcast, Gathering, SignUp
from collective.gather.gatherings.views.desk import editable
from collective.ground.lib import clock, ids
from collective.ground.lib.errors import Refused
from collective.join.people.accounts import organisers_only

if TYPE_CHECKING:
    from django.http import HttpRequest


@organisers_only
@never_cache
@require_safe
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to everybody who comes, waits or came."""
    to = request.GET.get("to", "coming")
    return _write(request, editable(request, slug), MessageForm(initial={"to": to, "token": ids.new_token()}))


def _write(request: HttpRequest, found: Gathering, form: MessageForm, status: int = 200) -> HttpResponse:
    sent = found.broadcasts.select_related("by__person").order_by("-at", "-pk")[:20]
    facts = {"gathering": found, "form": form, "sent": [(one, telling.TO[one.to]) for one in sent]}
    return render(request, "gatherings/desk/write.html", facts, status=status)


@organisers_only
@never_cache
@require_POST
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """How it will look and how many people get it. Nothing is sent; "again" brings the form back as it was."""
    found = editable(request, slug)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _write(request, found, form, status=400)
    said = form.cleaned_data
    if "again" in request.POST:
        return _write(request, found, MessageForm(initial=said))
    reached = telling.reach(found, said["to"])
    first = queries.told(found, said["to"]).filter(email__isnull=False).order_by("pk").first()
    text = letter.sample(Broadcast(gathering=found, **said), first) if first else ""
    facts = {"gathering": found, "said": said, "reached": reached, "first": first, "sample": text}
    return render(request, "gatherings/desk/preview.html", {**facts, "to": telling.TO[said["to"]]})


@organisers_only
@require_POST
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Send it, once."""
    found = editable(request, slug)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _write(request, found, form, status=400)
    sent = telling.tell(gathering=found, now=clock.now(), by=request.user, **form.cleaned_data)
    messages.success(request, f"“{sent.subject}” is on its way.")
    return redirect("gathering-messages", slug)


@organisers_only
@never_cache
@require_safe
def materials(request: HttpRequest, slug: str) -> HttpResponse:
    """Slides, notes and links of one gathering."""
    return _materials(request, editable(request, slug), MaterialForm())


def _materials(request: HttpRequest, found: Gathering, form: MaterialForm, status: int = 200) -> HttpResponse:
    shared = found.materials.defer("data").order_by("pk")
    return render(
        request, "gatherings/desk/materials.html", {"gathering": found, "form": form, "shared": shared}, status=status
    )


@organisers_only
@require_POST
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """One more of them."""
    found = editable(request, slug)
    form = MaterialForm(request.POST, request.FILES)
    if not form.is_valid():
        return _materials(request, found, form, status=400)
    said, facts = form.cleaned_data, {"gathering": found, "now": clock.now(), "by": request.user}
    try:
        if said["url"]:
            made = sharing.share_link(title=said["title"], url=said["url"], **facts)
        else:
            data = said["file"].read(sharing.LARGEST + 1)
            made = sharing.share_file(title=said["title"], filename=said["file"].name, data=data, **facts)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _materials(request, found, form, status=refused.status)
    messages.success(request, f"{made.title} is on the gathering’s page.")
    return redirect("gathering-materials", slug)


@organisers_only
@require_POST
def material_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take it off the page."""
    found = get_object_or_404(editable(request, slug).materials.defer("data"), pk=pk)
    sharing.remove(material=found)
    messages.success(request, f"{found.title} is no longer on the page.")
    return redirect("gathering-materials", slug)


@require_safe
def material(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The file itself, for who may see the gathering, and for who holds a seat at it."""
    shared = get_object_or_404(_seen(request, slug).materials.exclude(filename=""), pk=pk)
    answer = HttpResponse(bytes(shared.data), content_type=shared.media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, shared.filename)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _seen(request: HttpRequest, slug: str) -> Gathering:
    token = request.GET.get("seat", "")
    seat = SignUp.objects.with_token(token).filter(gathering__slug=slug).select_related("gathering").first()
    if seat is not None:
        return seat.gathering
    return get_object_or_404(Gathering.objects.visible_to(request.user, request.GET.get("key", "")), slug=slug)
