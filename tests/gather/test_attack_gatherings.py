"""What a curious reader could count on the public pages of a gathering."""

from datetime import timedelta

import pytest
from django.test import Client

from collective.gather.gatherings import actions
from collective.ground.lib import clock
from tests.cast import a_gathering

pytestmark = pytest.mark.django_db


def test_once_it_is_over_no_page_says_how_many_had_a_seat():
    now = clock.now()
    past = a_gathering(starts_at=now - timedelta(hours=3), seats=40)
    for number in range(30):
        before = now - timedelta(days=2)
        actions.sign_up(gathering=past, now=before, name=f"Person {number}", email=f"person{number}@example.org")

    for page in ("", "sign-up/", "sign-up/sent/"):
        said = Client().get(f"/gatherings/{past.slug}/{page}").content.decode()
        assert "30 of 40" not in said
        assert "30 people" not in said
