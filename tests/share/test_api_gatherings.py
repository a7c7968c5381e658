"""The API: a token acts for its member, within its scopes and within what the member may do."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from collective.gather.gatherings import actions as gatherings
from collective.gather.gatherings.models import Gathering, Move, SignUp
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.join.people.models import Consent
from collective.share.api import accounts
from collective.share.api.actions import tokens
from collective.share.api.models import SCOPES, Token
from tests.cast import NOON, a_gathering, a_member, an_organiser

pytestmark = pytest.mark.django_db

LIST = "/api/v1/gatherings/"


@pytest.fixture(autouse=True)
def _no_old_calls():
    accounts.calls.forget()
    accounts.wrong.forget()


class Program:
    """A program with a token and no cookie."""

    def __init__(self, member, *scopes):
        self.token, self.text = tokens.make(member=member, name="Ours", scopes=scopes or SCOPES, now=clock.now())
        self._browser = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {self.text}"})

    def ask(self, how, path, body=None):
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(self._browser, how)(path, **sent)
        assert not answer.cookies
        return answer.status_code, answer.json()

    def get(self, path):
        return self.ask("get", path)


@pytest.fixture
def ada():
    return Program(an_organiser())


@pytest.fixture
def ben():
    return Program(a_member())


class TestToken:
    def test_without_one_or_with_a_wrong_one_nothing_is_said(self):
        for headers in ({}, {"Authorization": "Bearer tdc_wrong"}, {"Authorization": "Basic YTpi"}):
            answer = Client().get(LIST, headers=headers)
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert "Tokens are made on your own page" in answer.json()["message"]

    def test_a_session_is_not_enough_so_that_no_other_site_can_ride_on_it(self):
        browser = Client()
        browser.force_login(an_organiser())
        assert browser.get(LIST).status_code == 401

    def test_is_kept_only_as_a_digest(self, ada):
        kept = json.dumps(list(Token.objects.values()), default=str)
        assert ada.text not in kept
        assert ada.text[8:] not in kept

    def test_a_revoked_expired_or_orphaned_one_opens_nothing(self, ada, ben):
        a_gathering()
        assert ada.get(LIST)[0] == 200
        tokens.revoke(token=ada.token, now=clock.now())
        assert ada.get(LIST)[0] == 401
        Token.objects.filter(pk=ben.token.pk).update(expires_at=clock.now() - timedelta(seconds=1))
        assert ben.get(LIST)[0] == 401
        third = Program(a_member("cleo@example.org", "Cleo"))
        third.token.member.is_active = False
        third.token.member.save()
        assert third.get(LIST)[0] == 401

    def test_does_only_what_was_ticked(self):
        reading = Program(an_organiser(), "gatherings:read")
        of = a_gathering()
        assert reading.get(f"{LIST}{of.slug}/")[0] == 200
        status, said = reading.get(f"{LIST}{of.slug}/sign-ups/")
        assert status == 403
        assert "sign-ups:read" in said["message"]
        assert reading.ask("patch", f"{LIST}{of.slug}/", {"summary": "x"})[0] == 403

    def test_is_slowed_down_and_told_when_to_come_again(self, ada, monkeypatch):
        monkeypatch.setattr(accounts, "calls", accounts.Throttle(2, 60))
        assert [ada.get(LIST)[0] for _ in range(3)] == [200, 200, 429]
        assert Program(a_member()).get(LIST)[0] == 200

    def test_guessing_is_slowed_down(self, monkeypatch):
        monkeypatch.setattr(accounts, "wrong", accounts.Throttle(2, 60))
        asked = [Client().get(LIST, headers={"Authorization": "Bearer tdc_x"}) for _ in range(3)]
        assert [each.status_code for each in asked] == [401, 401, 429]
        assert asked[2].headers["Retry-After"] == "60"

    def test_needs_a_scope_that_there_is(self):
        with pytest.raises(Refused, match="Tick at least one"):
            tokens.make(member=an_organiser(), name="x", scopes=["everything"], now=NOON)


class TestReading:
    def test_a_member_sees_what_they_would_see_on_the_site(self, ada, ben):
        shown = a_gathering("Shown", place="Leeds", link="https://video.example/1", way="both")
        a_gathering("Draft", listed=False)
        assert [one["title"] for one in ben.get(LIST)[1]["gatherings"]] == ["Shown"]
        assert {one["title"] for one in ada.get(LIST)[1]["gatherings"]} == {"Shown", "Draft"}
        for_ben, for_ada = (who.get(f"{LIST}{shown.slug}/")[1] for who in (ben, ada))
        assert (for_ben["link"], for_ben["taken"]) == (None, None)
        assert (for_ada["link"], for_ada["taken"]) == ("https://video.example/1", 0)
        assert for_ada["state"] == "published"
        assert ben.get(f"{LIST}draft/")[0] == 404

    def test_page_by_page_and_between_two_days(self, ada):
        made = [a_gathering(f"No {n}", starts_at=NOON + timedelta(days=n)) for n in range(5)]
        seen, after = [], ""
        while after is not None:
            _, said = ada.get(f"{LIST}?limit=2&after={after}")
            seen += [one["slug"] for one in said["gatherings"]]
            after = said["next"]
        assert seen == [one.slug for one in made]
        since = (NOON + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        until = (NOON + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
        found = ada.get(f"{LIST}?since={since}&until={until}")[1]["gatherings"]
        assert [one["title"] for one in found] == ["No 1", "No 2"]

    def test_with_as_many_questions_for_many_as_for_few(self, ada, django_assert_max_num_queries):
        for n in range(30):
            a_gathering(f"No {n}")
        with django_assert_max_num_queries(8):
            assert len(ada.get(LIST)[1]["gatherings"]) == 30

    def test_sign_ups_and_attendance_are_for_organisers(self, ada, ben):
        of = a_gathering()
        seat = gatherings.add_by_hand(gathering=of, name="Amina Yusuf", email="amina@example.org", now=clock.now())
        gatherings.check_in(gathering=of, person=seat.person, how="hand", now=clock.now())
        (one,) = ada.get(f"{LIST}{of.slug}/sign-ups/")[1]["sign_ups"]
        assert (one["name"], one["state"]) == ("Amina Yusuf", "coming")
        assert "token" not in one
        (came,) = ada.get(f"{LIST}{of.slug}/attendance/")[1]["attendance"]
        assert (came["name"], came["attended"]) == ("Amina Yusuf", "came")
        for page in ("sign-ups", "attendance"):
            assert ben.get(f"{LIST}{of.slug}/{page}/")[0] == 404


class TestWriting:
    new = {"title": "Winter lunch", "wall_start": "2030-12-03T12:30", "wall_end": "2030-12-03T13:30"}

    def test_plans_a_draft_and_twice_in_a_minute_makes_one(self, ada, ben):
        status, made = ada.ask("post", LIST, self.new)
        assert (status, made["state"], made["starts_at"]) == (201, "draft", "2030-12-03T12:30:00+00:00")
        ada.ask("post", LIST, self.new)
        assert Gathering.objects.count() == 1
        assert ben.ask("post", LIST, self.new)[0] == 404

    def test_changes_only_what_is_sent_and_a_new_time_is_told(self, ada):
        of = a_gathering(seats=12, place="Leeds")
        gatherings.add_by_hand(gathering=of, name="Amina", email="amina@example.org", now=clock.now())
        status, said = ada.ask("patch", f"{LIST}{of.slug}/", {"summary": "New", "seats": 14})
        assert (status, said["summary"], said["seats"], said["place"]) == (200, "New", 14, "Leeds")
        assert not Move.objects.exists()
        moved = {"wall_start": "2031-05-05T10:00", "wall_end": "2031-05-05T11:00"}
        assert ada.ask("patch", f"{LIST}{of.slug}/", moved)[1]["wall_start"] == "2031-05-05T10:00"
        assert Move.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"wall_end": "2030-12-03T11:30"},
            {"wall_start": "tomorrow"},
            {"zone": "Mars/Olympus"},
            {"wall_start": "2030-03-31T01:30", "wall_end": "2030-03-31T03:00"},
            {"link": "javascript:alert(1)"},
            {"seats": 0},
            {"title": ""},
            {"kind": "party"},
        ],
    )
    def test_what_cannot_be_is_refused_in_words_and_nothing_is_made(self, ada, wrong):
        status, said = ada.ask("post", LIST, self.new | wrong)
        assert status in {400, 409}, said
        assert said["message"]
        assert not Gathering.objects.exists()

    def test_something_that_is_no_json_is_refused(self, ada):
        answer = ada._browser.post(LIST, "{", content_type="application/json")
        assert answer.status_code == 400

    def test_a_member_signs_up_themself_and_nobody_else(self, ben):
        of = a_gathering(seats=1)
        assert ben.ask("post", f"{LIST}{of.slug}/sign-ups/", {})[0] == 201
        assert not Consent.objects.exists()
        assert ben.ask("post", f"{LIST}{of.slug}/sign-ups/", {"letters": True})[0] == 201
        assert Consent.objects.standing().get().purpose == "gathering"
        assert SignUp.objects.get().person.email == "ben@example.org"
        assert ben.ask("post", f"{LIST}{of.slug}/sign-ups/", {"name": "Cleo", "email": "c@example.org"})[0] == 403
        late = Program(a_member("dan@example.org", "Dan"))
        status, said = late.ask("post", f"{LIST}{of.slug}/sign-ups/", {})
        assert status == 409
        assert "Every seat is taken." in said["message"]

    def test_an_organiser_puts_somebody_on_the_list(self, ada):
        of = a_gathering()
        status, said = ada.ask("post", f"{LIST}{of.slug}/sign-ups/", {"name": "Cleo", "email": "cleo@example.org"})
        assert (status, said["name"], said["source"]) == (201, "Cleo", "hand")
        assert ada.ask("post", f"{LIST}{of.slug}/sign-ups/", {"email": "x@example.org"})[0] == 400
        evil = {"name": "Eve", "email": "eve@example.org\nBcc: all@example.org"}
        status, said = ada.ask("post", f"{LIST}{of.slug}/sign-ups/", evil)
        assert status == 400
        assert "line break" in said["message"]
        assert SignUp.objects.count() == 1


class TestDescription:
    def test_every_address_is_described_and_asks_for_a_token(self):
        said = Client().get("/api/v1/openapi.json").json()
        assert set(said["paths"]) == {
            LIST,
            f"{LIST}{{slug}}/",
            f"{LIST}{{slug}}/sign-ups/",
            f"{LIST}{{slug}}/attendance/",
        }
        for ways in said["paths"].values():
            for way in ways.values():
                assert way["security"] == [{"PersonalToken": []}]
                assert way["summary"]


class TestPage:
    def test_a_token_is_shown_once_and_revoked_by_its_owner_only(self):
        browser, other = Client(), Client()
        browser.force_login(an_organiser())
        other.force_login(a_member())
        answer = browser.post("/me/tokens/", {"name": "Calendar", "scopes": ["gatherings:read"], "days": "30"})
        text = answer.content.decode().split('value="tdc_')[1].split('"')[0]
        assert Client(headers={"Authorization": f"Bearer tdc_{text}"}).get(LIST).status_code == 200
        page = browser.get("/me/tokens/").content.decode()
        assert text not in page
        assert "Calendar" in page
        token = Token.objects.get()
        assert other.post(f"/me/tokens/{token.pk}/revocation/").status_code == 404
        assert browser.get(f"/me/tokens/{token.pk}/revocation/").status_code == 405
        assert browser.post(f"/me/tokens/{token.pk}/revocation/").status_code == 302
        assert browser.post(f"/me/tokens/{token.pk}/revocation/").status_code == 302
        assert Client().get("/me/tokens/").url.startswith("/sign-in/")
        assert browser.post("/me/tokens/", {"name": ""}).status_code == 400
