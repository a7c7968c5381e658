"""A list from another tool: looked at, taken in, undone or thrown away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collective.gather.gatherings import actions, standings
from collective.gather.gatherings.actions import importing, offering
from collective.gather.gatherings.models import ImportBatch, SignUp, Waiting, WaitingEnd
from collective.ground.lib import clock
from collective.ground.outbox.models import Letter
from collective.join.people import actions as people
from collective.join.people.models import Consent, Organisation, Person
from tests.gather import builders_gatherings as made

pytestmark = pytest.mark.django_db(transaction=True)

# file, what it is called, how many are new, and how many of its rows need a look
LISTS = [
    ("eventbrite-attendees.csv", "Eventbrite", 52, 0),
    ("zoom-registration.csv", "Zoom registration", 49, 0),
    ("zoom-participants.csv", "Zoom", 28, 7),
    ("luma-guests.csv", "Luma", 47, 3),
    ("plain-semicolon-cp1252.csv", "", 48, 4),
]
TWO = b"Name,Email,Charity\nAmina Yusuf,amina@example.org,Usk Valley Pantry\nBen Carr,,Usk Valley Pantry\n"


@pytest.fixture
def lunch():
    return made.gathering()


@pytest.fixture
def desk(client):
    return made.signed_in(client, made.organiser())


def send(desk, of, data: bytes, name: str = "guests.csv", **kwargs):
    file = SimpleUploadedFile(name, data, "application/octet-stream")
    return desk.post(f"/desk/gatherings/{of.slug}/import/", {"file": file}, **kwargs)


def kept(of, data: bytes = TWO, name: str = "guests.csv") -> ImportBatch:
    return importing.upload(gathering=of, data=data, filename=name, now=clock.now(), by=made.organiser())


def taken_in(of, data: bytes = TWO, **decisions: str) -> ImportBatch:
    lines = {int(line.removeprefix("row")): said for line, said in decisions.items()}
    return importing.apply(batch=kept(of, data), decisions=lines, now=clock.now())


def text(answer) -> str:
    return answer.content.decode()


def at(batch: ImportBatch, act: str = "") -> str:
    return f"/desk/gatherings/{batch.gathering.slug}/import/{batch.pk}/{act}"


class TestFiveLists:
    @pytest.mark.parametrize(("name", "called", "new", "look"), LISTS)
    def test_is_recognised_looked_at_and_taken_in(self, desk, lunch, name, called, new, look):
        page = text(send(desk, lunch, (made.FILES / name).read_bytes(), name, follow=True))
        batch = ImportBatch.objects.get()
        assert called in page
        assert f"{new} new" in page
        assert f"Take in {new} people" in page
        assert page.count('<select id="row-') + page.count("<strong>Left out.</strong>") == look
        assert page.count('<select name="column-') == len(batch.headers)
        assert not SignUp.objects.exists()

        page = text(desk.post(at(batch, "application/"), follow=True))
        assert "Taken in" in page
        seated = SignUp.objects.filter(batch=batch, source="file").count()
        assert seated + Waiting.objects.filter(batch=batch).count() == new

    @pytest.mark.parametrize(("name", "called", "new", "look"), LISTS)
    def test_is_undone_without_a_trace(self, lunch, name, called, new, look):
        before = Person.objects.count()
        batch = importing.apply(batch=made.uploaded(lunch, name), decisions={}, now=clock.now())
        outcome = importing.undo(batch=batch, now=clock.now()).outcome
        assert outcome["removed"] == outcome["people_gone"] == new
        assert (SignUp.objects.count(), Person.objects.count()) == (0, before)
        assert not Organisation.objects.exists()

    def test_the_same_people_in_another_tools_list_are_here_already(self, lunch):
        importing.apply(batch=made.uploaded(lunch), decisions={}, now=clock.now())
        again = made.uploaded(lunch)
        assert importing.look_at(again).counts["known"] == 52
        done = importing.apply(batch=again, decisions={}, now=clock.now())
        assert (done.outcome["taken"], done.outcome["here_already"]) == (0, 52)
        assert lunch.sign_ups.count() == 52

    def test_nobody_in_a_list_is_written_to_or_taken_to_have_agreed(self, lunch):
        importing.apply(batch=made.uploaded(lunch), decisions={}, now=clock.now())
        assert not Consent.objects.exists()
        assert not Letter.objects.exists()


class TestTheMapping:
    ODD = b"Wer,Wo,Adresse\nAmina Yusuf,Usk Valley Pantry,amina@example.org\n"

    def test_is_changed_on_the_preview_and_looked_at_again(self, desk, lunch):
        batch = kept(lunch, self.ODD)
        answer = desk.post(
            at(batch), {"column-0": "name", "column-1": "organisation", "column-2": "email"}, follow=True
        )
        assert "1 new" in text(answer)
        desk.post(at(batch, "application/"))
        person = SignUp.objects.get().person
        assert (person.name, person.organisation.name) == ("Amina Yusuf", "Usk Valley Pantry")

    def test_a_meaning_that_does_not_exist_is_refused_in_words(self, desk, lunch):
        answer = desk.post(at(kept(lunch)), {"column-0": "shoe size", "column-1": "email", "column-2": "ignore"})
        assert answer.status_code == 400
        assert "Choose one of the meanings in the list" in text(answer)

    def test_a_list_in_which_nobody_can_be_found_says_which_column_is_missing(self, desk, lunch):
        batch = kept(lunch)
        page = text(desk.post(at(batch), dict.fromkeys(["column-0", "column-1", "column-2"], "ignore"), follow=True))
        assert "No column is marked as the name or the email address." in page
        assert "There is nobody new to take in." in page or "Take in those I chose" in page


class TestRowsThatNeedALook:
    LIST = b"Name,Email\nAmina Yusuf,amina@@example.org\n,nameless@example.org\nBen Carr,ben@example.org\n"

    def test_are_named_and_left_out_unless_chosen(self, desk, lunch):
        batch = kept(lunch, self.LIST)
        page = text(desk.get(at(batch)))
        assert "Row 2:" in page
        assert "Row 3: there is no name." in page
        desk.post(at(batch, "application/"))
        assert [one.person.name for one in SignUp.objects.all()] == ["Ben Carr"]
        assert ImportBatch.objects.get().outcome["left_out"] == 2

    def test_are_taken_in_as_they_stand_or_as_suggested(self, desk, lunch):
        desk.post(at(kept(lunch, self.LIST), "application/"), {"row-2": "suggested", "row-3": "take"})
        emails = set(SignUp.objects.values_list("person__email", flat=True))
        assert emails == {"amina@example.org", "nameless@example.org", "ben@example.org"}
        assert Person.objects.get(email="nameless@example.org").name == "nameless"

    @pytest.mark.parametrize(
        "said", [{"row-4": "take"}, {"row-99": "take"}, {"row-x": "take"}, {"row-2": "everything"}]
    )
    def test_an_odd_decision_takes_nobody_else_in(self, desk, lunch, said):
        desk.post(at(kept(lunch, self.LIST), "application/"), said)
        assert SignUp.objects.count() == 1


class TestSomebodyWithoutAnAddress:
    def test_is_taken_in_by_name_and_known_the_next_time(self, lunch):
        taken_in(lunch)
        assert Person.objects.get(name="Ben Carr").email is None
        again = kept(lunch)
        assert importing.look_at(again).counts["known"] == 2
        assert importing.apply(batch=again, decisions={}, now=clock.now()).outcome["taken"] == 0

    def test_with_the_same_name_elsewhere_is_somebody_else(self, lunch):
        taken_in(lunch)
        taken_in(lunch, b"Name,Charity\nBen Carr,Tyne Housing\n")
        assert Person.objects.filter(name="Ben Carr").count() == 2


class TestWhatAListSays:
    def test_facilitators_ways_and_remarks_arrive(self, lunch):
        taken_in(
            lunch,
            b"Name,Email,Facilitator,Attending,Notes,Status\n"
            b"Amina Yusuf,amina@example.org,yes,online,Vegetarian,Going\n"
            b"Ben Carr,ben@example.org,,in person,,Waitlist\n",
        )
        amina, ben = SignUp.objects.get(), Waiting.objects.get()
        assert (amina.facilitating, amina.way, amina.note) == (True, "online", "Vegetarian")
        assert (ben.person.name, ben.way) == ("Ben Carr", "room")

    @pytest.mark.parametrize(
        ("said", "band"),
        [
            ("7", "2-10"),
            ("10 to 49 staff", "11-50"),
            ("250+", "251+"),
            ("just me", "1"),
            ("under 10", "2-10"),
            ("100k-1m", ""),
            ("over 50", ""),
            ("5 to 200", ""),
            ("many", ""),
            ("\u00a310,000", ""),
        ],
    )
    def test_the_size_of_an_organisation_arrives_as_a_band_and_income_does_not(self, lunch, said, band):
        taken_in(lunch, f'Name,Email,Staff\nAmina Yusuf,amina@example.org,"{said}"\n'.encode())
        assert Person.objects.get(name="Amina Yusuf").organisation_size == band

    def test_overwrites_nothing_that_people_said_themselves(self, lunch):
        people.hold(name="Amina Y.", email="amina@example.org", place="Leeds", now=clock.now())
        taken_in(lunch)
        amina = Person.objects.get(email="amina@example.org")
        assert (amina.name, amina.place, amina.organisation.name) == ("Amina Y.", "Leeds", "Usk Valley Pantry")


class TestWhoWaitsInTheFile:
    LIST = (
        b"Name,Email,Status\nZoe,zoe@example.org,Waitlist\nAmina,amina@example.org,Going\n"
        b"Ben,ben@example.org,Waiting list\nDan,,Waitlist\n"
    )

    def names(self, lunch) -> list[str]:
        return [one.person.name for one in Waiting.objects.standing().filter(gathering=lunch)]

    def test_gets_a_place_on_the_list_in_the_order_of_the_file_behind_those_who_wait(self, desk, lunch):
        actions.join_list(gathering=lunch, name="Cleo", email="cleo@example.org", now=clock.now())
        page = text(desk.post(at(kept(lunch, self.LIST), "application/"), follow=True))
        assert self.names(lunch) == ["Cleo", "Zoe", "Ben", "Dan"]
        assert [one.person.name for one in lunch.sign_ups.all()] == ["Amina"]
        assert "3, in the order of the file" in page

    def test_the_same_file_again_puts_nobody_there_twice(self, lunch):
        taken_in(lunch, self.LIST)
        assert importing.look_at(kept(lunch, self.LIST)).counts["known"] == 4
        assert taken_in(lunch, self.LIST).outcome["waiting"] == 0

    def test_is_offered_nothing_by_itself_until_they_agree_that_we_write(self, lunch):
        taken_in(lunch, self.LIST)
        offering.run_lists(clock.now())
        assert not lunch.offers.exists()
        zoe = Waiting.objects.get(person__name="Zoe")
        assert standings.standing_of(zoe, clock.now()).standing.reason.code == "not_agreed"
        people.give_consent(person=zoe.person, purpose="gathering", where="Here", now=clock.now())
        assert standings.standing_of(zoe, clock.now()).standing.reason.code != "not_agreed"

    def test_a_later_file_that_says_they_come_seats_them_and_takes_them_off_the_list(self, lunch):
        taken_in(lunch, self.LIST)
        taken_in(lunch, b"Name,Email,Status\nZoe,zoe@example.org,Going\n")
        assert lunch.sign_ups.filter(person__name="Zoe", seat__isnull=False).exists()
        assert self.names(lunch) == ["Ben", "Dan"]
        assert WaitingEnd.objects.get().how == "seated"

    def test_is_taken_off_again_without_a_trace_but_not_who_has_left_the_list(self, lunch):
        batch = taken_in(lunch, self.LIST)
        actions.leave_list(waiting=Waiting.objects.get(person__name="Ben"), now=clock.now())
        undone = importing.undo(batch=batch, now=clock.now())
        assert [one.name for one in Person.objects.exclude(name="Organiser").filter(waiting__isnull=False)] == ["Ben"]
        assert not Person.objects.filter(name__in=["Zoe", "Dan", "Amina"]).exists()
        assert undone.outcome["removed"] == 3

    def test_of_a_gathering_that_is_over_nobody_is_put_on_a_list(self):
        past = made.gathering("Past", starts_at=clock.now() - timedelta(days=2))
        assert taken_in(past, self.LIST).outcome["list_closed"] == 3
        assert not Waiting.objects.exists()


class TestOnce:
    def test_the_second_of_two_organisers_is_told(self, desk, lunch):
        batch = kept(lunch)
        desk.post(at(batch, "application/"))
        answer = desk.post(at(batch, "application/"))
        assert answer.status_code == 409
        assert "Somebody has taken this list in already" in text(answer)
        assert SignUp.objects.count() == 2

    def test_the_rows_are_forgotten(self, lunch):
        batch = taken_in(lunch)
        assert batch.rows == []
        assert "amina" not in str(ImportBatch.objects.values().get(pk=batch.pk))

    def test_what_a_list_means_cannot_be_changed_afterwards(self, desk, lunch):
        batch = taken_in(lunch)
        answer = desk.post(at(batch), {"column-0": "ignore"})
        assert "Taken in" in text(answer)
        with pytest.raises(importing.AlreadyDone):
            importing.remap(batch=batch, mapping={0: "ignore"})


class TestUndo:
    def test_who_has_used_their_seat_stays_and_the_page_says_why(self, desk, lunch):
        batch = importing.apply(batch=made.uploaded(lunch), decisions={}, now=clock.now())
        here, cannot, consenting, elsewhere = lunch.sign_ups.order_by("pk")[:4]
        actions.check_in(gathering=lunch, person=here.person, how="hand", now=clock.now())
        actions.leave(sign_up=cannot, now=clock.now())
        people.give_consent(person=consenting.person, purpose="news", where="Here", now=clock.now())
        made.seat(made.gathering("Another"), elsewhere.person.name, elsewhere.person.email)

        page = text(desk.post(at(batch, "removal/"), follow=True))

        assert set(lunch.sign_ups.all()) == {here, cannot}
        assert "50 taken off the list again. Of 48 of them we hold nothing any more." in page
        assert "because they have been checked in." in page
        assert "because they have said that they cannot come." in page
        assert Person.objects.filter(pk__in=[consenting.person_id, elsewhere.person_id]).count() == 2
        assert "are off the list and still known to us" in page

    def test_who_was_on_the_list_before_stays_with_what_they_had(self, lunch):
        before = made.seat(lunch)
        assert before.person.organisation is None
        batch = taken_in(lunch)
        importing.undo(batch=batch, now=clock.now())
        before.person.refresh_from_db()
        assert before.person.organisation is None
        assert list(lunch.sign_ups.all()) == [before]
        assert not Organisation.objects.exists()

    def test_a_second_time_is_told(self, desk, lunch):
        batch = taken_in(lunch)
        desk.post(at(batch, "removal/"))
        answer = desk.post(at(batch, "removal/"))
        assert answer.status_code == 409
        assert "Somebody has undone this list already" in text(answer)

    def test_there_is_nothing_to_undo_before(self, desk, lunch):
        answer = desk.post(at(kept(lunch), "removal/"))
        assert answer.status_code == 409
        assert "nothing to undo" in text(answer)


class TestThrownAway:
    def test_nobody_is_taken_in_and_nothing_is_kept(self, desk, lunch):
        page = text(desk.post(at(kept(lunch), "discarding/"), follow=True))
        assert "guests.csv is thrown away." in page
        assert not ImportBatch.objects.exists()

    @pytest.mark.parametrize("act", ["", "application/", "removal/", "discarding/"])
    def test_whoever_comes_later_is_told_in_words(self, desk, lunch, act):
        batch = kept(lunch)
        importing.discard(batch=batch)
        answer = desk.post(at(batch, act)) if act else desk.get(at(batch))
        assert answer.status_code == 404
        assert "This list is no longer here" in text(answer)

    def test_after_it_was_taken_in_it_is_too_late(self, desk, lunch):
        batch = taken_in(lunch)
        assert desk.post(at(batch, "discarding/")).status_code == 409
        assert SignUp.objects.count() == 2

    def test_happens_by_itself_after_a_week_to_what_nobody_decided_about(self, lunch):
        waiting, done = kept(lunch), taken_in(lunch)
        importing.forget_unused(clock.now() + timedelta(days=6))
        assert ImportBatch.objects.count() == 2
        importing.forget_unused(clock.now() + timedelta(days=8))
        assert list(ImportBatch.objects.all()) == [done]
        assert waiting.pk != done.pk


class TestWhatIsNoList:
    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("guests.csv", b"%PDF-1.7\n1 0 obj\n", "PDF"),
            ("guests.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "xls"),
            ("guests.xlsx", b"PK\x03\x04 and nothing more", ""),
            ("guests.csv", b"", "empty"),
            ("guests.csv", b"Name,Email\n", "nobody below them"),
            ("guests.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ""),
            ("guests.csv", b"Name,Email\n" + b"x" * (25 * 1024 * 1024), "20 MB"),
        ],
        ids=["pdf", "old excel", "broken excel", "empty", "headings alone", "picture", "25 MB"],
    )
    def test_is_named_for_what_it_is(self, desk, lunch, name, data, words):
        answer = send(desk, lunch, data, name)
        assert answer.status_code in {400, 409, 413, 422}
        assert 'id="id_file_error"' in text(answer)
        assert words in text(answer)
        assert not ImportBatch.objects.exists()

    def test_no_file_at_all_is_asked_for(self, desk, lunch):
        answer = desk.post(f"/desk/gatherings/{lunch.slug}/import/")
        assert answer.status_code == 400
        assert "Choose the file with the list" in text(answer)

    def test_a_long_name_of_a_file_keeps_its_end(self, desk, lunch):
        send(desk, lunch, TWO, "a" * 200 + ".csv")
        assert ImportBatch.objects.get().filename.endswith("a.csv")


class TestLongLists:
    ROWS = b"Name,Email\n" + b"".join(b"Person %05d,p%d@example.org\n" % (n, n) for n in range(1200))

    def test_are_looked_at_a_page_at_a_time(self, desk, lunch):
        batch = kept(lunch, self.ROWS)
        assert "Person 00049" in text(desk.get(at(batch)))
        second = text(desk.get(at(batch) + "?page=2"))
        assert "Person 00050" in second
        assert "Person 00049" not in second
        assert "Page 2 of 24" in second

    def test_two_hundred_rows_that_need_a_look_are_shown_and_the_rest_counted(self, desk, lunch):
        batch = kept(lunch, b"Name,Email\n" + b"".join(b",p%d@example.org\n" % n for n in range(230)))
        page = text(desk.get(at(batch)))
        assert page.count('<select id="row-') == 200
        assert "30 more rows need a look." in page
