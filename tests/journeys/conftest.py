"""Who starts a journey: an organiser at their desk."""

from collections.abc import Iterator

import pytest

from collective.ground.lib import clock
from collective.join.people import actions as people
from collective.talk.rooms.guesses import guesses
from tests.journeys.postbox import Postbox, open_postbox
from tests.journeys.visitor import Inside
from tests.journeys.workshop import Organiser


@pytest.fixture(autouse=True)
def _no_old_guesses():
    guesses.forget()


@pytest.fixture
def organiser(transactional_db) -> Organiser:
    return at_their_desk("ada@example.org", "Ada Hussain")


@pytest.fixture
def second_organiser(organiser) -> Organiser:
    return at_their_desk("bea@example.org", "Bea Coulibaly")


def at_their_desk(email: str, name: str) -> Organiser:
    """Somebody whom the operator made an organiser, signed in. How one signs in is a journey of its own."""
    wire = Inside()
    wire.client.force_login(people.make_organiser(email=email, name=name, now=clock.now()))
    return Organiser(wire)


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    """Letters really go, to a server that keeps them."""
    with open_postbox() as inside:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = inside.host, inside.port, False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield inside
