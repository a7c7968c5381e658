"""The organiser's addresses: who may, what happens, what comes back when something is wrong."""

from datetime import UTC, datetime

import pytest

from collective.gather.gatherings import signals
from collective.gather.gatherings.models import CheckIn, Gathering, SignUp
from collective.ground.lib.tables import read_table
from collective.join.people.models import Person
from tests.gather.builders_gatherings import PLAN, gathering, member, organiser, seat, seats, signed_in, uploaded

pytestmark = pytest.mark.django_db

PAGES = ["edit/", "people/", "import/", "people/list.csv", "people/list.xlsx"]
POSTS = ["listing/", "listing/removal/", "cancellation/", "people/new/", "check-ins/", "check-ins/1/removal/"]


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def desk(client):
    return signed_in(client, organiser())


class TestWhoMay:
    @pytest.mark.parametrize("page", PAGES)
    def test_a_page_is_for_organisers(self, client, page):
        address = f"/desk/gatherings/{gathering().slug}/{page}"
        assert client.get(address)["Location"] == f"/sign-in/?next={address}"
        assert signed_in(client, member()).get(address).status_code == 404
        assert signed_in(client, organiser()).get(address).status_code == 200

    @pytest.mark.parametrize("act", POSTS)
    def test_an_act_is_for_organisers_and_looking_at_it_does_nothing(self, client, act):
        address = f"/desk/gatherings/{gathering().slug}/{act}"
        assert client.post(address).status_code == 302
        assert signed_in(client, member()).post(address).status_code == 404
        assert signed_in(client, organiser()).get(address).status_code == 405

    @pytest.mark.parametrize("act", ["", "application/", "removal/", "discarding/"])
    def test_a_list_is_for_organisers(self, client, act):
        one = gathering()
        address = f"/desk/gatherings/{one.slug}/import/{uploaded(one).pk}/{act}"
        assert client.post(address).status_code == 302
        assert signed_in(client, member()).post(address).status_code == 404
        assert one.imports.count() == 1
        assert not SignUp.objects.exists()

    @pytest.mark.parametrize("page", [*PAGES, "people/list.pdf", "import/1/"])
    def test_what_is_not_there_is_not_found(self, desk, page):
        assert desk.get(f"/desk/gatherings/nothing/{page}").status_code == 404

    def test_a_list_of_another_gathering_is_not_found(self, desk):
        batch = uploaded(gathering("One"))
        assert desk.get(f"/desk/gatherings/{gathering('Other').slug}/import/{batch.pk}/").status_code == 404


class TestPlanning:
    def test_a_gathering_is_planned_on_the_clock_of_the_community_and_not_shown(self, desk):
        answer = desk.post("/desk/gatherings/new/", {**PLAN, "day": "2030-07-03"})
        made = Gathering.objects.get()
        assert answer["Location"] == f"/desk/gatherings/{made.slug}/edit/"
        assert made.starts_at == datetime(2030, 7, 3, 11, 30, tzinfo=UTC)
        assert (made.seats, made.way, made.is_listed) == (32, "both", False)
        assert made.slug == "winter-lunch-counting-what-matters-2030-07-03"

    def test_twice_is_one_gathering(self, desk):
        desk.post("/desk/gatherings/new/", PLAN)
        desk.post("/desk/gatherings/new/", PLAN)
        assert Gathering.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"title": ""}, "Give it a name"),
            ({"day": "3 December"}, "Write the day as 2026-12-03"),
            ({"day": "0001-01-01"}, "Choose a day between 2000 and 2099"),
            ({"ends": "12:30"}, "so it has to end later"),
            ({"ends": "11:00"}, "so it has to end later"),
            ({"day": "2031-03-30", "starts": "01:30", "ends": "03:00"}, "go forward on Sunday 30 March 2031"),
            ({"seats": "0"}, "There has to be at least one seat"),
            ({"seats": "many"}, "Write the number of seats in figures"),
            ({"link": "javascript:alert(1)"}, "That is not a link"),
            ({"way": "by-boat"}, "choice"),
        ],
    )
    def test_what_is_wrong_comes_back_with_words(self, desk, changes, words):
        answer = desk.post("/desk/gatherings/new/", {**PLAN, **changes})
        assert answer.status_code == 400
        assert words in text(answer)
        assert "Bring a sandwich" in text(answer)
        assert not Gathering.objects.exists()

    def test_a_change_keeps_the_address(self, desk):
        one = gathering()
        desk.post(f"/desk/gatherings/{one.slug}/edit/", {**PLAN, "title": "Spring lunch"})
        changed = Gathering.objects.get()
        assert (changed.title, changed.slug) == ("Spring lunch", one.slug)

    def test_it_is_shown_hidden_and_called_off_and_twice_is_harmless(self, desk):
        one = gathering(listed=False)
        for act, listed in (("listing/", True), ("listing/removal/", False)):
            for _ in range(2):
                assert desk.post(f"/desk/gatherings/{one.slug}/{act}").status_code == 302
            assert Gathering.objects.get().is_listed is listed
        for _ in range(2):
            assert desk.post(f"/desk/gatherings/{one.slug}/cancellation/").status_code == 302
        assert Gathering.objects.get().is_cancelled


