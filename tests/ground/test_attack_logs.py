"""What the log must not hold: an address that opens a seat, a stage or a desk."""

import logging

import pytest
from django.conf import settings
from django.test import Client

from collective.ground.web.logs import NoPrivateLinks, without_secrets

TOKEN = "x3BFS9xfqIRteY9IbxNV00tR6I8"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"Not Found: /seat/{TOKEN}/leaving/", "Not Found: /seat/…/leaving/"),
        (
            f"Forbidden (CSRF cookie not set.): /r/K7M4QD/back/{TOKEN}/",
            "Forbidden (CSRF cookie not set.): /r/K7M4QD/back/…/",
        ),
        (f"Not Found: /stage/{TOKEN}/pictures/99/", "Not Found: /stage/…/pictures/99/"),
        (f"Not Found: /desk/rooms/7.{TOKEN}/events/", "Not Found: /desk/rooms/…/events/"),
        (f"/r/K7M4QD/?from={TOKEN}&seen=1", "/r/K7M4QD/?from=…&seen=1"),
        ("Bad Request: /r/K7M4QD/back/", "Bad Request: /r/K7M4QD/back/"),
        ("Not Found: /desk/rooms/7/plan/", "Not Found: /desk/rooms/7/plan/"),
    ],
)
def test_private_parts_of_an_address_are_left_out(said, kept):
    assert without_secrets(said) == kept


def test_the_console_shortens_what_django_says_about_a_request():
    assert "no-private-links" in settings.LOGGING["handlers"]["console"]["filters"]
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 1, "%s: %s", ("Not Found", f"/seat/{TOKEN}/"), None
    )

    assert NoPrivateLinks().filter(record)
    assert record.getMessage() == "Not Found: /seat/…/"


@pytest.mark.django_db
def test_a_scanner_that_follows_a_private_link_leaves_no_token_in_the_log(caplog):
    caplog.handler.addFilter(NoPrivateLinks())

    assert Client().get(f"/seat/{TOKEN}/leaving/").status_code == 405
    assert Client().get(f"/stage/{TOKEN}/pictures/9/").status_code == 404

    assert len(caplog.records) == 2
    assert TOKEN not in caplog.text
