"""Who may see what of a gathering: everybody, members, who has the link, and who has a seat."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import asking
from collective.ground.lib import clock
from tests.gather.builders_gatherings import FORM, gathering, member, organiser, seat, signed_in

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def status(viewer: Client, one, tail="", **question) -> int:
    return viewer.get(f"/gatherings/{one.slug}/{tail}", question).status_code


class TestMembersOnly:
    def test_a_stranger_finds_nothing_anywhere(self, client):
        one = gathering("Members' supper", audience="members")
        assert {status(client, one, tail) for tail in ("", "sign-up/", "picture/", "sign-up/sent/")} == {404}
        assert "supper" not in text(client.get("/gatherings/"))
        assert "supper" not in text(client.get("/"))

    def test_a_member_sees_it_in_the_list(self, client):
        gathering("Members' supper", audience="members")
        assert "supper" in text(signed_in(client, member()).get("/gatherings/"))


class TestByLink:
    def test_the_key_opens_the_page_and_goes_along(self, client):
        one = gathering("Quiet supper", audience="link")
        assert status(client, one) == status(client, one, key="guess") == status(client, one, key="") == 404
        page = text(client.get(f"/gatherings/{one.slug}/", {"key": one.key}))
        assert f"/gatherings/{one.slug}/sign-up/?key={one.key}" in page
        assert "noindex" in page
        answer = client.post(f"/gatherings/{one.slug}/sign-up/?key={one.key}", FORM)
        assert client.get(answer["Location"]).status_code == 200
        assert one.sign_ups.count() == 1

    def test_who_was_asked_along_to_a_full_one_can_wait_for_a_seat(self, client):
        one = gathering(audience="link", seats=1, starts_at=clock.now() + timedelta(days=9))
        seat(one)
        asked = asking.invite(gathering=one, email="cleo@example.org", now=clock.now(), by=organiser())
        page = text(client.get(f"/gatherings/{one.slug}/sign-up/", {"invited": asked.token}))
        address = f"/gatherings/{one.slug}/waiting/?invited={asked.token}"
        assert address in page
        assert client.get(address).status_code == 200
        assert client.get(f"/gatherings/{one.slug}/waiting/").status_code == 404
        answer = client.post(address, {"name": "Cleo Mbeki", "email": "cleo@example.org", "consent": "on"})
        assert answer.status_code == 302
        assert client.get(answer["Location"]).status_code == 200

    def test_it_stands_in_no_list_not_even_a_members(self, client):
        gathering("Quiet supper", audience="link")
        assert "Quiet" not in text(signed_in(client, member()).get("/gatherings/"))

    def test_the_key_of_one_opens_no_other(self, client):
        one, other = gathering("One", audience="link"), gathering("Other", audience="link")
        assert status(client, other, key=one.key) == 404

    def test_the_key_of_a_draft_opens_nothing(self, client):
        one = gathering(audience="link", listed=False)
        assert status(client, one, key=one.key) == 404

    def test_the_organiser_is_shown_the_link_to_send(self, client):
        one = gathering(audience="link")
        page = text(signed_in(client, organiser()).get(f"/desk/gatherings/{one.slug}/edit/"))
        assert f"?key={one.key}" in page


class TestForThoseWhoCome:
    def test_a_hidden_place_is_for_who_has_a_seat(self, client):
        one = gathering(place="14 Elm Row", way="room", hides_place=True)
        mine = seat(one)
        assert "Elm Row" not in text(client.get(f"/gatherings/{one.slug}/"))
        assert "Elm Row" not in text(client.get("/gatherings/"))
        assert "Elm Row" not in text(client.get(f"/gatherings/{one.slug}/sign-up/"))
        assert "14 Elm Row" in text(client.get(f"/seat/{mine.token}/"))
        actions.leave(sign_up=mine, now=clock.now())
        assert "Elm Row" not in text(client.get(f"/seat/{mine.token}/"))

    def test_the_link_shows_from_its_hour_on(self, client):
        one = gathering(link="https://meet.example.org/x", link_from=60)
        mine = seat(one)
        assert "meet.example.org" not in text(client.get(f"/seat/{mine.token}/"))
        soon = clock.now() + timedelta(minutes=50)
        actions.change(gathering=one, now=clock.now(), starts_at=soon, ends_at=soon + timedelta(hours=1))
        assert "meet.example.org" in text(client.get(f"/seat/{mine.token}/"))
        assert "meet.example.org" not in text(client.get(f"/gatherings/{one.slug}/"))

    def test_who_has_a_seat_keeps_seeing_a_draft(self, client):
        one = gathering()
        seat(one, "Ben Carr", "ben@example.org")
        actions.unlist(gathering=one, now=clock.now())
        assert status(client, one) == 404
        assert status(signed_in(client, member()), one) == 200


class TestForMachines:
    def block(self, page: str) -> dict:
        return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])

    def test_a_public_page_says_its_facts_and_its_picture(self, client, settings):
        settings.SITE_URL = "https://talk.example.org"
        one = gathering(way="both", place="The Old Library")
        page = text(client.get(f"/gatherings/{one.slug}/"))
        said = self.block(page)
        assert (said["@type"], said["name"]) == ("Event", "Winter lunch")
        assert [where["@type"] for where in said["location"]] == ["Place", "VirtualLocation"]
        assert f'og:image" content="https://talk.example.org/gatherings/{one.slug}/picture/"' in page

    def test_no_name_ends_the_block(self, client):
        one = gathering("</script><script>alert(1)</script> & \u2028 lunch")
        page = text(client.get(f"/gatherings/{one.slug}/"))
        assert "<script>alert" not in page
        assert self.block(page)["name"] == one.title

    def test_a_cancelled_one_says_so_to_machines(self, client):
        one = gathering()
        actions.cancel(gathering=one, now=clock.now(), by=organiser())
        said = self.block(text(client.get(f"/gatherings/{one.slug}/")))
        assert said["eventStatus"] == "https://schema.org/EventCancelled"

    def test_the_link_and_a_hidden_place_are_in_none_of_it(self, client):
        one = gathering(way="both", link="https://meet.example.org/x", place="14 Elm Row", hides_place=True)
        page = text(client.get(f"/gatherings/{one.slug}/"))
        assert "meet.example.org" not in page
        assert "Elm" not in page


class TestQueries:
    @pytest.mark.parametrize("tail", ["", "sign-up/"])
    def test_a_page_asks_as_often_for_many_people_as_for_one(self, client, tail):
        one = gathering(seats=250)
        address = f"/gatherings/{one.slug}/{tail}"
        counts = []
        for number in range(12):
            seat(one, f"Person {number}", f"p{number}@example.org")
            if number in {0, 11}:
                with CaptureQueriesContext(connection) as asked:
                    client.get(address)
                counts.append(len(asked))
        assert counts[0] == counts[1] <= 14
