"""What goes down a stream: a state, encoded once and shared by everybody who gets it."""

import re
from dataclasses import dataclass
from typing import Any

_PLAIN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class State:
    """The newest state of a topic.

    `version` says which state it is: equal versions mean equal data. `data` is text, usually JSON or HTML.
    """

    version: str | int
    data: str


class Frame:
    """One encoded message. Compared by identity: the hub makes one object per state."""

    __slots__ = ("body", "id", "message")

    def __init__(self, body: bytes, id: str = "") -> None:
        self.id = id
        self.body = body
        # The ASGI message is shared too, so a listener costs no allocation but its own write.
        self.message: dict[str, Any] = {"type": "http.response.body", "body": body, "more_body": True}


HEARTBEAT = Frame(b":\n\n")


def event_id(epoch: str, version: str | int) -> str:
    """The id that a browser sends back when it reconnects. `ValueError` if it could break out of its line."""
    text = f"{epoch}.{version}"
    if not _PLAIN.fullmatch(text):
        raise ValueError(f"A version has to be printable ASCII without spaces, not {version!r}.")
    return text


def encode(state: State, epoch: str) -> Frame:
    """A state as a server-sent event named `state`. Line endings inside the data arrive as newlines."""
    id = event_id(epoch, state.version)
    lines = state.data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    data = "".join(f"data: {line}\n" for line in lines)
    return Frame(f"event: state\nid: {id}\n{data}\n".encode(), id)
