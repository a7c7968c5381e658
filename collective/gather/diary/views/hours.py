"""When a member is free: the week painted with ticks, and single days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collective.gather.diary import actions
from collective.gather.diary.forms import (
    DAY_BEGINS,
    DAY_ENDS,
    HALF_HOURS,
    WEEKDAYS,
    DayForm,
    WeekForm,
    clock_text,
    rows,
)
from collective.gather.diary.models import Availability
from collective.ground.lib import clock

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def week(request: HttpRequest) -> HttpResponse:
    """The week, to look at and to paint."""
    if request.method != "POST":
        return _page(request)
    form = WeekForm(request.POST)
    if not form.is_valid():
        return _page(request, week=form, status=400)
    zone, painted = form.cleaned_data["zone"], form.painted()
    actions.paint_week(person=request.user.person, zone=zone, painted=painted, now=clock.now())
    messages.success(request, "Saved. Your hours are used to find times that suit everybody; nobody is shown them.")
    return redirect("free-hours")


@require_POST
@login_required
def exceptions(request: HttpRequest) -> HttpResponse:
    """One day on which it is otherwise."""
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, day=form, status=400)
    actions.add_exception(person=request.user.person, zone=settings.TIME_ZONE, now=clock.now(), **form.cleaned_data)
    messages.success(request, "Noted for that day.")
    return redirect("free-hours")


@require_POST
@login_required
def exception_removal(request: HttpRequest, number: int) -> HttpResponse:
    """That day is as the week says again."""
    if actions.drop_exception(person=request.user.person, exception=number, now=clock.now()):
        messages.success(request, "That day is as your week says again.")
    return redirect("free-hours")


@require_POST
@login_required
def removal(request: HttpRequest) -> HttpResponse:
    """Forget all of it."""
    actions.forget_hours(person=request.user.person)
    messages.success(request, "Forgotten. We do not know any more when you are free.")
    return redirect("free-hours")


def _page(
    request: HttpRequest, *, week: WeekForm | None = None, day: DayForm | None = None, status: int = 200
) -> HttpResponse:
    told = Availability.objects.visible_to(request.user).prefetch_related("weekly", "exceptions").first()
    ticked = _sent(week) if week else _ticked(told)
    zone = told.zone if told else settings.TIME_ZONE
    facts = {
        "told": told,
        "week": week or WeekForm(initial={"zone": zone}),
        "day": day or DayForm(),
        "form": week or day,
        "weekdays": WEEKDAYS,
        "daytime": rows(ticked, DAY_BEGINS, DAY_ENDS),
        "night": rows(ticked, 0, DAY_BEGINS) + rows(ticked, DAY_ENDS, HALF_HOURS),
        "night_used": any(not DAY_BEGINS <= half_hour < DAY_ENDS for _day, half_hour in ticked),
        "single": [_told(each) for each in told.exceptions.all() if each.day >= clock.now().date()] if told else [],
    }
    return render(request, "diary/hours.html", facts, status=status)


def _ticked(told: Availability | None) -> set[tuple[int, int]]:
    weekly = told.weekly.all() if told else []
    return {(each.weekday, half_hour) for each in weekly for half_hour in range(each.first, each.last)}


def _sent(form: WeekForm) -> set[tuple[int, int]]:
    """What was ticked, so that a mistake elsewhere on the page loses no tick."""
    sent = [each.partition("-") for each in form.data.getlist("free")]
    return {(int(day), int(each)) for day, _, each in sent if day.isdecimal() and each.isdecimal()}


def _told(each: Any) -> dict[str, Any]:
    whole = (each.first, each.last) == (0, HALF_HOURS)
    return {"row": each, "when": "all day" if whole else f"{clock_text(each.first)} to {clock_text(each.last)}"}
