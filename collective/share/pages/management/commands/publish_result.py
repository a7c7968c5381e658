"""Making a gathering's result public by hand, as the button on the desk does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from collective.gather.gatherings.models import Gathering
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.share.pages import actions
from collective.share.pages.queries import published


class Command(BaseCommand):
    help = "Make the result of a gathering public as it stands, unless one is public already. Twice is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("gathering", help="the last part of its address, such as winter-lunch-2026-12-03")
        parser.add_argument("--words", default="", help="what the organiser says above the figures")
        parser.add_argument(
            "--with-cards", action="store_true", help="quote every card whose author agreed, without names"
        )

    def handle(self, *args: object, **options: Any) -> None:
        gathering = Gathering.objects.filter(slug=options["gathering"]).first()
        if gathering is None:
            raise CommandError(f"There is no gathering at the address {options['gathering']}.")
        latest = published.latest(gathering)
        if latest is not None and latest.stands:
            return
        agreed = [card.pk for card in published.quotable(gathering) if card.agreed] if options["with_cards"] else []
        try:
            actions.publish(
                gathering=gathering,
                now=clock.now(),
                by=None,
                seen=latest.version if latest else 0,
                cards=agreed,
                words=options["words"],
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
