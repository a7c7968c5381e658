"""Checking people in: presses that arrive once, twice, late or out of order; tickets; whoever walks in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from collective.gather.gatherings import actions, tickets
from collective.gather.gatherings.actions.checking_in import forget_presses
from collective.gather.gatherings.models import CheckIn, DoorAct, SignUp
from collective.gather.gatherings.signals import person_checked_in
from collective.ground.lib import clock
from collective.join.people.models import Person
from tests.gather.builders_gatherings import gathering, member, organiser, seat, seats, signed_in

pytestmark = pytest.mark.django_db
KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


def pressed(at, person, what="here", *, key=KEY, now=None, happened_at=None):
    return actions.press(
        gathering=at, key=key, what=what, person=person, now=now or clock.now(), happened_at=happened_at, by=None
    )


class TestPressing:
    def test_marks_the_person_as_here_since_they_were_seen(self):
        one = seat(gathering())
        now = clock.now()

        pressed(one.gathering, one.person, now=now, happened_at=now - timedelta(minutes=9))

        assert CheckIn.objects.get().at == now - timedelta(minutes=9)

    def test_twice_with_one_key_is_once(self, django_capture_on_commit_callbacks):
        one = seat(gathering())
        heard = []
        person_checked_in.connect(lambda **facts: heard.append(facts["person"]), weak=False, dispatch_uid="t")
        with django_capture_on_commit_callbacks(execute=True):
            pressed(one.gathering, one.person)
            pressed(one.gathering, one.person)
        person_checked_in.disconnect(dispatch_uid="t")

        assert (CheckIn.objects.count(), DoorAct.objects.count(), heard) == (1, 1, [one.person])

    def test_again_after_it_was_undone_changes_nothing(self):
        one = seat(gathering())
        pressed(one.gathering, one.person)
        pressed(one.gathering, one.person, "gone", key=KEY[::-1])

        pressed(one.gathering, one.person)

        assert not CheckIn.objects.exists()

    def test_of_two_presses_the_later_counts_whichever_arrives_last(self):
        one = seat(gathering())
        now = clock.now()

        pressed(one.gathering, one.person, "gone", now=now, happened_at=now - timedelta(minutes=1))
        pressed(one.gathering, one.person, "here", key=KEY[::-1], now=now, happened_at=now - timedelta(minutes=5))

        assert not CheckIn.objects.exists()

    def test_a_late_not_here_leaves_somebody_who_came_in_since(self):
        one = seat(gathering())
        now = clock.now()
        actions.check_in(gathering=one.gathering, person=one.person, how="room", now=now)

        pressed(one.gathering, one.person, "gone", now=now, happened_at=now - timedelta(minutes=5))

        assert CheckIn.objects.exists()

    def test_a_clock_that_is_wrong_is_not_believed_past_now(self):
        one = seat(gathering())
        now = clock.now()

        assert pressed(one.gathering, one.person, now=now, happened_at=now + timedelta(days=4000)).happened_at == now

    def test_that_is_a_week_old_is_refused_in_words(self):
        one = seat(gathering())
        now = clock.now()

        with pytest.raises(actions.NoSuchPress, match="more than a week ago"):
            pressed(one.gathering, one.person, now=now, happened_at=now - timedelta(days=8))
        assert not CheckIn.objects.exists()

    def test_is_forgotten_when_no_phone_can_send_it_again(self):
        one = seat(gathering())
        pressed(one.gathering, one.person)

        assert forget_presses(clock.now() + timedelta(days=13)) == 0
        assert forget_presses(clock.now() + timedelta(days=15)) == 1
        assert CheckIn.objects.exists()

    def test_with_a_key_of_another_gathering_is_refused(self):
        one, other = seat(gathering()), seat(gathering("Spring lunch"))
        pressed(one.gathering, one.person)

        with pytest.raises(actions.NoSuchPress):
            pressed(other.gathering, other.person)

    def test_somebody_who_walks_in_is_here_and_not_among_those_who_signed_up(self):
        at = gathering()
        facts = {"gathering": at, "key": KEY, "what": "walk_in", "now": clock.now(), "by": None}

        actions.press(**facts, name="Ben  Carr", email="", organisation="Usk Valley Pantry")
        actions.press(**facts, name="Ben  Carr", email="", organisation="Usk Valley Pantry")

        assert [one.person.name for one in CheckIn.objects.all()] == ["Ben Carr"]
        assert not SignUp.objects.exists()

    def test_somebody_we_hold_who_walks_in_is_the_same_person(self):
        one = seat(gathering())

        act = actions.press(
            gathering=one.gathering,
            key=KEY,
            what="walk_in",
            now=clock.now(),
            by=None,
            name="A",
            email="AMINA@example.org",
        )

        assert act.person == one.person
        assert Person.objects.filter(email="amina@example.org").count() == 1


class TestTickets:
    @given(st.integers(1, 10**12))
    def test_lead_back_to_their_seat(self, pk):
        code = tickets.code_of(SignUp(pk=pk))

        assert tickets.sign_up_of(code) == pk
        assert tickets.sign_up_of(f" {code[:3]}-{code[3:].lower()} ") == pk

    @given(st.text(max_size=20))
    def test_of_anything_else_lead_nowhere(self, code):
        found = tickets.sign_up_of(code)

        assert found is None or tickets.code_of(SignUp(pk=found)) == tickets.typed_code(code)

    def test_do_not_show_the_private_link(self, client):
        one = seat(gathering())
        page = client.get(reverse("my-ticket", args=[one.token])).content.decode()

        assert "<svg" in page
        assert one.token not in tickets.address_of(one)
        assert tickets.code_of(one)[:3] in page

    def test_are_read_by_a_page_with_a_button_that_checks_nobody_in_by_itself(self, client):
        one = seat(gathering())
        page = signed_in(client, organiser()).get(tickets.address_of(one).replace("http://localhost:8000", ""))

        assert page.status_code == 200
        assert "Amina Yusuf is here" in page.content.decode()
        assert not CheckIn.objects.exists()

    def test_are_nothing_to_a_member_and_ask_a_stranger_to_sign_in(self, client):
        address = reverse("ticket-check", args=[tickets.code_of(seat(gathering()))])

        assert client.get(address).status_code == 302
        assert signed_in(client, member()).get(address).status_code == 404

    def test_that_nobody_has_are_said_to_be_none(self, client):
        page = signed_in(client, organiser()).get(reverse("ticket-check", args=["ZZZZZZ"]))

        assert page.status_code == 404
        assert "No such ticket" in page.content.decode()


class TestTheDoor:
    @pytest.fixture
    def desk(self, client):
        return signed_in(client, organiser())

    def test_shows_everybody_with_a_button(self, desk):
        at = gathering()
        seats(at, 3)
        page = desk.get(reverse("gathering-door", args=[at.slug])).content.decode()

        assert page.count('value="here-') == 3
        assert "3 signed up, 0 here." in page

    @pytest.mark.parametrize("by", ["name", "code"])
    def test_finds_somebody_by_name_or_by_the_code_on_their_ticket(self, desk, by):
        at = gathering()
        one, _ = seat(at), seat(at, "Ben Carr", "ben@example.org")
        words = "AMIÑA" if by == "name" else tickets.code_of(one).lower()
        page = desk.get(reverse("gathering-door", args=[at.slug]), {"q": words}).content.decode()

        assert "Amina Yusuf" in page
        assert "Ben Carr" not in page

    def test_takes_a_press_with_a_key_and_says_who_is_here(self, desk):
        one = seat(gathering())
        said = {"press": f"here-{one.person_id}", "key": KEY, "at": int(clock.now().timestamp() * 1000)}
        address = reverse("gathering-door-acts", args=[one.gathering.slug])

        answers = [desk.post(address, said, headers={"accept": "application/json"}).json() for _ in range(2)]

        assert (
            answers[0] == answers[1] == {"said": "Amina Yusuf is here.", "here": True, "counts": "1 signed up, 1 here."}
        )

    def test_without_a_script_goes_back_to_the_list(self, desk):
        one = seat(gathering())
        answer = desk.post(
            reverse("gathering-door-acts", args=[one.gathering.slug]),
            {"press": f"here-{one.person_id}"},
            follow=True,
        )

        assert "Amina Yusuf is here." in answer.content.decode()

    def test_takes_whoever_walks_in(self, desk):
        at = gathering()
        desk.post(reverse("gathering-door-acts", args=[at.slug]), {"what": "walk_in", "name": "Ben Carr", "key": KEY})

        assert CheckIn.objects.get().person.name == "Ben Carr"

    def test_says_what_is_missing_of_whoever_walks_in(self, desk):
        at = gathering()
        address = reverse("gathering-door-acts", args=[at.slug])

        assert "Write the name" in desk.post(address, {"what": "walk_in", "key": KEY}).content.decode()
        assert desk.post(address, {"what": "walk_in"}, headers={"accept": "application/json"}).status_code == 400

    @pytest.mark.parametrize(
        ("what", "more"), [("dance", {}), ("here", {"key": "x"}), ("here", {"at": "9" * 14}), ("gone", {})]
    )
    def test_refuses_in_words_or_does_what_it_can(self, desk, what, more):
        one = seat(gathering())
        address = reverse("gathering-door-acts", args=[one.gathering.slug])

        assert desk.post(address, {"press": f"{what}-{one.person_id}", **more}).status_code in {302, 400}

    def test_knows_nobody_who_is_on_another_list(self, desk):
        one, other = seat(gathering()), seat(gathering("Spring lunch"), "Ben Carr", "ben@example.org")
        address = reverse("gathering-door-acts", args=[one.gathering.slug])

        assert desk.post(address, {"press": f"here-{other.person_id}"}).status_code == 404

    def test_is_nothing_to_anybody_else(self, client):
        at = gathering()
        for name in ("gathering-door", "gathering-door-acts"):
            assert client.post(reverse(name, args=[at.slug])).status_code == 302
        signed_in(client, member())
        assert client.get(reverse("gathering-door", args=[at.slug])).status_code == 404
        assert client.post(reverse("gathering-door-acts", args=[at.slug])).status_code == 404

    def test_asks_the_database_no_more_for_more_people(self, desk):
        at = gathering()
        asked = []
        for number in (2, 30):
            seats(at, number)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                desk.get(reverse("gathering-door", args=[at.slug]))
            asked.append(len(queries))

        assert asked[0] == asked[1]
