"""What an error of the mail server means for the letter."""

from __future__ import annotations

import re
import smtplib
from enum import Enum

# RFC 3463: 5.1.x the address is bad, 5.2.1 the mailbox is closed. 5.1.7 and 5.1.8 are about the sender, which is us.
_GONE = re.compile(rb"\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b")
CLOSING = 421  # RFC 5321, 4.2.3: the server ends the conversation; it says nothing of the letter


class Verdict(Enum):
    NO_SUCH_ADDRESS = "for good: nothing will ever arrive there"
    THIS_LETTER = "the server will not have this letter for this reader, now"
    LATER = "not the reader's fault: the connection, the account, the provider"


def verdict(problem: Exception) -> Verdict:
    """What follows from it. A 550 without a code of RFC 3463 is tried again: it may be a policy, mended tomorrow."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        if any(code == CLOSING for code, _answer in problem.recipients.values()):
            return Verdict.LATER
        said = [answer for _code, answer in problem.recipients.values()]
        gone = said and all(_GONE.search(each if isinstance(each, bytes) else str(each).encode()) for each in said)
        return Verdict.NO_SUCH_ADDRESS if gone else Verdict.THIS_LETTER
    if isinstance(problem, smtplib.SMTPDataError) and problem.smtp_code == CLOSING:
        return Verdict.LATER
    if isinstance(problem, smtplib.SMTPDataError | ValueError | LookupError | TypeError):
        return Verdict.THIS_LETTER
    if type(problem).__name__ == "AnymailRecipientsRefused":
        return Verdict.THIS_LETTER
    return Verdict.LATER
