"""What everybody meets: what is on, one gathering, taking a seat, and a seat's own page."""

from datetime import timedelta

import pytest

from collective.gather.gatherings import actions, doors
from collective.gather.gatherings.models import Leaving, SignUp
from collective.ground.lib import clock
from collective.ground.outbox.models import Letter
from collective.join.people.models import Consent, Person
from tests.gather.builders_gatherings import FORM, LONG_AGO, gathering, member, organiser, seat, seats, signed_in

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def send(client, of, **changes):
    return client.post(f"/gatherings/{of.slug}/sign-up/", {**FORM, **changes})


class TestWhatIsOn:
    def test_what_is_coming_and_what_was_stand_on_one_page(self, client):
        gathering("Winter lunch")
        gathering("Autumn lunch", starts_at=LONG_AGO)
        page = text(client.get("/gatherings/"))
        assert page.index("Winter lunch") < page.index("What was") < page.index("Autumn lunch")

    def test_an_empty_diary_says_what_to_do(self, client):
        assert "No gathering in the diary" in text(client.get("/gatherings/"))

    def test_only_organisers_see_what_is_not_shown_yet(self, client):
        hidden = gathering("Secret plans", listed=False)
        assert "Secret plans" not in text(client.get("/gatherings/"))
        assert client.get(f"/gatherings/{hidden.slug}/").status_code == 404
        assert send(client, hidden).status_code == 404
        signed_in(client, member())
        assert client.get(f"/gatherings/{hidden.slug}/").status_code == 404
        signed_in(client, organiser())
        assert "only organisers see this" in text(client.get("/gatherings/"))
        assert client.get(f"/gatherings/{hidden.slug}/").status_code == 200

    @pytest.mark.parametrize("page", ["0", "999", "x", "-1"])
    def test_a_page_that_is_not_there_is_the_nearest_one(self, client, page):
        assert client.get("/gatherings/", {"page": page}).status_code == 200

    def test_the_number_of_queries_does_not_grow_with_gatherings(self, client, django_assert_max_num_queries):
        for number in range(12):
            seat(gathering(f"Lunch {number}"))
        with django_assert_max_num_queries(8):
            client.get("/gatherings/")


class TestOneGathering:
    def test_time_stands_as_on_the_clock_with_its_zone(self, client):
        summer = gathering("Summer lunch", starts_at=clock.now().replace(year=2031, month=7, day=3, hour=11, minute=30))
        page = text(client.get(f"/gatherings/{summer.slug}/"))
        assert "Thursday 3 July 2031, 12:30" in page
        assert "(BST)" in page

    @pytest.mark.parametrize("number", [1, 2, 3, 4])
    def test_a_few_people_are_not_counted(self, client, number):
        one = gathering(seats=32)
        seats(one, number)
        page = text(client.get(f"/gatherings/{one.slug}/"))
        assert "Seats are open." in page
        assert f"{number} of 32" not in page
        assert 'class="tables' not in page

    def test_a_few_seats_left_are_not_counted_either(self, client):
        one = gathering(seats=8)
        seats(one, 6)
        page = text(client.get(f"/gatherings/{one.slug}/"))
        assert "The last few seats are open." in page
        assert "6 of 8" not in page

    def test_the_link_is_for_people_with_a_seat(self, client):
        one = gathering(link="https://meet.example.org/winter")
        mine = seat(one)
        assert "meet.example.org" not in text(client.get(f"/gatherings/{one.slug}/"))
        assert "meet.example.org" in text(client.get(f"/seat/{mine.token}/"))

    def test_what_an_organiser_writes_is_shown_without_its_scripts(self, client):
        one = gathering(summary="**Bring** a sandwich\n\n<script>alert(1)</script>")
        page = text(client.get(f"/gatherings/{one.slug}/"))
        assert "<strong>Bring</strong>" in page
        assert "<script>alert" not in page

    def test_a_gathering_that_is_called_off_says_so_and_takes_nobody(self, client):
        one = gathering()
        actions.cancel(gathering=one, now=clock.now(), by=organiser())
        assert "Called off" in text(client.get(f"/gatherings/{one.slug}/"))
        assert "called off" in text(client.get(f"/gatherings/{one.slug}/sign-up/"))
        assert send(client, one).status_code == 409
        assert not SignUp.objects.exists()

    @pytest.mark.parametrize("address", ["/gatherings/nothing/", "/gatherings/nothing/sign-up/", "/seat/nothing/"])
    def test_what_is_not_there_is_not_found(self, client, address):
        assert client.get(address).status_code == 404


