"""Make somebody an organiser, so that there is a first one."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from collective.ground.lib import clock
from collective.join.people import actions


class Command(BaseCommand):
    help = "Make the member with this e-mail address an organiser. They sign in with a code sent to it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="")

    def handle(self, *args: object, **options: str) -> None:
        member = actions.make_organiser(email=options["email"], name=options["name"], now=clock.now())
        self.stdout.write(f"{member.email} is an organiser. They can sign in now.")
