"""A made-up audience for the next gathering of a demonstration."""

from django.core.management.base import BaseCommand

from collective.ground.lib import clock
from collective.share.rehearsal.actions import sample
from collective.share.rehearsal.management.demonstration import demonstration_only


class Command(BaseCommand):
    help = "Start a fresh rehearsal, with a made-up host until somebody at the desk takes over. The server runs it."

    def handle(self, *args: object, **options: object) -> None:
        demonstration_only()
        sample.rehearse(now=clock.now())