class TestTheRoll:
    def test_everybody_stands_on_it_with_their_state(self, desk):
        one = gathering()
        coming, cannot, here = seats(one, 3)
        desk.post(f"/seat/{cannot.token}/leaving/")
        desk.post(f"/desk/gatherings/{one.slug}/check-ins/", {"person": here.person_id})
        page = text(desk.get(f"/desk/gatherings/{one.slug}/people/"))
        assert "3 signed up, 1 here, 1 cannot come." in page
        assert page.index(coming.person.name) < page.index(cannot.person.name) < page.index(here.person.name)

    @pytest.mark.parametrize("words", ["zoe", "ZOË", "zoë", "@pantry", "usk valley"])
    def test_somebody_is_found_whatever_the_accents(self, desk, words):
        one = gathering()
        seats(one, 3)
        seat(one, "Zoë Ní Bhriain", "z@pantry.example.org", organisation="Usk Valley Pantry")
        page = text(desk.get(f"/desk/gatherings/{one.slug}/people/", {"q": words}))
        assert "Zoë Ní Bhriain" in page
        assert "Person 01" not in page

    def test_nobody_found_says_what_to_do(self, desk):
        one = gathering()
        seat(one)
        page = text(desk.get(f"/desk/gatherings/{one.slug}/people/", {"q": "<b>nobody"}))
        assert "Nobody on the list has" in page
        assert "<b>nobody" not in page

    def test_a_mark_by_hand_is_told_once_and_so_is_its_undoing(self, desk, django_capture_on_commit_callbacks):
        told = []

        def came(sender, **facts):
            told.append((facts["person"].pk, facts["how"]))

        def went(sender, **facts):
            told.append((facts["person"].pk, "undone"))

        signals.person_checked_in.connect(came)
        signals.check_in_undone.connect(went)
        one = gathering()
        pk = seat(one).person_id
        try:
            with django_capture_on_commit_callbacks(execute=True):
                for _ in range(2):
                    desk.post(f"/desk/gatherings/{one.slug}/check-ins/", {"person": pk})
                for _ in range(2):
                    desk.post(f"/desk/gatherings/{one.slug}/check-ins/{pk}/removal/")
        finally:
            signals.person_checked_in.disconnect(came)
            signals.check_in_undone.disconnect(went)
        assert told == [(pk, "hand"), (pk, "undone")]
        assert not CheckIn.objects.exists()

    @pytest.mark.parametrize("person", ["", "x", "0", "999999", "9" * 30, "-1"])
    def test_somebody_who_is_not_on_the_roll_is_not_found(self, desk, person):
        assert desk.post(f"/desk/gatherings/{gathering().slug}/check-ins/", {"person": person}).status_code == 404

    def test_somebody_of_another_gathering_cannot_be_marked(self, desk):
        elsewhere = seat(gathering("Other"))
        answer = desk.post(f"/desk/gatherings/{gathering().slug}/check-ins/", {"person": elsewhere.person_id})
        assert answer.status_code == 404
        assert not CheckIn.objects.exists()

    def test_the_organiser_goes_on_where_they_were(self, desk):
        one = gathering()
        pk = seat(one).person_id
        answer = desk.post(f"/desk/gatherings/{one.slug}/check-ins/", {"person": pk, "q": "am", "page": "2"})
        assert answer["Location"] == f"/desk/gatherings/{one.slug}/people/?q=am&page=2#person-{pk}"

    def test_somebody_is_added_by_hand_beyond_the_seats_and_twice_is_one(self, desk):
        one = gathering(seats=1)
        seat(one)
        for _ in range(2):
            desk.post(f"/desk/gatherings/{one.slug}/people/new/", {"name": "Dilys Morgan", "here": "on"})
        assert one.sign_ups.count() == 2
        assert CheckIn.objects.get().person.name == "Dilys Morgan"
        answer = desk.post(f"/desk/gatherings/{one.slug}/people/new/", {"name": "", "email": "no"})
        assert answer.status_code == 400
        assert "Write the name of the person to add" in text(answer)

    def test_two_people_of_one_name_and_two_organisations_are_two(self, desk):
        one = gathering()
        for organisation in ("Pantry", "Helpline"):
            desk.post(
                f"/desk/gatherings/{one.slug}/people/new/", {"name": "Dilys Morgan", "organisation": organisation}
            )
        assert one.sign_ups.count() == 2

    def test_a_facilitator_is_made_and_unmade(self, desk):
        one = gathering()
        mine = seat(one)
        for said, is_now in (("yes", True), ("yes", True), ("no", False)):
            desk.post(f"/desk/gatherings/{one.slug}/people/{mine.pk}/facilitating/", {"facilitating": said})
            assert SignUp.objects.get().facilitating is is_now

    def test_the_number_of_queries_does_not_grow_with_the_roll(self, desk, django_assert_max_num_queries):
        one = gathering()
        people = Person.objects.bulk_create(
            Person(name=f"Person {n}", email=f"p{n}@example.org", created_at=one.made_at) for n in range(250)
        )
        SignUp.objects.bulk_create(
            SignUp(gathering=one, person=person, made_at=one.made_at, source="file") for person in people
        )
        address = f"/desk/gatherings/{one.slug}/people/"
        for question in ({}, {"page": "3"}, {"q": "person 2"}):
            with django_assert_max_num_queries(16):
                assert desk.get(address, question).status_code == 200


class TestTheFile:
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_the_list_comes_out_as_it_stands_and_runs_no_formula(self, desk, ending):
        one = gathering()
        seat(one, "=2+5", "sum@example.org")
        seat(one, "Zoë Ní Bhriain", "zoe@example.org", organisation="Usk, Valley")
        answer = desk.get(f"/desk/gatherings/{one.slug}/people/list.{ending}")
        table = read_table(answer.content, f"list.{ending}")
        assert table.headers[:3] == ("Name", "Email", "Organisation")
        assert {row.cells[1] for row in table.rows} == {"sum@example.org", "zoe@example.org"}
        assert not any(cell.startswith("=2") for row in table.rows for cell in row.cells) or ending == "xlsx"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]
