"""Joining the community, one's own page, and what a yes is."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction

from collective.ground.lib import clock
from collective.join.people import actions, purposes, signals
from collective.join.people.models import Consent, Member, Organisation, Person, Wording, folded

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Dan Osei",
    "email": "dan@example.org",
    "organisation": "Tyne Housing",
    "organisation_size": "11-50",
    "place": "Hebden Bridge",
    "word_1": "homes",
    "maturity": "not-sure",
    "consent_membership": "on",
}
# What people have agreed to stands in the database under these numbers: a new text needs a new version.
WORDINGS = {
    ("gathering", 1): "Write to me about this gathering",
    ("notes", 1): "Use what I write in what we learn, without my name",
    ("news", 1): "Tell me about the next ones (one mail a month)",
    ("membership", 1): "Keep my details so that I can take part in the community",
}


@pytest.fixture
def dan():
    return Member.objects.create_user(email="dan@example.org", name="Dan Osei", now=clock.now())


def text(answer) -> str:
    return answer.content.decode()


def say_yes(person, purpose: str = "news"):
    return actions.give_consent(person=person, purpose=purpose, where="Here", now=clock.now())


@pytest.fixture
def taken_back():
    told = []

    def hear(sender, person, purpose, **facts):
        told.append((person, purpose))

    signals.consent_withdrawn.connect(hear)
    yield told
    signals.consent_withdrawn.disconnect(hear)


class TestJoiningTheCommunity:
    def test_works_without_a_gathering_and_tells_by_letter_what_is_kept(
        self, client, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/community/", FORM, follow=True)
        assert "You are part of it" in text(answer)
        person = Person.objects.get()
        assert (person.name, person.organisation.name, person.words) == ("Dan Osei", "Tyne Housing", ["homes"])
        call_command("tick")
        (letter,) = mail.outbox
        for words in ("Dan Osei", "Tyne Housing", "11 to 50 people", "homes", "Keep my details", "/sign-up/"):
            assert words in letter.body

    def test_twice_is_one_person_and_one_letter(self, client, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            answers = [client.post("/community/", FORM | {"name": name}) for name in ("Dan Osei", "Somebody Else")]
        assert [one.headers["Location"] for one in answers] == ["/community/joined/"] * 2
        assert (Person.objects.get().name, Consent.objects.count()) == ("Dan Osei", 1)
        call_command("tick")
        assert len(mail.outbox) == 1

    def test_no_box_is_ticked_beforehand(self, client):
        page = text(client.get("/community/"))
        assert page.count('type="checkbox"') == 2
        assert "checked" not in page

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"consent_membership": ""}, "Tick the box so that we may keep your details"),
            ({"name": ""}, "Write your name"),
            ({"email": "dan"}, "Type an email address with an @"),
            ({"place": "Newport"}, "Say which Newport you mean"),
            ({"organisation": "https://example.com"}, "Write this without a link"),
        ],
    )
    def test_bad_input_returns_the_form_with_words(self, client, said, words):
        answer = client.post("/community/", FORM | said)
        assert answer.status_code == 400
        assert words in text(answer)
        assert not Person.objects.exists()

    def test_an_empty_form_comes_back_with_words(self, client):
        answer = client.post("/community/")
        assert answer.status_code == 400
        assert "Three things to put right" in text(answer)

    def test_a_member_is_asked_once(self, client, dan):
        client.force_login(dan)
        assert 'value="Dan Osei"' in text(client.get("/community/"))

    def test_looking_at_what_follows_changes_nothing(self, client):
        assert client.get("/community/joined/").status_code == 200
        assert client.post("/community/joined/").status_code == 405


class TestOnesOwnPage:
    ACTS = ("/me/consents/news/", "/me/consents/news/withdrawal/")

    @pytest.mark.parametrize("address", ["/me/", "/me/address/", "/signed-in/"])
    def test_who_is_signed_out_is_sent_to_sign_in(self, client, address):
        assert client.get(address).headers["Location"] == f"/sign-in/?next={address}"
        assert client.post(address).status_code == 405

    @pytest.mark.parametrize("address", ACTS)
    def test_what_changes_something_is_a_post_by_who_is_signed_in(self, client, dan, address):
        assert client.post(address).headers["Location"].startswith("/sign-in/")
        client.force_login(dan)
        assert client.get(address).status_code == 405
        assert not Consent.objects.exists()

    def test_says_all_that_we_hold(self, client, dan):
        Person.objects.update(place="Leeds", role="Trustee", words=["homes"], maturity="4", organisation_size="1")
        say_yes(dan.person)
        client.force_login(dan)
        answer = client.get("/me/")
        for words in ("Dan Osei", "dan@example.org", "Leeds", "Trustee", "homes", "Developing", "one mail a month"):
            assert words in text(answer)
        assert "no-store" in answer.headers["Cache-Control"]

    def test_a_yes_is_given_taken_back_and_given_again_there(self, client, dan):
        client.force_login(dan)
        for act, said, standing in [
            ("", "Noted.", 1),
            ("withdrawal/", "Taken back.", 0),
            ("withdrawal/", "What you took back", 0),
            ("", "Noted.", 1),
            ("", "Noted.", 1),
        ]:
            page = text(client.post(f"/me/consents/news/{act}", follow=True))
            assert said in page
            assert Consent.objects.standing().count() == standing
        assert Consent.objects.count() == 2

    def test_only_what_makes_sense_there_is_asked_there(self, client, dan):
        client.force_login(dan)
        page = text(client.get("/me/"))
        assert "Tell me about the next ones" in page
        assert "this gathering" not in page

    def test_a_purpose_that_does_not_exist_is_not_there(self, client, dan):
        client.force_login(dan)
        assert client.post("/me/consents/everything/").status_code == 404

    def test_a_yes_to_what_we_no_longer_ask_can_still_be_taken_back(self, client, dan):
        old = Wording.objects.create(purpose="raffle", version=1, text="Put me in the raffle")
        facts = {"given_at": clock.now(), "given_where": "Long ago"}
        Consent.objects.create(person=dan.person, wording=old, purpose="raffle", **facts)
        client.force_login(dan)
        assert "Put me in the raffle" in text(client.get("/me/"))
        client.post("/me/consents/raffle/withdrawal/")
        assert not Consent.objects.standing().exists()

    def test_is_ones_own_only(self, client, dan):
        other = Person.objects.create(name="Cleo Mbeki", email="cleo@example.org", created_at=clock.now())
        say_yes(other)
        client.force_login(dan)
        client.post("/me/consents/news/withdrawal/")
        assert Consent.objects.standing().get().person == other
        assert "Cleo" not in text(client.get("/me/"))

    def test_after_signing_in_a_member_is_at_home(self, client, dan):
        client.force_login(dan)
        assert client.get("/signed-in/").headers["Location"] == "/me/"


class TestAYes:
    def test_the_wording_of_a_version_never_changes(self):
        ours = {(one.slug, one.version): one.text for one in purposes.all_purposes()}
        assert ours.items() >= WORDINGS.items()

    def test_to_new_words_ends_the_old_one_and_keeps_both(self, dan, monkeypatch):
        say_yes(dan.person)
        longer = purposes.Purpose("news", 2, "Tell me about the next ones (two mails a month)")
        monkeypatch.setitem(purposes._REGISTER, "news", longer)
        say_yes(dan.person)
        old, new = Consent.objects.order_by("pk").select_related("wording")
        assert (old.withdrawn_at is None, new.withdrawn_at is None) == (False, True)
        assert (old.wording.text, new.wording.text) == (WORDINGS[("news", 1)], longer.text)

    def test_taken_back_is_announced_once(self, dan, taken_back, django_capture_on_commit_callbacks):
        say_yes(dan.person)
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(2):
                actions.withdraw_consent(person=dan.person, purpose="news", now=clock.now())
        assert taken_back == [(dan.person, "news")]

    def test_stands_once_for_each_purpose_whatever_anybody_writes(self, dan):
        first = say_yes(dan.person)
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(
                person=dan.person, wording=first.wording, purpose="news", given_at=clock.now(), given_where="Twice"
            )

    def test_is_seen_by_its_giver_and_by_organisers(self, dan):
        say_yes(dan.person)
        cleo = Member.objects.create_user(email="cleo@example.org", name="Cleo Mbeki", now=clock.now())
        ada = actions.make_organiser(email="ada@example.org", name="Ada Hussain", now=clock.now())
        seen = [Consent.objects.visible_to(viewer).count() for viewer in (dan, ada, cleo, None)]
        assert seen == [1, 1, 0, 0]


class TestHolding:
    def test_fills_what_was_empty_and_overwrites_nothing(self):
        for name, place in [("Dan Osei", ""), ("Somebody Else", "Leeds"), ("Dan", "York")]:
            actions.hold(name=name, email=" DAN@example.org", place=place, now=clock.now())
        person = Person.objects.get()
        assert (person.name, person.email, person.place) == ("Dan Osei", "dan@example.org", "Leeds")

    def test_the_size_of_an_organisation_is_one_of_the_bands_and_is_kept_as_first_said(self):
        for size in ("", "2-10", "251+"):
            person = actions.hold(name="Dan Osei", email="dan@example.org", organisation_size=size, now=clock.now())
        assert Person.objects.get().organisation_size == "2-10"
        assert person.is_of_a_small_organisation
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.update(organisation_size="enormous")

    @pytest.mark.parametrize(("size", "small"), [("", False), ("1", True), ("2-10", True), ("11-50", False)])
    def test_up_to_ten_people_are_small_and_nothing_said_is_not(self, size, small):
        assert Person(organisation_size=size).is_of_a_small_organisation is small

    def test_people_without_an_address_are_different_people(self):
        for _ in range(2):
            actions.hold(name="Dan Osei", now=clock.now())
        assert Person.objects.count() == 2

    def test_an_address_is_one_persons_whatever_its_capitals(self):
        actions.hold(name="Dan Osei", email="dan@example.org", now=clock.now())
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.create(name="Dan", email="DAN@EXAMPLE.ORG", created_at=clock.now())

    def test_an_organisation_is_one_whatever_its_accents_and_spaces(self):
        names = ["Café  Söhne", "cafe sohne", " CAFÉ SÖHNE "]
        assert len({Organisation.named(name).pk for name in names}) == 1
        assert folded("Ó Murchú ") == "o murchu"
        assert Organisation.named("  ") is None

    def test_people_are_seen_by_themselves_and_by_organisers(self, dan):
        ada = actions.make_organiser(email="ada@example.org", name="Ada Hussain", now=clock.now())
        assert list(Person.objects.visible_to(dan)) == [dan.person]
        assert Person.objects.visible_to(ada).count() == 2
        dan.is_active = False
        assert not Person.objects.visible_to(dan).exists()
