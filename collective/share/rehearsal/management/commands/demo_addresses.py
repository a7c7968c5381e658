"""Where to look in a demonstration."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from collective.ground.lib import clock
from collective.share.rehearsal.actions import sample
from collective.share.rehearsal.management.demonstration import demonstration_only

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
ANY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 - recognised, not listened on


class Command(BaseCommand):
    help = "Print the addresses of a demonstration: front page, stage, phone, desk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", required=True, help="where the site answers, such as http://localhost:8000")

    def handle(self, *args: object, **options: Any) -> None:
        demonstration_only()
        url = options["url"].rstrip("/")
        room, says = sample.room_to_show(now=clock.now())
        if says:
            self.stdout.write(f"\n{says}")
        self.stdout.write(f"\nFront page  {url}/")
        self.stdout.write(f"Stage       {url}{reverse('stage', args=[room.stage_token])}")
        self.stdout.write(f"Phone       {url}{reverse('scanned', args=[room.code])}")
        self.stdout.write(f"Desk        {_desk(url)}")


def _desk(url: str) -> str:
    """The page with the one-click sign-in, which answers this computer only; elsewhere the code from the terminal."""
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK:
        return f"{url}{reverse('demo-desk')}  one click signs you in"
    if parts.hostname in ANY_ADDRESS:
        here = urlunsplit(parts._replace(netloc=f"localhost:{parts.port or 80}"))
        return f"{here}{reverse('demo-desk')}  one click signs you in, on this computer"
    return f"{url}{reverse('account_login')}  as {sample.ORGANISER}; the code to type appears here"
