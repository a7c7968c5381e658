"""What a careless or a hostile program can put into a request, and what our pages, letters and calendars would make of it."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from collective.gather.gatherings.models import Gathering, SignUp
from collective.ground.lib import clock
from collective.share.api import accounts
from collective.share.api.actions import tokens
from collective.share.api.models import SCOPES
from tests.cast import a_gathering, an_organiser

pytestmark = pytest.mark.django_db

TIMES = {"wall_start": "2026-12-03T12:30", "wall_end": "2026-12-03T13:30"}


@pytest.fixture
def ada():
    accounts.calls.forget()
    _, text = tokens.make(member=an_organiser(), name="Ours", scopes=SCOPES, now=clock.now())
    return Client(headers={"Authorization": f"Bearer {text}"})


def plan(ada, **facts):
    said = json.dumps({"title": "Winter lunch", **TIMES, **facts})
    return ada.post("/api/v1/gatherings/", said, content_type="application/json")


def test_a_title_is_one_line_that_shows(ada):
    made = plan(ada, title="Lunch\r\nBcc: eve@example.org\x00\u202e", place="Hall\r\nSEQUENCE:99").json()
    assert (made["title"], made["place"]) == ("Lunch Bcc: eve@example.org", "Hall SEQUENCE:99")


@pytest.mark.parametrize("title", ["   ", "\x00", "\u202e\u200b", "a" * 121, "e\u0301" * 5000])
def test_a_title_of_nothing_or_of_far_too_much_is_refused(ada, title):
    assert plan(ada, title=title).status_code == 400
    assert not Gathering.objects.exists()


def test_longer_words_keep_their_lines_and_lose_what_no_database_takes(ada):
    assert plan(ada, summary="One\r\ntwo\x00\x1b").json()["summary"] == "One\ntwo"


def test_a_link_holds_no_hidden_character(ada):
    assert plan(ada, link="https://meet.example.org/\x00").status_code == 400


def test_a_change_is_tidied_like_a_plan(ada):
    winter = a_gathering(starts_at=clock.now() + timedelta(days=3))
    address = f"/api/v1/gatherings/{winter.slug}/"
    assert ada.patch(address, json.dumps({"title": " \n "}), content_type="application/json").status_code == 400
    told = ada.patch(address, json.dumps({"title": "Spring\nlunch"}), content_type="application/json").json()
    assert told["title"] == "Spring lunch"


def test_a_name_on_the_list_is_one_line(ada):
    winter = a_gathering(starts_at=clock.now() + timedelta(days=3))
    said = json.dumps({"name": "Eve\r\n\r\nPay here", "organisation": "Us\x00"})
    told = ada.post(f"/api/v1/gatherings/{winter.slug}/sign-ups/", said, content_type="application/json")
    assert told.status_code == 201
    assert SignUp.objects.get().person.name == "Eve Pay here"
    assert told.json()["organisation"] == "Us"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_moments_that_no_zone_can_tell_are_refused_in_words(ada, moment):
    for name in ("since", "until"):
        answer = ada.get("/api/v1/gatherings/", {name: moment})
        assert answer.status_code == 400
        assert "Choose a year from 1970 to 2099" in answer.json()["wrong"][0]["what"]


def test_a_moment_without_a_zone_is_in_universal_time(ada):
    winter = a_gathering(starts_at=clock.now() + timedelta(days=3))
    ends = f"{winter.ends_at:%Y-%m-%dT%H:%M:%S}"
    assert len(ada.get("/api/v1/gatherings/", {"since": ends}).json()["gatherings"]) == 1