class TestTakingASeat:
    def test_a_form_makes_a_person_a_seat_consents_and_a_letter(self, client, django_capture_on_commit_callbacks):
        one = gathering()
        with django_capture_on_commit_callbacks(execute=True):
            answer = send(client, one, consent_notes="on")
        assert answer["Location"] == f"/gatherings/{one.slug}/sign-up/sent/"
        made = SignUp.objects.get()
        assert (made.person.place, made.person.words, made.person.maturity) == (
            "Hebden Bridge",
            ["food", "young people"],
            "3",
        )
        given = set(Consent.objects.values_list("purpose", "wording__text"))
        assert given == {
            ("gathering", "Write to me about this gathering"),
            ("notes", "Use what I write in what we learn, without my name"),
        }
        letter = Letter.objects.get()
        assert letter.to == "amina@example.org"
        assert f"/seat/{made.token}/" in letter.text

    def test_twice_is_one_seat_and_one_letter(self, client, django_capture_on_commit_callbacks):
        one = gathering()
        with django_capture_on_commit_callbacks(execute=True):
            send(client, one)
            send(client, one, email=" AMINA@example.org ")
        assert SignUp.objects.count() == Person.objects.filter(email="amina@example.org").count() == 1
        assert Letter.objects.count() == 1

    def test_nothing_is_ticked_beforehand(self, client):
        assert " checked" not in text(client.get(f"/gatherings/{gathering().slug}/sign-up/"))

    def test_what_is_wrong_comes_back_with_what_was_typed(self, client):
        answer = send(client, gathering(), email="amina.example.org", name="", consent_gathering="")
        page = text(answer)
        assert answer.status_code == 400
        assert "Three things to put right" in page
        assert "Type an email address with an @, such as amina@example.org" in page
        assert "Write your name, as you would like to be called at the table" in page
        assert "Tick the box so that we may write to you about this gathering" in page
        assert 'value="Usk Valley Pantry"' in page
        assert not SignUp.objects.exists()

    def test_a_name_that_several_places_share_is_asked_about(self, client):
        one = gathering()
        asked = send(client, one, place="Newport")
        assert asked.status_code == 400
        assert "Which Newport?" in text(asked)
        assert send(client, one, place="Newport", which="gb:somewhere:1").status_code == 400
        assert send(client, one, place="Newport", which="gb:newport:2641595").status_code == 302
        assert Person.objects.get(email="amina@example.org").place == "Newport, Shropshire"

    @pytest.mark.parametrize(("place", "kept"), [("Newport", "Newport"), ("Brigadoon-on-Sea", "Brigadoon-on-Sea")])
    def test_a_place_that_nobody_knows_is_kept_as_typed(self, client, place, kept):
        send(client, gathering(), place=place, which="another")
        person = Person.objects.get(email="amina@example.org")
        assert (person.place, person.place_key) == (kept, "")

    def test_the_whole_postcode_is_not_kept(self, client):
        send(client, gathering(), place="HX7 8AB")
        assert "8AB" not in Person.objects.get(email="amina@example.org").place

    def test_where_both_are_possible_the_way_is_asked(self, client):
        both = gathering(way="both")
        assert "Say whether you come to the room or join online" in text(send(client, both))
        assert send(client, both, way="room").status_code == 302
        assert SignUp.objects.get().way == "room"

    def test_hostile_and_endless_words_do_no_harm(self, client):
        one = gathering()
        endless = send(client, one, name="x" * 10_000, organisation="y" * 10_000)
        assert endless.status_code == 400
        assert "Keep this to 120 characters at most" in text(endless)
        hostile = send(client, one, name="<img src=x onerror=alert(1)>", email="no")
        assert "<img" not in text(hostile)

    def test_the_answer_does_not_tell_whether_we_knew_the_address(self, client):
        one, other = gathering("One"), gathering("Other")
        seat(one)
        known = send(client, other)
        unknown = send(client, other, email="stranger@example.org")
        assert known.status_code == unknown.status_code == 302
        assert known["Location"] == unknown["Location"]

    def test_a_stranger_cannot_change_what_we_hold_about_somebody(self, client):
        one = gathering()
        seat(one, organisation="Usk Valley Pantry")
        send(client, one, name="Somebody Else", organisation="Elsewhere")
        person = Person.objects.get(email="amina@example.org")
        assert (person.name, person.organisation.name) == ("Amina Yusuf", "Usk Valley Pantry")

    def test_a_member_is_asked_once_and_led_to_their_seat(self, client):
        signed_in(client, member())
        one = gathering()
        assert 'value="Ben Carr"' in text(client.get(f"/gatherings/{one.slug}/sign-up/"))
        answer = send(client, one, name="Ben Carr", email="ben@example.org")
        assert answer["Location"] == f"/seat/{SignUp.objects.get().token}/"

    def test_a_full_gathering_takes_nobody_more(self, client):
        one = gathering(seats=1)
        seat(one)
        assert "Every seat is taken" in text(client.get(f"/gatherings/{one.slug}/sign-up/"))
        answer = send(client, one, email="late@example.org")
        assert answer.status_code == 409
        assert "Every seat is taken" in text(answer)
        assert SignUp.objects.count() == 1

    def test_only_looking_and_sending_are_understood(self, client):
        assert client.put(f"/gatherings/{gathering().slug}/sign-up/").status_code == 405
        assert client.post("/gatherings/").status_code == 405


