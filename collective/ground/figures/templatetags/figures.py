"""`{% load figures %}`: a public figure on a page."""

from typing import Any

from django import template

from collective.ground.figures.charts import public
from collective.ground.lib.disclosure import SafeFigure

register = template.Library()


@register.inclusion_tag("figures/figure.html")
def figure(figure: SafeFigure, key: str = "") -> dict[str, Any]:
    """Picture, sentence, and the same figures as a table. `key` keeps ids apart where a page shows one figure twice.

    Raises TypeError for anything that has not been through the disclosure rules.
    """
    if not isinstance(figure, SafeFigure):
        raise TypeError("Only a figure that has been through the disclosure rules is drawn for the public.")
    return {"figure": public(figure, key=key)}
