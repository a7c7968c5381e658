"""Text an organiser writes, as HTML that cannot do harm."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "h3", "h4", "blockquote", "code", "hr"}
_MARKDOWN = MarkdownIt("commonmark", {"breaks": True, "html": False}).disable(["image", "html_block", "html_inline"])


def as_html(text: str) -> SafeString:
    """CommonMark as safe HTML: headings start at the third level, links leave the page without telling where from."""
    lowered = (
        _MARKDOWN.render(text)
        .replace("<h1>", "<h3>")
        .replace("</h1>", "</h3>")
        .replace("<h2>", "<h3>")
        .replace("</h2>", "</h3>")
    )
    safe = nh3.clean(
        lowered,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )
    return mark_safe(safe)  # noqa: S308 - nh3 has just cleaned it
