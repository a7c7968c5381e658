"""Signing in by a code from a letter, and what an address gives away about whether we know it."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from collective.ground.lib import clock
from collective.join.people import actions
from collective.join.people.models import Consent, Member, Person

pytestmark = pytest.mark.django_db

CODE = re.compile(r"^ {4}(\w{4}-\w{4})$", re.MULTILINE)
ADA = "ada@example.org"


@pytest.fixture
def ada():
    return actions.make_organiser(email=ADA, name="Ada Hussain", now=clock.now())


def ask(client, email: str = ADA, **more):
    return client.post("/sign-in/", {"email": email, **more}, follow=True)


def sign_up(client, name: str = "Cleo Mbeki", email: str = "cleo@example.org"):
    return client.post("/sign-up/", {"name": name, "email": email}, follow=True)


def code() -> str:
    return CODE.search(mail.outbox[-1].body)[1]


def text(answer) -> str:
    return answer.content.decode()


def without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


class TestACode:
    def test_comes_by_mail_in_our_words_and_signs_in(self, client, ada):
        page = text(ask(client))
        assert "Type the code" in page
        (letter,) = mail.outbox
        assert letter.to == [ADA]
        assert letter.subject == f"Your code: {code()}"
        assert "If you did not ask for it, do nothing." in letter.body
        assert not set("!<>") & set(letter.body)
        assert not re.search("password|oops|successfully", letter.body, re.IGNORECASE)

        answer = client.post("/sign-in/code/", {"code": code()}, follow=True)
        assert answer.redirect_chain[-1][0] == "/desk/"
        assert client.get("/me/").status_code == 200

    @pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
    def test_is_taken_as_people_type_it(self, client, ada, typed):
        ask(client)
        client.post("/sign-in/code/", {"code": typed(code())})
        assert client.get("/me/").status_code == 200

    def test_leads_on_to_where_somebody_wanted_to_go(self, client, ada):
        ask(client, next="/me/")
        answer = client.post("/sign-in/code/", {"code": code(), "next": "/me/"}, follow=True)
        assert answer.redirect_chain[-1][0] == "/me/"

    def test_never_leads_to_another_site(self, client, ada):
        ask(client, next="https://elsewhere.example.com/")
        answer = client.post("/sign-in/code/", {"code": code(), "next": "https://elsewhere.example.com/"})
        assert answer.headers["Location"].startswith("/")

    def test_works_once(self, client, ada):
        ask(client)
        used = code()
        client.post("/sign-in/code/", {"code": used})
        client.post("/sign-out/")
        ask(client)
        answer = client.post("/sign-in/code/", {"code": used})
        assert "That is not the code we sent." in text(answer)
        assert client.get("/me/").status_code == 302

    def test_works_only_in_the_browser_that_asked_for_it(self, client, ada):
        ask(client)
        stranger = Client()
        assert stranger.post("/sign-in/code/", {"code": code()}).headers["Location"].startswith("/sign-in/")
        assert stranger.get("/me/").status_code == 302

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("AAAA-AAAA", "That is not the code we sent."),
            ("", "Type the code that we sent you"),
            ("A" * 10_000, "That is longer than our codes are"),
        ],
    )
    def test_that_is_wrong_is_said_in_words(self, client, ada, typed, words):
        ask(client)
        assert words in text(client.post("/sign-in/code/", {"code": typed}))
        assert client.get("/me/").status_code == 302

    def test_is_no_use_after_a_few_wrong_ones(self, client, ada):
        ask(client)
        for _ in range(4):
            client.post("/sign-in/code/", {"code": "AAAA-AAAA"})
        client.post("/sign-in/code/", {"code": code()})
        assert client.get("/me/").status_code == 302

    def test_without_having_asked_leads_to_where_one_asks(self, client):
        assert client.get("/sign-in/code/").headers["Location"].startswith("/sign-in/")
        assert client.get("/sign-up/confirm/").status_code in {200, 302}

    def test_is_not_sent_as_often_as_somebody_likes(self, ada):
        answers = [ask(Client()) for _ in range(6)]
        assert len(mail.outbox) <= 3
        assert "That was tried too often. Wait a few minutes" in text(answers[-1])

    def test_is_not_asked_for_with_hundreds_of_addresses(self):
        answers = [ask(Client(), f"p{number}@example.org") for number in range(25)]
        assert "That was tried too often. Wait a few minutes" in text(answers[-1])

    def test_is_not_sent_to_hundreds_who_never_asked(self):
        answers = [sign_up(Client(), email=f"p{number}@example.org") for number in range(22)]
        assert answers[-1].status_code == 429
        assert "A moment, please" in text(answers[-1])
        assert len(mail.outbox) == 20


class TestWhatAnAddressGivesAway:
    def test_an_unknown_one_gets_the_same_page_and_no_letter(self, client, ada):
        known, unknown = ask(client), ask(Client(), "ida@example.org")
        assert known.redirect_chain == unknown.redirect_chain
        assert without_tokens(text(known)) == without_tokens(text(unknown)).replace("ida@", "ada@")
        assert [letter.to for letter in mail.outbox] == [[ADA]]

    def test_signing_up_with_a_known_one_looks_the_same_and_says_so_by_mail_only(self, client, ada):
        known, unknown = sign_up(client, "Somebody", ADA), sign_up(Client(), "Somebody", "ida@example.org")
        assert known.redirect_chain == unknown.redirect_chain
        assert without_tokens(text(known)) == without_tokens(text(unknown)).replace("ida@", "ada@")
        to_ada = next(letter for letter in mail.outbox if letter.to == [ADA])
        assert to_ada.subject == "You can sign in already"
        assert "/sign-in/" in to_ada.body
        assert Member.objects.filter(email=ADA).count() == 1

    def test_a_membership_that_has_ended_is_said_only_to_who_has_the_code(self, client, ada):
        Member.objects.update(is_active=False)
        assert "ended" not in text(ask(client))
        page = text(client.post("/sign-in/code/", {"code": code()}, follow=True)) if mail.outbox else ""
        assert client.get("/me/").status_code == 302
        assert not page or "This membership has ended" in page


class TestBecomingAMember:
    def test_a_code_shows_that_the_address_is_theirs(self, client):
        page = text(sign_up(client))
        assert "cleo@example.org" in page
        assert client.get("/me/").status_code == 302
        client.post("/sign-up/confirm/", {"code": code()})
        assert "Cleo Mbeki" in text(client.get("/me/"))
        assert not Member.objects.get().has_usable_password()

    def test_somebody_we_held_keeps_everything(self, client):
        held = actions.join_community(
            name="Cleo M.", email="cleo@example.org", now=clock.now(), consents=["membership"]
        )
        sign_up(client, email="CLEO@example.org")
        client.post("/sign-up/confirm/", {"code": code()})
        assert Member.objects.get().person == held
        page = text(client.get("/me/"))
        assert "Cleo M." in page
        assert "Keep my details so that I can take part in the community" in page

    def test_whoever_only_types_an_address_sees_nothing_of_it(self, client):
        actions.join_community(name="Cleo M.", email="cleo@example.org", now=clock.now(), consents=["membership"])
        assert "Cleo M." not in text(sign_up(client, "Somebody Else"))
        assert client.get("/me/").status_code == 302

    def test_and_does_not_keep_the_owner_out(self, client):
        sign_up(client, "Somebody Else")
        owner = Client()
        ask(owner, "cleo@example.org")
        owner.post("/sign-in/code/", {"code": code()})
        assert "cleo@example.org" in text(owner.get("/me/"))

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"name": ""}, "Write your name"),
            ({"name": "See https://example.com"}, "Write this without a link"),
            ({"email": "cleo"}, "Type an email address with an @"),
            ({"name": "A" * 10_000}, "Keep this to 120 characters at most"),
        ],
    )
    def test_bad_input_returns_the_form_with_words(self, client, said, words):
        answer = client.post("/sign-up/", {"name": "Cleo Mbeki", "email": "cleo@example.org"} | said)
        assert words in text(answer)
        assert not Member.objects.exists()
        assert not mail.outbox


class TestSigningOut:
    def test_is_a_post_and_looking_asks(self, client, ada):
        client.force_login(ada)
        assert "Sign out?" in text(client.get("/sign-out/"))
        assert client.get("/me/").status_code == 200
        assert "You have signed out." in text(client.post("/sign-out/", follow=True))
        assert client.get("/me/").status_code == 302

    def test_twice_is_harmless(self, client):
        assert client.post("/sign-out/", follow=True).status_code == 200

    def test_who_is_signed_in_is_not_asked_to_sign_in(self, client, ada):
        client.force_login(ada)
        for address in ("/sign-in/", "/sign-up/"):
            assert client.get(address, follow=True).redirect_chain[-1][0] == "/desk/"


def addresses(patterns, before: str = ""):
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here, one.name or ""
        else:
            yield from addresses(one.url_patterns, here)


def test_there_is_no_password_anywhere(client, ada):
    known = list(addresses(get_resolver().url_patterns))
    assert [one for one in known if re.search("password|reset|admin", f"{one[0]} {one[1]}")] == []
    for name in ("account_login", "account_signup", "join-community"):
        assert "password" not in text(client.get(reverse(name))).lower().replace("there is no password to remember", "")
    for address in ("/accounts/login/", "/password/reset/", "/admin/", "/accounts/password/reset/"):
        assert client.get(address).status_code == 404
    assert not client.login(email=ADA, password="")


def test_the_first_organiser_is_made_from_the_command_line(capsys):
    for _ in range(2):
        call_command("make_organiser", "Ada@Example.org", "--name", "Ada Hussain")
    assert "ada@example.org is an organiser." in capsys.readouterr().out
    member = Member.objects.get()
    assert (member.person.name, member.roles.count()) == ("Ada Hussain", 1)
    assert not Consent.objects.exists()
    assert Person.objects.visible_to(member).count() == 1
