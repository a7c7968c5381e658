"""One's own seat and place on the list, the question before, and the organisers' list: the same questions of each address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import setting_up
from collective.gather.gatherings.models import Offer, OfferEnd, Question, Reply, SignUp, Waiting, WaitingEnd
from collective.ground.lib import clock
from collective.ground.outbox.models import Letter
from tests.gather import builders_gatherings as made

pytestmark = pytest.mark.django_db

SEAT_PAGES = ["/seat/{token}/", "/seat/{token}/still-coming/", "/seat/{token}/answers/"]
SEAT_ACTS = ["/seat/{token}/confirmation/", "/seat/{token}/leaving/", "/seat/{token}/waiting/"]
PLACE_PAGES = ["/waiting/{place}/"]
PLACE_ACTS = [
    "/waiting/{place}/acceptance/",
    "/waiting/{place}/wishes/",
    "/waiting/{place}/leaving/",
    "/waiting/{place}/leaving/removal/",
    "/waiting/{place}/seat/",
]
LIST_PAGES = ["/gatherings/{slug}/waiting/", "/gatherings/{slug}/waiting/sent/"]
DESK_RULES = "/desk/gatherings/{slug}/waiting/rules/"
RULES = {
    "offers_by_hand": "yes",
    "offer_hours": "6",
    "offers_stop_hours": "12",
    "quiet_from": "22:00",
    "quiet_to": "07:30",
}
DESK_ACTS = [
    "/desk/gatherings/{slug}/waiting/{pk}/offer/",
    "/desk/gatherings/{slug}/waiting/{pk}/offer/removal/",
    "/desk/gatherings/{slug}/waiting/{pk}/seat/",
    "/desk/gatherings/{slug}/waiting/{pk}/removal/",
]
DESK = "/desk/gatherings/{slug}/waiting/"
FORM = {"name": "Dora Lind", "email": "dora@example.org", "until": "24", "consent": "on"}


def in_four_days():
    """Noon, so that nothing here falls into quiet hours by the day it is run on; offers are made by hand or in the day."""
    return made.soon() + timedelta(days=3)


@pytest.fixture
def world():
    """A lunch with two seats, both taken, two people on the list, and no quiet hours: tests run at any hour."""
    at = clock.now().time().replace(tzinfo=None)
    of = made.gathering("Summer lunch", starts_at=in_four_days(), seats=2, quiet_from=at, quiet_to=at)
    seats = made.seats(of, 2)
    places = [
        actions.join_list(gathering=of, now=clock.now(), name=name, email=f"{name.lower()}@example.org")
        for name in ("Cleo", "Dora")
    ]
    return {
        "slug": of.slug,
        "token": seats[0].token,
        "place": places[0].token,
        "pk": places[0].pk,
        "of": of,
        "seat": seats[0],
        "cleo": places[0],
    }


def offer_to_cleo(world) -> Offer:
    actions.leave(sign_up=world["seat"], now=clock.now())
    return Offer.objects.get(seat__isnull=False)


class TestByPrivateLink:
    @pytest.mark.parametrize("address", [*SEAT_PAGES, *PLACE_PAGES])
    def test_a_page_opens_and_is_kept_from_caches_and_search_engines(self, client, world, address):
        answer = client.get(address.format(**world))
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert 'content="noindex"' in answer.content.decode()

    @pytest.mark.parametrize("address", [*SEAT_PAGES, *PLACE_PAGES, *SEAT_ACTS, *PLACE_ACTS])
    def test_a_wrong_token_opens_nothing(self, client, world, address):
        asked = client.post if address in SEAT_ACTS + PLACE_ACTS else client.get
        assert asked(address.format(**world | {"token": "wrong", "place": "wrong"})).status_code == 404

    @pytest.mark.parametrize("address", [*SEAT_ACTS, *PLACE_ACTS])
    def test_what_changes_something_is_a_post(self, client, world, address):
        assert client.get(address.format(**world)).status_code == 405

    @pytest.mark.parametrize("address", [*SEAT_PAGES[:2], *PLACE_PAGES])
    def test_looking_changes_nothing(self, client, world, address):
        before = (SignUp.objects.coming().count(), Waiting.objects.standing().count(), Letter.objects.count())
        for _ in range(2):
            client.get(address.format(**world))
            client.head(address.format(**world))
        assert (SignUp.objects.coming().count(), Waiting.objects.standing().count(), Letter.objects.count()) == before

    @pytest.mark.parametrize("address", [SEAT_ACTS[0], *PLACE_ACTS[1:4]])
    def test_twice_is_harmless(self, client, world, address):
        for _ in range(2):
            assert client.post(address.format(**world), follow=True).status_code == 200


class TestComingOntoTheList:
    @pytest.mark.parametrize("address", LIST_PAGES)
    def test_a_page_is_open_without_signing_in_and_unknown_is_not_there(self, client, world, address):
        assert client.get(address.format(**world)).status_code == 200
        assert client.get(address.format(slug="nothing-of-the-kind")).status_code == 404

    def test_the_form_answers_everybody_alike_and_the_page_is_in_the_letter(self, client, world):
        new = client.post(LIST_PAGES[0].format(**world), FORM | {"name": "Eva", "email": "eva@example.org"})
        known = client.post(LIST_PAGES[0].format(**world), FORM)
        seated = client.post(LIST_PAGES[0].format(**world), FORM | {"email": "p1@example.org"})
        assert {one.status_code for one in (new, known, seated)} == {302}
        assert {one.headers["Location"] for one in (new, known, seated)} == {LIST_PAGES[1].format(**world)}
        assert (
            Waiting.objects.get(person__email="eva@example.org").token in Letter.objects.get(to="eva@example.org").text
        )
        assert Waiting.objects.get(person__email="dora@example.org").not_after is None  # anybody can type her address

    def test_bad_input_comes_back_in_words(self, client, world):
        answer = client.post(LIST_PAGES[0].format(**world), {"name": "", "email": "nobody", "until": "999"})
        assert answer.status_code == 400
        assert "Tick the box so that we may write to you when a seat is free" in answer.content.decode()

    def test_a_member_lands_on_their_own_place(self, client, world):
        ben = made.member()
        made.signed_in(client, ben)
        answer = client.post(LIST_PAGES[0].format(**world), FORM | {"name": "Ben Carr", "email": "ben@example.org"})
        assert answer.headers["Location"] == f"/waiting/{Waiting.objects.get(person=ben.person).token}/"

    def test_a_gathering_that_is_called_off_has_no_list(self, client, world):
        actions.cancel(gathering=world["of"], now=clock.now(), by=made.organiser())
        answer = client.post(LIST_PAGES[0].format(**world), FORM | {"email": "eva@example.org"})
        assert answer.status_code == 409
        assert "called off" in answer.content.decode()


class TestOnesOwnPlace:
    def test_says_the_place_the_reason_and_what_may_come_free(self, client, world):
        second = Waiting.objects.get(person__name="Dora")
        said = client.get(f"/waiting/{second.token}/").content.decode()
        assert "2nd on the waiting list" in said
        assert "No seat is free at the moment." in said
        offer_to_cleo(world)
        said = client.get(f"/waiting/{second.token}/").content.decode()
        assert "1st on the waiting list" in said
        assert "One seat may come free: it is offered to others, who have not answered yet." in said

    def test_has_no_link_and_no_way_into_the_calendar(self, client, world):
        type(world["of"]).objects.update(link="https://meet.example.org/lunch")
        said = client.get("/waiting/{place}/".format(**world)).content.decode()
        assert "meet.example.org" not in said
        assert ".ics" not in said

    def test_yes_leads_to_ones_own_seat(self, client, world):
        offer_to_cleo(world)
        assert "A seat is free for you" in client.get("/waiting/{place}/".format(**world)).content.decode()
        answer = client.post("/waiting/{place}/acceptance/".format(**world))
        seat = SignUp.objects.get(person__name="Cleo")
        assert answer.headers["Location"] == f"/seat/{seat.token}/"
        assert client.get("/waiting/{place}/".format(**world)).headers["Location"] == f"/seat/{seat.token}/"

    def test_no_leads_off_the_list(self, client, world):
        offer_to_cleo(world)
        said = client.post("/waiting/{place}/leaving/".format(**world), follow=True).content.decode()
        assert "You are not on the list" in said
        assert OfferEnd.objects.get().how == "declined"

    def test_what_has_run_out_is_said_in_words(self, client, world):
        offer = offer_to_cleo(world)
        Offer.objects.filter(pk=offer.pk).update(
            at=clock.now() - timedelta(hours=2), expires_at=clock.now() - timedelta(hours=1)
        )
        answer = client.post("/waiting/{place}/acceptance/".format(**world))
        assert answer.status_code == 409
        assert "This offer is over" in answer.content.decode()

    def test_a_wish_is_kept_and_a_strange_one_changes_nothing(self, client, world):
        client.post("/waiting/{place}/wishes/".format(**world), {"until": "48"})
        assert Waiting.objects.get(pk=world["pk"]).not_after == in_four_days() - timedelta(days=2)
        said = client.post("/waiting/{place}/wishes/".format(**world), {"until": "49"}, follow=True).content.decode()
        assert "Nothing was changed" in said
        assert Waiting.objects.get(pk=world["pk"]).not_after == in_four_days() - timedelta(days=2)

    def test_who_left_comes_back_at_the_end(self, client, world):
        client.post("/waiting/{place}/leaving/".format(**world))
        assert WaitingEnd.objects.count() == 1
        said = client.post("/waiting/{place}/leaving/removal/".format(**world), follow=True).content.decode()
        assert "2nd on the waiting list" in said


class TestOnesOwnSeat:
    def test_who_gave_the_seat_back_and_finds_none_goes_onto_the_list(self, client, world):
        client.post("/seat/{token}/leaving/".format(**world))
        said = client.get("/seat/{token}/".format(**world)).content.decode()
        assert "Every seat is taken by now." in said
        answer = client.post("/seat/{token}/waiting/".format(**world), follow=True)
        assert "2nd on the waiting list" in answer.content.decode(), "Cleo has an offer, Dora is before them"

    def test_yes_still_coming(self, client, world):
        assert "Still coming?" in client.get("/seat/{token}/still-coming/".format(**world)).content.decode()
        said = client.post("/seat/{token}/confirmation/".format(**world), follow=True).content.decode()
        assert "you are coming" in said
        assert (
            "You said that you are coming" in client.get("/seat/{token}/still-coming/".format(**world)).content.decode()
        )

    def test_a_yes_to_what_is_called_off_is_refused_in_words(self, client, world):
        actions.cancel(gathering=world["of"], now=clock.now(), by=made.organiser())
        answer = client.post("/seat/{token}/confirmation/".format(**world))
        assert answer.status_code == 409
        assert "nothing to confirm" in answer.content.decode()

    def test_answers_are_changed_and_taken_back(self, client, world):
        question = Question.objects.create(gathering=world["of"], text="What do you eat?")
        address = "/seat/{token}/answers/".format(**world)
        assert "What do you eat?" in client.get(address).content.decode()
        client.post(address, {f"question-{question.pk}": "Bread"})
        assert Reply.objects.get().text == "Bread"
        client.post(address, {f"question-{question.pk}": ""})
        assert not Reply.objects.exists()

    def test_the_link_shows_from_when_the_organiser_says(self, client, world):
        of = type(world["of"]).objects
        of.update(link="https://meet.example.org/lunch", link_from=60)
        said = client.get("/seat/{token}/".format(**world)).content.decode()
        assert "meet.example.org" not in said
        assert "It stands here an hour before the start" in said
        of.update(link_from=None)
        assert "meet.example.org" in client.get("/seat/{token}/".format(**world)).content.decode()

    def test_a_member_finds_their_own_page_by_the_gathering(self, client, world):
        ben = made.member()
        address = "/gatherings/{slug}/my-seat/".format(**world)
        assert client.get(address).headers["Location"].startswith("/sign-in/")
        made.signed_in(client, ben)
        assert client.get(address).headers["Location"] == "/gatherings/{slug}/".format(**world)
        place = actions.join_list(gathering=world["of"], now=clock.now(), name="Ben Carr", email="ben@example.org")
        assert client.get(address).headers["Location"] == f"/waiting/{place.token}/"
        assert address in client.get("/gatherings/{slug}/".format(**world)).content.decode()


class TestForOrganisers:
    def test_the_list_stands_in_order_with_the_reasons_and_the_forecast(self, client, world):
        made.signed_in(client, made.organiser())
        offer_to_cleo(world)
        said = client.get(DESK.format(**world)).content.decode()
        assert "1 of 2 seats taken, 1 offered, 0 free." in said
        assert "Has an offer, open until" in said
        assert "1. Dora" in said
        assert "No seat is free. One seat is offered to others who have not answered yet." in said
        assert "To fill 2 seats, admit up to" in said
        assert "beginning" in said or "begins" in said

    def test_the_rules_are_set_here_and_read_by_everybody_who_waits(self, client, world):
        made.signed_in(client, made.organiser())
        assert client.get(DESK_RULES.format(**world)).status_code == 405
        assert client.post(DESK_RULES.format(**world), RULES).status_code == 302
        of = type(world["of"]).objects.get(pk=world["of"].pk)
        assert (of.offers_by_hand, of.offer_hours, of.offers_stop_hours) == (True, 6, 12)
        assert f"{of.quiet_from:%H:%M} {of.quiet_to:%H:%M}" == "22:00 07:30"
        assert not of.moves.exists(), "rules are no move"
        said = client.get("/waiting/{place}/".format(**world)).content.decode()
        assert "The organisers offer the seats themselves" in said
        assert "12 hours before the start offers stop." in said

    def test_bad_rules_come_back_with_words_and_change_nothing(self, client, world):
        made.signed_in(client, made.organiser())
        answer = client.post(DESK_RULES.format(**world), RULES | {"offer_hours": "7", "quiet_from": "late"})
        assert answer.status_code == 400
        assert "Write the time as 21:00" in answer.content.decode()
        assert type(world["of"]).objects.get(pk=world["of"].pk).offer_hours == 24

    @pytest.mark.parametrize("address", [DESK, DESK_RULES, *DESK_ACTS])
    def test_who_is_signed_out_is_sent_to_sign_in_and_a_member_finds_nothing(self, client, world, address):
        asked = client.get if address == DESK else client.post
        assert asked(address.format(**world)).headers["Location"].startswith("/sign-in/?next=")
        made.signed_in(client, made.member())
        assert asked(address.format(**world)).status_code == 404

    @pytest.mark.parametrize("address", DESK_ACTS)
    def test_what_changes_something_is_a_post_and_belongs_to_this_gathering(self, client, world, address):
        made.signed_in(client, made.organiser())
        assert client.get(address.format(**world)).status_code == 405
        other = made.gathering("Another")
        assert client.post(address.format(**world | {"slug": other.slug})).status_code == 404
        assert client.post(address.format(**world | {"slug": "nothing-of-the-kind"})).status_code == 404

    def test_offer_take_back_seat_and_off_the_list(self, client, world):
        made.signed_in(client, made.organiser())
        refused = client.post(DESK_ACTS[0].format(**world))
        assert refused.status_code == 409
        assert "Raise the number of seats" in refused.content.decode()
        offer_to_cleo(world)
        client.post(DESK_ACTS[1].format(**world))
        assert OfferEnd.objects.get().how == "withdrawn"
        for _ in range(2):
            assert client.post(DESK_ACTS[2].format(**world), follow=True).status_code == 200
        assert SignUp.objects.coming().filter(person__name="Cleo").exists()
        dora = Waiting.objects.get(person__name="Dora")
        for _ in range(2):
            client.post(DESK_ACTS[3].format(**world | {"pk": dora.pk}))
        assert not Waiting.objects.standing().exists()

    def test_the_number_of_queries_does_not_grow_with_the_list(self, client, world, django_assert_max_num_queries):
        made.signed_in(client, made.organiser())
        client.get(DESK.format(**world))
        for number in range(20):
            actions.join_list(
                gathering=world["of"], now=clock.now(), name=f"Waits {number}", email=f"w{number}@example.org"
            )
        with django_assert_max_num_queries(30):
            client.get(DESK.format(**world))


class TestKeptSeats:
    def test_whoever_they_are_kept_for_says_so_on_the_form_and_sits_there(self, client):
        of = made.gathering("Kept", starts_at=in_four_days(), seats=2)
        pool = setting_up.keep_seats(gathering=of, name="people from Leeds", seats=1)
        made.seats(of, 1)
        page = client.get(f"/gatherings/{of.slug}/sign-up/").content.decode()
        assert "Some seats are kept for these. Is one of them you?" in page
        refused = client.post(f"/gatherings/{of.slug}/sign-up/", made.FORM)
        assert refused.status_code == 409
        assert client.post(f"/gatherings/{of.slug}/sign-up/", made.FORM | {"pool": str(pool.pk)}).status_code == 302
        assert SignUp.objects.get(person__email="amina@example.org").pool == pool
        assert "Every seat is taken." in client.get(f"/gatherings/{of.slug}/").content.decode()

    def test_a_seat_for_small_organisations_goes_by_the_size_that_somebody_says(self, client):
        of = made.gathering("Kept", starts_at=in_four_days(), seats=2)
        pool = setting_up.keep_seats(gathering=of, name="small charities", seats=1, small_only=True)
        made.seats(of, 1)
        page = client.get(f"/gatherings/{of.slug}/sign-up/").content.decode()
        assert "Some seats are kept for small organisations, up to 10 people." in page
        assert "Is one of them you?" not in page
        assert "up to 10 people" in client.get(f"/gatherings/{of.slug}/waiting/").content.decode()
        for size in ("", "11-50"):
            refused = client.post(f"/gatherings/{of.slug}/sign-up/", made.FORM | {"organisation_size": size})
            assert refused.status_code == 409
        taken = client.post(f"/gatherings/{of.slug}/sign-up/", made.FORM | {"organisation_size": "2-10"})
        assert taken.status_code == 302
        assert SignUp.objects.get(person__email="amina@example.org").pool == pool

    def test_a_seat_that_is_promised_to_who_waits_is_taken_for_everybody_else(self, client, world):
        offer_to_cleo(world)
        said = client.get("/gatherings/{slug}/".format(**world)).content.decode()
        assert "Every seat is taken." in said
        assert "/waiting/" in said
        seated_or_not = [
            client.post("/gatherings/{slug}/sign-up/".format(**world), made.FORM | {"email": email}).status_code
            for email in ("p2@example.org", "nobody@example.org")
        ]
        assert seated_or_not == [409, 409], "who has a seat is nothing to find out"
