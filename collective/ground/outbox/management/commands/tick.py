"""One tick by hand, or from cron where the server does not run it."""

from django.core.management.base import BaseCommand

from collective.ground.lib import clock
from collective.ground.outbox import tick


class Command(BaseCommand):
    help = "Do what is due now: send waiting letters. Safe to run as often as you like, even twice at once."

    def handle(self, *args: object, **options: object) -> None:
        tick.once(clock.now())
