"""A real SMTP server that keeps what arrives, and what a letter says."""

from __future__ import annotations

import email
import email.policy
import re
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

PATIENCE = 20


class Postbox:
    """The inside of the server."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self.host, self.port = "127.0.0.1", 0

    async def handle_DATA(self, server, session, envelope) -> str:
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters += [(address, letter) for address in envelope.rcpt_tos]
        return "250 kept"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for whom, letter in self.letters if whom == address]

    def wait_for(self, address: str) -> EmailMessage:
        """The newest letter to this address; waits while the server is still on its way."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if letters := self.to(address):
                return letters[-1]
            time.sleep(0.05)
        raise AssertionError(f"No letter to {address} in {PATIENCE} seconds; there are {len(self.letters)} others")


def text_of(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content()


def code_in(letter: EmailMessage) -> str:
    """The code to type, as it stands in the letter."""
    return re.search(r"^ +(\w{4}-\w{4})\s*$", text_of(letter), re.MULTILINE)[1]


def links_in(letter: EmailMessage) -> list[str]:
    return re.findall(r"https?://[^\s<>\"]+", text_of(letter))


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    inside = Postbox()
    with socket.create_server((inside.host, 0)) as free:
        inside.port = free.getsockname()[1]
    controller = Controller(inside, hostname=inside.host, port=inside.port)
    controller.start()
    try:
        yield inside
    finally:
        controller.stop()
