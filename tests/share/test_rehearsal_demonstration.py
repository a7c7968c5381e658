"""The demonstration: an invented community, made once, and a way in that exists nowhere else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from collective.gather.gatherings.models import Gathering
from collective.ground.outbox.models import Letter
from collective.join.people import actions as people
from collective.join.people.models import Member
from collective.share.rehearsal.actions import pilot, rehearsing, sample
from collective.share.rehearsal.models import Rehearsal
from collective.talk.conversations import queries as conversations
from collective.talk.conversations.models import Card, Round
from collective.talk.rooms.models import Prompt, Room
from collective.talk.rooms.queries import answered
from tests.cast import NOON
from tests.share.rehearsal_kit import everything

SIGN_IN = "/demo/"


@override_settings(DEMO=True)
class Made(TestCase):
    """The sample, made once for all tests of a class; each takes back what it changes."""

    @classmethod
    def setUpTestData(cls):
        cls.next = sample.make(now=NOON)


class TestCommunity(Made):
    def test_fifty_two_signed_up_and_thirty_came(self):
        workshop = Gathering.objects.get(title=pilot.TITLE)
        assert workshop.sign_ups.count() == 52
        assert workshop.check_ins.count() == 30
        assert workshop.starts_at.date().isoformat() == "2021-01-27"
        assert workshop.summary.startswith("Invented sample:")
        assert workshop.is_listed

    def test_three_questions_two_rounds_names_and_ratings_were_played(self):
        room = Room.objects.get(gathering__title=pilot.TITLE)
        assert room.closed_at is not None
        assert [answered(prompt) for prompt in Prompt.objects.filter(step__room=room)] >= [25, 25, 25]
        for round in Round.objects.filter(step__room=room):
            sizes = [len(table.seats) for table in conversations.tables(conversations.published_draw(round))]
            assert all(3 <= size <= 5 for size in sizes), sizes
        result = conversations.vote_result(room.steps.get(kind="names"))
        assert result.voters == 30
        assert result.winners
        assert sum(conversations.ratings(room)) >= 20
        texts = [card.text for card in Card.objects.filter(room=room, may_be_used=True)]
        assert len(texts) == len(set(texts)) > 30

    def test_everything_happened_on_that_day(self):
        room = Room.objects.get(gathering__title=pilot.TITLE)
        days = {act.at.date().isoformat() for act in room.acts.all()}
        days |= {card.written_at.date().isoformat() for card in room.cards.all()}
        for prompt in Prompt.objects.filter(step__room=room):
            days |= {one.answered_at.date().isoformat() for one in prompt.answers.all() if one.answered_at}
        assert days == {"2021-01-27"}

    def test_its_result_is_public_and_says_that_it_is_invented(self):
        page = Client().get(reverse("result", args=[Gathering.objects.get(title=pilot.TITLE).slug]))
        assert page.status_code == 200
        assert "Invented sample" in page.text

    def test_publishing_by_hand_again_changes_nothing(self):
        slug = Gathering.objects.get(title=pilot.TITLE).slug
        before = everything()
        call_command("publish_result", slug)
        assert everything() == before

    def test_publishing_what_did_not_take_place_is_refused_in_words(self):
        with pytest.raises(CommandError, match="has not taken place"):
            call_command("publish_result", self.next.slug)
        with pytest.raises(CommandError, match="There is no gathering at the address nowhere"):
            call_command("publish_result", "nowhere")

    def test_every_page_of_a_demonstration_says_so(self):
        for address in (reverse("front"), reverse("gatherings"), reverse("gathering", args=[self.next.slug])):
            assert "Demonstration: the people here are invented." in Client().get(address).text

    def test_the_next_gathering_is_in_ten_days_with_a_room_laid_out(self):
        assert self.next.is_listed
        assert (self.next.starts_at - NOON).days in (9, 10)
        assert self.next.summary.startswith("Invented sample:")
        assert self.next.rooms.get().steps.count() == 9
        assert self.next.sign_ups.count() == sample.SIGNED_UP

    def test_the_second_time_changes_nothing(self):
        before = everything()
        assert sample.make(now=NOON + timedelta(hours=3)) == self.next
        assert everything() == before

    def test_weeks_later_there_is_a_gathering_to_come_again(self):
        again = sample.make(now=NOON + timedelta(days=30))
        assert again != self.next
        assert again.starts_at > NOON + timedelta(days=30)
        assert Gathering.objects.filter(title=pilot.TITLE).count() == 1

    def test_nobody_is_written_to(self):
        with self.captureOnCommitCallbacks(execute=True):
            sample.make(now=NOON + timedelta(days=40))
        assert Letter.objects.count() == 0
        assert mail.outbox == []

    def test_addresses_are_printed_front_page_first(self):
        call_command("demo_rehearsal")
        out = StringIO()
        call_command("demo_addresses", "--url", "http://localhost:8000", stdout=out)
        lines = [line.split()[:3] for line in out.getvalue().split("\n") if line]
        room = Rehearsal.objects.get().room
        assert lines[0] == ["Front", "page", "http://localhost:8000/"]
        assert lines[1] == ["Stage", f"http://localhost:8000/stage/{room.stage_token}/"]
        assert lines[2] == ["Phone", f"http://localhost:8000/j/{room.code}/"]
        assert lines[3][:2] == ["Desk", "http://localhost:8000/demo/"]

    def test_on_another_address_the_desk_is_reached_by_code(self):
        out = StringIO()
        call_command("demo_addresses", "--url", "http://192.168.1.7:8000", stdout=out)
        assert "http://192.168.1.7:8000/sign-in/  as ada@example.org" in out.getvalue()
        assert "No rehearsal is running" in out.getvalue()


class TestSignIn(Made):
    def test_looking_signs_nobody_in(self):
        client = Client()
        answer = client.get(SIGN_IN, headers={"host": "localhost"})
        assert answer.status_code == 200
        assert "the people in it are invented" in answer.text
        assert "_auth_user_id" not in client.session

    def test_one_press_signs_ada_in_and_opens_the_rehearsals_desk(self):
        rehearsal = sample.rehearse(now=NOON)
        client = Client()
        answer = client.post(SIGN_IN, headers={"host": "localhost:8000"})
        assert answer.url == reverse("room-desk", args=[rehearsal.room_id])
        assert int(client.session["_auth_user_id"]) == Member.objects.get(email=sample.ORGANISER).pk
        assert "A made-up host goes through the run-sheet" in client.get(answer.url).text

    def test_where_the_rehearsal_is_over_a_fresh_one_starts(self):
        over = sample.rehearse(now=NOON)
        rehearsing.stop(rehearsal=over, now=NOON)
        answer = Client().post(SIGN_IN, headers={"host": "127.0.0.1:8000"})
        now = Rehearsal.objects.get()
        assert now.pk != over.pk
        assert now.hosted
        assert answer.url == reverse("room-desk", args=[now.room_id])

    def test_other_computers_and_other_names_find_nothing(self):
        doors = [("localhost", "192.168.1.9"), ("testserver", "127.0.0.1"), ("localhost.example.org", "127.0.0.1")]
        with self.settings(ALLOWED_HOSTS=["*"]):
            for host, address in doors:
                for method in ("get", "post"):
                    answer = getattr(Client(REMOTE_ADDR=address), method)(SIGN_IN, headers={"host": host})
                    assert answer.status_code == 404, (host, address)

    def test_a_page_elsewhere_cannot_press_the_button(self):
        client = Client(enforce_csrf_checks=True)
        assert client.post(SIGN_IN, headers={"host": "localhost"}).status_code == 403


@pytest.mark.django_db
class TestRealSite:
    @pytest.mark.parametrize("command", ["demo_community", "demo_rehearsal", "demo_addresses"])
    def test_no_command_puts_invented_people_there(self, command):
        with pytest.raises(CommandError, match="this is a real site"):
            call_command(command, *(["--url", "http://localhost"] if command == "demo_addresses" else []))
        assert not Gathering.objects.exists()

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_nobody_signs_in_without_a_code(self, method):
        people.make_organiser(email=sample.ORGANISER, name="Ada", now=NOON)
        answer = getattr(Client(), method)(SIGN_IN, headers={"host": "localhost"})
        assert answer.status_code == 404
        assert not Session.objects.exists()
