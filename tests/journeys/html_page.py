"""A page as somebody without a screen meets it: its words, its links, and forms whose fields are known by their labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNREAD = {"script", "style", "template", "title", "head"}
APART = {"li", "tr", "article", "section", "fieldset", "p", "div", "details"}
CONTROLS = {"input", "textarea", "select"}


@dataclass
class Node:
    """One element; `inside` holds elements and text in their order."""

    tag: str
    attrs: dict[str, str]
    parent: Node | None = None
    inside: list[Node | str] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Node]:
        for one in self.inside:
            if isinstance(one, Node):
                if not tags or one.tag in tags:
                    yield one
                yield from one.all(*tags)

    @property
    def text(self) -> str:
        return " ".join("".join(self._pieces()).split())

    def _pieces(self) -> Iterator[str]:
        for one in self.inside:
            if isinstance(one, str):
                yield one
            elif one.tag not in UNREAD:
                yield from one._pieces()
                # Words of neighbouring blocks are words apart, and a line break is one too.
                yield " " if one.tag not in {"span", "b", "strong", "em", "a", "code"} else ""

    def around(self) -> Iterator[Node]:
        """The elements that hold this one, nearest first."""
        up = self.parent
        while up is not None:
            yield up
            up = up.parent


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(made)
        if tag not in VOID:
            self.at = made

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.inside.append(Node(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        at: Node | None = self.at
        while at is not None and at.tag != tag:
            at = at.parent
        if at is not None and at.parent is not None:
            self.at = at.parent

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)


class NotOnThePage(AssertionError):
    """What a person would look for is not there."""


class HtmlPage:
    """One answer of the site, read."""

    def __init__(self, html: str) -> None:
        tree = _Tree()
        tree.feed(html)
        self.root = tree.root
        self.html = html

    @property
    def text(self) -> str:
        return self.root.text

    @property
    def title(self) -> str:
        return next(("".join(map(str, one.inside)).strip() for one in self.root.all("title")), "")

    @property
    def h1(self) -> str:
        return next((one.text for one in self.root.all("h1")), "")

    def links(self) -> list[tuple[str, str]]:
        return [(one.text, one.attrs["href"]) for one in self.root.all("a") if one.attrs.get("href")]

    def link(self, words: str) -> str:
        """The address behind the link with these words, or the first that begins with them."""
        found = [to for text, to in self.links() if text == words] or [
            to for text, to in self.links() if text.startswith(words)
        ]
        if not found:
            raise NotOnThePage(f"No link “{words}” among {[text for text, _ in self.links()]} on: {self.text[:2000]}")
        return found[0]

    def has_button(self, words: str) -> bool:
        return any(one.text.startswith(words) for one in self.root.all("button"))

    def buttons(self) -> list[str]:
        return [one.text for one in self.root.all("button")]

    def button(self, words: str, near: str = "") -> Node:
        """The button with these words, or the first that begins with them; `near`: in the smallest part that says this."""
        able = [one for one in self.root.all("button") if "disabled" not in one.attrs]
        found = [one for one in able if one.text == words] or [one for one in able if one.text.startswith(words)]
        if near:
            close = [(self._distance(one, near), at) for at, one in enumerate(found)]
            found = [found[at] for distance, at in sorted(close) if distance < 99][:1]
        if not found:
            raise NotOnThePage(
                f"No button “{words}” {near and f'near “{near}” '}among {self.buttons()} on: {self.text[:2000]}"
            )
        return found[0]

    @staticmethod
    def _distance(one: Node, near: str) -> int:
        return next((at for at, up in enumerate(one.around()) if up.tag in APART and near in up.text), 99)

    def form_of(self, button: Node) -> Form:
        ident = button.attrs.get("form")
        if ident:
            return Form(self, next(one for one in self.root.all("form") if one.attrs.get("id") == ident))
        return Form(self, next(up for up in button.around() if up.tag == "form"))

    def label_of(self, control: Node) -> str:
        """What a screen reader calls this field."""
        ident = control.attrs.get("id")
        for label in self.root.all("label"):
            if (ident and label.attrs.get("for") == ident) or any(one is control for one in label.all(*CONTROLS)):
                return label.text
        return control.attrs.get("aria-label", "")


class Form:
    """A form as it stands, to be filled in by its labels and sent."""

    def __init__(self, page: HtmlPage, node: Node) -> None:
        self.page, self.node = page, node
        self.action = node.attrs.get("action", "")
        self.method = node.attrs.get("method", "get").lower()
        self.controls = [one for one in node.all(*CONTROLS) if one.attrs.get("name")]
        self.values: list[tuple[Node, object]] = [
            (one, value) for one in self.controls if (value := _value(one)) is not None
        ]

    def data(self, button: Node | None = None) -> dict[str, list[object]]:
        """What is sent: names to values, in their order."""
        sent: dict[str, list[object]] = {}
        for control, value in self.values:
            if "disabled" not in control.attrs:
                sent.setdefault(control.attrs["name"], []).append(value)
        if button is not None and button.attrs.get("name"):
            sent.setdefault(button.attrs["name"], []).append(button.attrs.get("value", ""))
        return sent

    def fill(self, label: str, value: object) -> None:
        """Type into the field with this label; tick (True) or clear (False) a box; choose a line of a list by its words."""
        control = self._labelled(label)
        kind = control.attrs.get("type", "text") if control.tag == "input" else control.tag
        if kind == "radio":
            self._drop(lambda one: one.attrs["name"] == control.attrs["name"] and one.attrs.get("type") == "radio")
        elif kind != "checkbox" or value is False:
            self._drop(lambda one: one is control)
        if value is False:
            return
        if kind in {"radio", "checkbox"}:
            value = control.attrs.get("value", "on")
        elif kind == "select":
            value = _option(control, str(value))
        self.values.append((control, value))

    def _drop(self, which: object) -> None:
        self.values = [(one, value) for one, value in self.values if not which(one)]  # type: ignore[operator]

    def _labelled(self, label: str) -> Node:
        seen = [(self.page.label_of(one), one) for one in self.controls if one.attrs.get("type") != "hidden"]
        found = [one for text, one in seen if text == label] or [one for text, one in seen if text.startswith(label)]
        if not found:
            raise NotOnThePage(f"No field “{label}” among {[text for text, _ in seen]}")
        return found[0]


def _value(control: Node) -> object | None:
    """What a field sends before anybody touches it; None when it sends nothing."""
    if control.tag == "textarea":
        return "".join(str(one) for one in control.inside).removeprefix("\n")
    if control.tag == "select":
        options = list(control.all("option"))
        chosen = [one for one in options if "selected" in one.attrs] or options[:1]
        return chosen[0].attrs.get("value", chosen[0].text) if chosen else None
    kind = control.attrs.get("type", "text")
    if kind in {"radio", "checkbox"}:
        return control.attrs.get("value", "on") if "checked" in control.attrs else None
    if kind in {"file", "submit", "button", "image"}:
        return None
    return control.attrs.get("value", "")


def _option(control: Node, words: str) -> str:
    options = list(control.all("option"))
    found = [one for one in options if one.text == words] or [one for one in options if one.text.startswith(words)]
    if not found:
        raise NotOnThePage(f"No line “{words}” among {[one.text for one in options]}")
    return found[0].attrs.get("value", found[0].text)
