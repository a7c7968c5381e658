"""Feeds: what stands in one, who may read it, and that an unchanged one costs nothing."""

from __future__ import annotations

from datetime import timedelta

import builders_diary as made
import icalendar
import pytest

from collective.gather.diary import actions, queries
from collective.gather.diary.models import FeedToken
from collective.ground.lib import clock
from collective.ground.web.logs import without_secrets

pytestmark = pytest.mark.django_db
LATER = made.LONG_AGO + timedelta(days=2)


@pytest.fixture
def amina():
    return made.person()


@pytest.fixture
def address(amina):
    return f"/calendar/{actions.renew_feed(person=amina, now=made.LONG_AGO).token}.ics"


def events(answer) -> dict[str, icalendar.Event]:
    assert answer.status_code == 200
    return {str(each["SUMMARY"]): each for each in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


class TestAPersonalFeed:
    def test_holds_what_they_are_asked_to_and_what_they_host_and_nothing_else(self, client, amina, address):
        made.invitation(made.entry(summary="Lunch"), amina)
        made.invitation(made.entry(summary="Circle"), amina, role="hosting")
        made.invitation(made.entry(summary="Not theirs"), made.member().person)
        made.entry(summary="For everybody", audience="public")
        assert set(events(client.get(address))) == {"Lunch", "Circle"}

    def test_names_nobody_but_the_organiser(self, client, amina, address):
        entry = made.entry()
        made.invitation(entry, amina)
        made.invitation(entry, made.member().person)
        text = client.get(address).content.decode()
        assert "ATTENDEE" not in text
        assert "Amina" not in text
        assert "Ben" not in text
        assert text.count("mailto:") == 1

    def test_keeps_what_was_called_off_and_what_they_left_as_cancelled_with_a_higher_sequence(
        self, client, amina, address
    ):
        off, left = made.entry(summary="Off"), made.entry(summary="Left")
        for each in (off, left):
            made.invitation(each, amina)
        actions.cancel_entry(entry=off, now=LATER)
        actions.uninvite(entry=left, person=amina, now=LATER)
        found = events(client.get(address))
        assert {(str(each["STATUS"]), each["SEQUENCE"]) for each in found.values()} == {("CANCELLED", 1)}

    def test_leads_to_their_own_page(self, client, amina, address):
        made.invitation(made.entry(url="https://example.org/lunch/"), amina, url="https://example.org/seat/abc/")
        (found,) = events(client.get(address)).values()
        assert str(found["URL"]) == "https://example.org/seat/abc/"

    def test_says_how_often_to_look(self, client, address):
        text = client.get(address).content.decode()
        assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in text
        assert "X-PUBLISHED-TTL:PT4H\r\n" in text

    def test_is_a_calendar_that_no_cache_and_no_search_engine_keeps(self, client, address):
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert "private" in answer.headers["Cache-Control"]
        assert answer.headers["X-Robots-Tag"] == "noindex"

    def test_is_not_sent_again_while_unchanged_and_is_when_something_changes(self, client, amina, address):
        entry = made.entry()
        made.invitation(entry, amina)
        first = client.get(address)
        assert first.headers["Last-Modified"] == "Mon, 05 Jan 2026 09:00:00 GMT"
        known = {"If-None-Match": first.headers["ETag"]}
        assert client.get(address, headers=known).status_code == 304
        made.again(entry, now=LATER, summary="Other words")
        second = client.get(address, headers=known)
        assert second.status_code == 200
        assert second.headers["Last-Modified"] == "Wed, 07 Jan 2026 09:00:00 GMT"

    def test_lets_go_of_what_was_over_half_a_year_ago(self, amina):
        made.invitation(made.entry(), amina)
        entry_ends = made.entry().ends_at
        assert "BEGIN:VEVENT" in queries.personal_feed(amina, entry_ends + timedelta(days=179)).text
        assert "BEGIN:VEVENT" not in queries.personal_feed(amina, entry_ends + timedelta(days=181)).text

    def test_is_a_calendar_also_when_empty(self, client, address):
        assert events(client.get(address)) == {}

    def test_asks_the_database_as_often_for_thirty_entries_as_for_one(
        self, client, amina, address, django_assert_num_queries
    ):
        for number in range(30):
            made.invitation(made.entry(summary=f"Lunch {number}"), amina)
        with django_assert_num_queries(3):
            assert len(events(client.get(address))) == 30

    def test_answers_no_more_once_it_is_revoked_or_renewed(self, client, amina, address):
        new = actions.renew_feed(person=amina, now=LATER).token
        assert client.get(address).status_code == 404
        assert client.get(f"/calendar/{new}.ics").status_code == 200
        assert actions.revoke_feed(person=amina, now=LATER)
        assert not actions.revoke_feed(person=amina, now=LATER)
        assert client.get(f"/calendar/{new}.ics").status_code == 404
        assert FeedToken.objects.count() == 2

    def test_is_only_read(self, client, address):
        assert client.post(address).status_code == 405
        assert client.get("/calendar/nothing-of-ours.ics").status_code == 404
        assert client.head(address).status_code == 200

    def test_leaves_its_secret_out_of_the_log(self, address):
        assert without_secrets(f"Not Found: {address}") == "Not Found: /calendar/…"


class TestThePublicFeed:
    def test_holds_what_everybody_may_see(self, client):
        made.entry(summary="Open", audience="public")
        made.entry(summary="For members", audience="members")
        made.entry(summary="For few")
        assert set(events(client.get("/calendar.ics"))) == {"Open"}

    def test_drops_what_is_not_public_any_more_even_for_who_asks_by_date(self, client):
        entry = made.entry(audience="public")
        first = client.get("/calendar.ics")
        made.again(entry, audience="invited")
        again = client.get("/calendar.ics", headers={"If-Modified-Since": first.headers["Last-Modified"]})
        assert events(again) == {}


class TestAFileToOpen:
    def test_is_there_for_who_may_see_the_entry(self, client):
        ben = made.member()
        for audience, stranger, member in (("public", 200, 200), ("members", 404, 200), ("invited", 404, 404)):
            address = f"/entries/{made.entry(audience=audience).uid}/calendar.ics"
            client.logout()
            assert client.get(address).status_code == stranger
            client.force_login(ben)
            assert client.get(address).status_code == member

    def test_is_there_for_who_is_asked(self, client):
        ben = made.member()
        entry = made.entry()
        held = made.invitation(entry, ben.person)
        client.force_login(ben)
        assert client.get(f"/entries/{entry.uid}/calendar.ics").status_code == 200
        client.logout()
        answer = client.get(f"/invitations/{held.token}/calendar.ics")
        assert set(events(answer)) == {entry.summary}
        assert b"METHOD:PUBLISH" in answer.content
        assert client.get("/entries/nothing/calendar.ics").status_code == 404


class TestAddress:
    def test_opens_in_a_calendar_or_is_pasted_into_one(self, settings):
        settings.SITE_URL = "https://collective.example.org"
        found = queries.address("/calendar/abc.ics")
        assert found.web == "https://collective.example.org/calendar/abc.ics"
        assert found.subscribe == "webcal://collective.example.org/calendar/abc.ics"


def test_what_is_coming_is_in_order_and_holds_what_was_called_off_until_its_day():
    amina = made.person()
    first = made.entry(summary="First", wall_start="2030-12-02T12:30", wall_end="2030-12-02T13:30")
    second = made.entry(summary="Second")
    for each in (second, first):
        made.invitation(each, amina)
    actions.cancel_entry(entry=first, now=LATER)
    assert [each.entry.summary for each in queries.coming(amina, clock.now())] == ["First", "Second"]
