"""Taking a seat by the form: what is agreed to, which place is meant, and what a full house gives away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from collective.gather.gatherings import actions
from collective.gather.gatherings.models import SignUp
from collective.ground.lib import clock
from collective.ground.outbox.models import Letter
from collective.join.people import actions as people
from collective.join.people.models import Consent, Person
from tests.gather import builders_gatherings as made

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lunch():
    return made.gathering()


def send(client, of, **said):
    facts = {name: value for name, value in (made.FORM | said).items() if value is not None}
    return client.post(f"/gatherings/{of.slug}/sign-up/", facts)


def text(answer) -> str:
    return answer.content.decode()


class TestTheForm:
    def test_sends_one_letter_with_the_private_page_and_what_was_agreed(self, client, lunch):
        send(client, lunch)
        send(client, lunch)
        call_command("tick")
        (letter,) = mail.outbox
        assert letter.to == ["amina@example.org"]
        assert f"/seat/{SignUp.objects.get().token}/" in letter.body
        assert "- Write to me about this gathering" in letter.body

    def test_a_consent_keeps_its_words_its_moment_and_where_it_was_given(self, client, lunch):
        send(client, lunch, consent_notes="on")
        given = {one.purpose: one for one in Consent.objects.select_related("wording")}
        assert set(given) == {"gathering", "notes"}
        assert given["notes"].wording.text == "Use what I write in what we learn, without my name"
        assert given["notes"].given_where == "Sign-up form: Winter lunch"

    def test_without_the_needed_consent_the_form_comes_back_and_nothing_is_kept(self, client, lunch):
        answer = send(client, lunch, consent_gathering=None)
        assert answer.status_code == 400
        assert "Tick the box so that we may write to you" in text(answer)
        assert 'value="Usk Valley Pantry"' in text(answer)
        assert not Person.objects.filter(email="amina@example.org").exists()

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"name": " "}, "Write your name"),
            ({"email": "amina"}, "Type an email address with an @"),
            ({"email": ""}, "Type an email address with an @"),
            ({"email": "a@" + "b" * 260 + ".org"}, "too long"),
            ({"name": "A" * 121}, "Keep this to 120 characters at most"),
            ({"organisation": "A" * 10_000}, "Keep this to 160 characters at most"),
            ({"name": "Win at https://example.com now"}, "Write this without a link"),
            ({"word_2": "www.example.com"}, "Write this without a link"),
            ({"maturity": "9"}, "Select a valid choice"),
        ],
    )
    def test_bad_input_returns_the_form_with_words(self, client, lunch, said, words):
        answer = send(client, lunch, **said)
        assert answer.status_code == 400
        assert words in text(answer)
        assert not SignUp.objects.exists()

    @pytest.mark.parametrize(
        "organisation", ["change.org", "St. Mary's / St. Paul's", "Mind.org.uk", "O’Neill & Söhne"]
    )
    def test_an_organisation_may_be_called_like_an_address(self, client, lunch, organisation):
        assert send(client, lunch, organisation=organisation).status_code == 302

    def test_where_both_are_possible_the_way_is_asked_first(self, client):
        both = made.gathering(way="both")
        answer = send(client, both, name="")
        assert text(answer).index("Say whether you come") < text(answer).index("Write your name")
        send(client, both, way="online")
        assert SignUp.objects.get().way == "online"

    def test_a_member_who_signs_a_colleague_up_does_not_get_their_page(self, client, lunch):
        made.signed_in(client, made.member())
        assert "/seat/" not in send(client, lunch).headers["Location"]


class TestWhichNewport:
    def test_a_place_with_namesakes_comes_back_as_a_question(self, client, lunch):
        answer = send(client, lunch, place="Newport")
        assert answer.status_code == 400
        assert "Which Newport?" in text(answer)
        assert "Newport, Isle of Wight" in text(answer)
        assert not SignUp.objects.exists()

    def test_the_answer_is_kept(self, client, lunch):
        keys = [key for key, label in which(send(client, lunch, place="Newport")) if "Isle of Wight" in label]
        send(client, lunch, place="Newport", which=keys[0])
        person = SignUp.objects.get().person
        assert (person.place, person.place_key) == ("Newport, Isle of Wight", keys[0])

    def test_another_place_is_kept_as_it_was_typed(self, client, lunch):
        send(client, lunch, place="Newport", which="another")
        person = SignUp.objects.get().person
        assert (person.place, person.place_key) == ("Newport", "")

    def test_an_answer_that_was_not_offered_is_asked_again(self, client, lunch):
        assert send(client, lunch, place="Newport", which="atlantis").status_code == 400


def which(answer):
    return answer.context["form"].fields["which"].choices


class TestTwice:
    def test_brings_back_who_had_said_that_they_cannot_come(self, client, lunch):
        actions.leave(sign_up=made.seat(lunch), now=clock.now())
        send(client, lunch)
        assert lunch.sign_ups.coming().count() == 1

    def test_a_yes_counts_once(self, client, lunch):
        send(client, lunch)
        send(client, lunch)
        assert Consent.objects.filter(purpose="gathering").count() == 1


class TestNoSeat:
    def test_trying_addresses_does_not_tell_who_has_a_seat(self, client):
        full = made.gathering(seats=2)
        made.seats(full, 2)
        said = [send(client, full, email=email) for email in ("p1@example.org", "stranger@example.org")]
        assert [one.status_code for one in said] == [409, 409]
        pages = [text(one).replace("p1@", "stranger@") for one in said]
        assert _without_tokens(pages[0]) == _without_tokens(pages[1])

    def test_a_seat_given_back_is_free_again(self, client):
        small = made.gathering(seats=1)
        actions.leave(sign_up=made.seat(small, "Cleo Mbeki", "cleo@example.org"), now=clock.now())
        assert send(client, small).status_code == 302

    def test_a_gathering_that_is_called_off_takes_nobody(self, client, lunch):
        actions.cancel(gathering=lunch, now=clock.now(), by=made.organiser())
        assert "This gathering is called off." in text(client.get(f"/gatherings/{lunch.slug}/sign-up/"))
        answer = send(client, lunch)
        assert answer.status_code == 409
        assert "This gathering is cancelled." in text(answer)

    def test_a_gathering_that_is_over_takes_nobody(self, client):
        past = made.gathering(starts_at=clock.now() - timedelta(days=2), seats=1)
        made.seat(past, "Cleo Mbeki", "cleo@example.org")
        answer = send(client, past)
        assert answer.status_code == 409
        assert "This gathering is over." in text(answer)


def _without_tokens(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)


class TestTheOwnPage:
    def test_the_link_is_for_who_comes(self, client):
        online = made.gathering(link="https://meet.example.org/winter")
        seat = made.seat(online)
        assert "meet.example.org" not in text(client.get(f"/gatherings/{online.slug}/"))
        assert "meet.example.org" in text(client.get(f"/seat/{seat.token}/"))
        actions.leave(sign_up=seat, now=clock.now())
        assert "meet.example.org" not in text(client.get(f"/seat/{seat.token}/"))

    def test_it_stays_open_when_the_gathering_is_hidden_again(self, client, lunch):
        seat = made.seat(lunch)
        actions.unlist(gathering=lunch, now=clock.now())
        assert client.get(f"/seat/{seat.token}/").status_code == 200


def test_whoever_has_no_address_gets_no_letter(lunch):
    actions.add_by_hand(gathering=lunch, name="Dan Osei", now=clock.now())
    assert not Letter.objects.exists()


def test_a_member_sees_their_own_seat_and_an_organiser_everybodys(lunch):
    ben = made.member()
    own = made.seat(lunch, "Ben Carr", "ben@example.org")
    made.seat(lunch)
    assert list(SignUp.objects.visible_to(ben)) == [own]
    assert SignUp.objects.visible_to(made.organiser()).count() == 2
    assert not SignUp.objects.visible_to(None).exists()
    assert people.has_consented(own.person, "gathering")
