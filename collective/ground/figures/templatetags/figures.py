"""`{% load figures %}`: a figure on a page, and the same figure on the stage."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from collective.ground.figures.charts import Figure, public
from collective.ground.figures.drawings import bars
from collective.ground.figures.drawings.bars import Bar
from collective.ground.lib.disclosure import SafeFigure
from collective.ground.web import drawing

register = template.Library()


@register.inclusion_tag("figures/figure.html")
def figure(figure: Figure | SafeFigure, key: str = "") -> dict[str, Any]:
    """Picture, sentence, and the same figures as a table. `key` keeps ids apart where a page shows one figure twice."""
    return {"figure": _drawn(figure, key)}


@register.inclusion_tag("figures/stage.html")
def stage_figure(figure: Figure | SafeFigure, key: str = "") -> dict[str, Any]:
    """The figure as large as the screen: cloud beside its list, map beside its list, heaps of seats, or bars."""
    drawn = _drawn(figure, key)
    return {"figure": drawn, "most": drawn.most}


@register.simple_tag
def stage_bars(figure: Figure) -> SafeString:
    """All lines of the figure as bars for a projector."""
    rows = [Bar(row.label, row.value, row.display, row.step) for row in figure.table]
    return bars.stage_bars(rows, key="stage-bars", title=figure.title, description=figure.sentence)


@register.simple_tag
def heap(count: int | None, most: int) -> SafeString:
    """One dot a person, heaped; the number stands beside it."""
    return mark_safe(drawing.heap(count or 0, most))  # noqa: S308  numbers and fixed class names only


@register.simple_tag
def rank_bar(value: int | None, most: int, step: int = 0) -> SafeString:
    """The bar of one line in a ranked list."""
    return mark_safe(drawing.bar(value or 0, most, f"bar k{step}" if step else "bar"))  # noqa: S308


def _drawn(figure: Figure | SafeFigure, key: str) -> Figure:
    return public(figure, key=key) if isinstance(figure, SafeFigure) else figure
