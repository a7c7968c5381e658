"""One letter as a message: plain text, the page made of it, the calendar part, and the headers that mail asks for.

With a calendar part: mixed(alternative(plain, html, calendar), attached invite.ics). Outlook looks for the calendar in the
first branch only; others offer what is attached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from collective.ground.outbox.core import addresses, paper
from collective.ground.outbox.models import Letter, Reader

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from collective.ground.outbox.letterhead import Letterhead

SALT = "outbox.unsubscribe"


def message(letter: Letter, head: Letterhead, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The message as it goes out. Raises `BadAddress` where nothing can go."""
    leave = unsubscribe_link(letter) if letter.stream == Letter.Stream.NEWS else ""
    made = EmailMultiAlternatives(
        letter.subject,
        plain(letter, leave),
        to=[addresses.checked(letter.to)],
        reply_to=[head.contact] if head.contact else None,
        headers=_headers(letter, leave),
        connection=connection,
    )
    made.attach_alternative(html(letter, head, leave), "text/html")
    if letter.calendar_text:
        made.attach_alternative(letter.calendar_text, f"text/calendar; method={letter.calendar_method}")
        made.attach("invite.ics", letter.calendar_text.encode(), "application/ics")
    return made


def plain(letter: Letter, leave: str = "") -> str:
    """What the letter says, why it went, and for news how to get no more."""
    foot = [f"Why you get this: {letter.why}"] if letter.why else []
    if leave:
        foot.append(f"No more of these letters: {leave}")
    return letter.text.rstrip() + ("\n\n" + "\n".join(foot) if foot else "") + "\n"


def html(letter: Letter, head: Letterhead, leave: str = "") -> str:
    """The same words as a light page."""
    facts = {"letter": letter, "blocks": paper.blocks(letter.text), "head": head, "leave": leave}
    return render_to_string("outbox/letter.html", facts)


def _headers(letter: Letter, leave: str) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no "I am on holiday" comes back
    if letter.message_id:
        headers["Message-ID"] = f"<{letter.message_id}>"
    if leave:
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def unsubscribe_link(letter: Letter) -> str:
    """The address that ends news for this reader. It holds a signed number, not an address."""
    reader, _made = Reader.objects.get_or_create(address=addresses.same(letter.to))
    token = signing.Signer(salt=SALT).sign(f"{reader.pk}.{letter.scope}")
    return settings.SITE_URL + reverse("no-more-news", args=[token])


def reader_of(token: str) -> tuple[Reader, str] | None:
    """(who, which news) the link was made for; None when it was not made here, or that address is gone."""
    try:
        number, _, scope = signing.Signer(salt=SALT).unsign(token).partition(".")
    except signing.BadSignature:
        return None
    reader = Reader.objects.filter(pk=int(number)).first()
    return (reader, scope) if reader else None