class TestMySeat:
    def test_looking_changes_nothing(self, client):
        mine = seat(gathering())
        for address in (f"/seat/{mine.token}/", f"/seat/{mine.token}/leaving/", f"/seat/{mine.token}/leaving/removal/"):
            client.get(address)
        assert client.get(f"/seat/{mine.token}/leaving/").status_code == 405
        assert not Leaving.objects.exists()

    def test_a_seat_is_given_back_and_taken_again(self, client):
        one = gathering()
        mine = seat(one)
        for _ in range(2):
            assert client.post(f"/seat/{mine.token}/leaving/").status_code == 302
        assert one.sign_ups.coming().count() == 0
        assert "You cannot come" in text(client.get(f"/seat/{mine.token}/"))
        for _ in range(2):
            assert client.post(f"/seat/{mine.token}/leaving/removal/").status_code == 302
        assert one.sign_ups.coming().count() == 1

    def test_a_seat_that_somebody_else_took_is_gone(self, client):
        one = gathering(seats=1)
        mine = seat(one)
        actions.leave(sign_up=mine, now=clock.now())
        seat(one, "Dilys Morgan", "dilys@example.org")
        answer = client.post(f"/seat/{mine.token}/leaving/removal/")
        assert answer.status_code == 409
        assert "Every seat is taken" in text(answer)

    def test_consents_are_shown_with_their_words_and_taken_back(self, client):
        mine = seat(gathering())
        page = text(client.get(f"/seat/{mine.token}/"))
        assert "Write to me about this gathering" in page
        client.post(f"/seat/{mine.token}/consents/gathering/withdrawal/")
        assert not Consent.objects.standing().exists()
        assert Consent.objects.count() == 1
        assert client.post(f"/seat/{mine.token}/consents/nothing/withdrawal/").status_code == 302

    def test_an_open_door_stands_on_the_page_and_a_shut_one_does_not(self, client, monkeypatch):
        monkeypatch.setattr(doors, "_DOORS", [])
        mine = seat(gathering())
        address = {"to": None}
        doors.register(lambda gathering, sign_up: address["to"])
        assert "Come in" not in text(client.get(f"/seat/{mine.token}/"))
        address["to"] = "/r/K7M4QD/"
        assert "/r/K7M4QD/" in text(client.get(f"/seat/{mine.token}/"))

    def test_the_page_is_kept_by_nobody(self, client):
        answer = client.get(f"/seat/{seat(gathering()).token}/")
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in text(answer)

    def test_when_it_is_over_there_is_nothing_left_to_press(self, client):
        one = gathering(starts_at=clock.now() - timedelta(days=2))
        mine = seat(one)
        page = text(client.get(f"/seat/{mine.token}/"))
        assert "This gathering is over" in page
        assert "I cannot come" not in page
