"""What the log may say of an address. Private links are addresses, and a log of them would be a list of seats."""

from __future__ import annotations

import logging
import re

# /seat/<token>/, /letters/<token>/, /r/<code>/back/<token>/, /stage/<token>/, /desk/rooms/<signed>/events/ and ?from=<token>
# and, of the diary, /diary/<token>/, /calendar/<token>.ics and /invitations/<token>/; of the waiting list, /waiting/<token>/,
# where the desk's addresses of the same name have a word or a number; and what opens a gathering: ?key=, ?invited=, ?seat=
_SECRET = re.compile(
    r"(/(?:seat|back|stage|letters|diary|calendar|invitations)/|/waiting/(?=[\w-]{16})|[?&](?:from|key|invited|seat)=)"
    r"[^/\s&?\"']+|(/desk/rooms/)[^/\s]+(?=/events)"
)


def without_secrets(text: str) -> str:
    """The text with an ellipsis in the place of every private part of an address."""
    return _SECRET.sub(lambda found: f"{found[1] or found[2]}…", text)


class NoPrivateLinks(logging.Filter):
    """Lets every record through, with what it says about addresses shortened."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        shortened = without_secrets(said)
        if shortened != said:
            record.msg, record.args = shortened, None
        return True
