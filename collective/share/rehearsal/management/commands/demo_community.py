"""The sample community of a demonstration."""

from django.core.management.base import BaseCommand

from collective.ground.lib import clock
from collective.share.rehearsal.actions import sample
from collective.share.rehearsal.management.demonstration import demonstration_only


class Command(BaseCommand):
    help = "Make the demonstration's invented community: a past workshop, and a gathering to come. Twice is harmless."

    def handle(self, *args: object, **options: object) -> None:
        demonstration_only()
        sample.make(now=clock.now())
