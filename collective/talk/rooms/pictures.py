"""From a tally to the picture of it: which drawing suits which kind of prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collective.talk.rooms.models import Prompt
    from collective.talk.rooms.prompts import Tally


def figure(prompt: Prompt, tally: Tally, *, screen: str) -> Any:
    return None
