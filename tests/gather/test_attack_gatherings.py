"""What a curious reader could count on the public pages of a gathering, and how many seats one network can ask for."""

from datetime import timedelta

import pytest
from django.test import Client

from collective.gather.gatherings import actions
from collective.ground.lib import clock
from collective.ground.outbox.models import Letter
from collective.ground.web.logs import NoPrivateLinks, without_secrets
from collective.join.people import doors
from tests.cast import a_gathering
from tests.gather.builders_seating import full, place

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


def ask_for_a_seat(gathering, number: int, **more):
    facts = {"name": f"Person {number}", "email": f"p{number}@example.org", "way": "room", "consent_gathering": "on"}
    return Client().post(f"/gatherings/{gathering.slug}/sign-up/", facts, **more)


def test_one_network_cannot_write_to_strangers_without_end_nor_take_every_seat(
    django_capture_on_commit_callbacks,
):
    winter = a_gathering(starts_at=clock.now() + timedelta(days=1), seats=100)
    with django_capture_on_commit_callbacks(execute=True):
        answers = [ask_for_a_seat(winter, number) for number in range(doors.AT_MOST + 3)]
    assert [answer.status_code for answer in answers] == [302] * doors.AT_MOST + [429] * 3
    assert "Many sign-ups came from your network in a short time." in answers[-1].content.decode()
    assert 'value="p32@example.org"' in answers[-1].content.decode()
    assert winter.sign_ups.count() == Letter.objects.count() == doors.AT_MOST

    assert ask_for_a_seat(winter, 40, REMOTE_ADDR="2001:db8::1").status_code == 302


def test_gatherings_and_the_community_are_counted_together():
    winter = a_gathering(starts_at=clock.now() + timedelta(days=1), seats=100)
    for number in range(doors.AT_MOST):
        facts = {"name": f"Person {number}", "email": f"p{number}@example.org", "consent_membership": "on"}
        assert Client().post("/community/", facts).status_code == 302
    assert ask_for_a_seat(winter, 99).status_code == 429


def test_a_place_that_is_hidden_is_on_no_page_and_in_no_file_for_everybody():
    starts = clock.now() + timedelta(days=2)
    winter = a_gathering(starts_at=starts, way="room", place="Rear door, 4 Secret Lane", hides_place=True)
    pages = ["", "gatherings/", "calendar.ics", f"entries/{winter.entry.uid}/calendar.ics"]
    pages += [f"gatherings/{winter.slug}/{page}" for page in ("", "sign-up/", "sign-up/sent/", "waiting/")]
    for page in pages:
        answer = Client().get(f"/{page}")
        assert answer.status_code == 200, page
        assert b"Secret Lane" not in answer.content.replace(b"\r\n ", b""), page


def test_nobody_changes_the_wishes_of_somebody_who_waits_by_typing_their_address():
    of = full(seats=1)
    waits = place(of, 11, not_after=None)
    sooner = of.starts_at - timedelta(hours=48)

    place(of, 11, not_after=sooner)
    waits.refresh_from_db()
    assert waits.not_after is None

    place(of, 11, not_after=sooner, own=True)
    waits.refresh_from_db()
    assert waits.not_after == sooner


def test_the_log_keeps_no_link_to_a_place_on_the_list_and_no_key_of_a_gathering(caplog):
    caplog.handler.addFilter(NoPrivateLinks())
    waits = place(full(seats=1), 11)
    assert Client().post(f"/waiting/{waits.token}/acceptance/").status_code == 409
    assert waits.token not in caplog.text
    assert "/waiting/…/acceptance/" in caplog.text

    said = without_secrets("/gatherings/winter/sign-up/?key=abc&invited=def /gatherings/winter/materials/3/?seat=ghi")
    assert said == "/gatherings/winter/sign-up/?key=…&invited=… /gatherings/winter/materials/3/?seat=…"
    for plain in ("/desk/gatherings/winter/waiting/12/offer/", "/gatherings/winter/waiting/sent/"):
        assert without_secrets(plain) == plain


def test_a_page_that_is_not_for_everybody_is_kept_by_no_cache():
    starts = clock.now() + timedelta(days=2)
    hidden, shown = (a_gathering(starts_at=starts, title=to, audience=to) for to in ("link", "public"))
    opened = Client().get(f"/gatherings/{hidden.slug}/?key={hidden.key}")
    assert opened.status_code == 200
    assert "no-store" in opened.headers["Cache-Control"]
    assert opened.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" not in Client().get(f"/gatherings/{shown.slug}/").headers.get("Cache-Control", "")


def test_what_is_hidden_later_leaves_the_feed_and_the_file_too():
    starts = clock.now() + timedelta(days=2)
    winter = a_gathering(starts_at=starts, way="room", place="Rear door, 4 Secret Lane")
    addresses = ("/calendar.ics", f"/entries/{winter.entry.uid}/calendar.ics")
    assert all(b"Secret Lane" in Client().get(address).content for address in addresses)

    actions.change(gathering=winter, now=clock.now(), by=None, hides_place=True)
    assert not any(b"Secret Lane" in Client().get(address).content for address in addresses)

    winter.refresh_from_db()
    actions.change(gathering=winter, now=clock.now(), by=None, audience="members")
    assert winter.title.encode() not in Client().get("/calendar.ics").content
    assert Client().get(addresses[1]).status_code == 404
