"""Who came: derived, marked, reported, corrected by the person, counted, and forgotten."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collective.gather.gatherings import actions, queries, standings
from collective.gather.gatherings.actions import attending, reporting
from collective.gather.gatherings.models import Attendance, CheckIn, Report, Turnout
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from tests.gather.builders_gatherings import FILES, gathering, member, organiser, seat, seats, signed_in

pytestmark = pytest.mark.django_db

NAMES = [
    ("Ada Hussain", "ada@example.org"),
    ("Femi Taylor", "femi@example.org"),
    ("Ben Carr", "ben@example.org"),
    ("Siobhán O’Neill", "siobhan@example.org"),
    ("Grace Müller", "grace@example.org"),
]
ZOOM = "zoom-meeting-with-summary.csv"


@pytest.fixture
def held():
    """A gathering that began two hours ago and ended one hour ago, with five people signed up beforehand."""
    at = gathering(starts_at=clock.now() - timedelta(hours=2))
    for name, email in NAMES:
        seat(at, name, email)
    return at


def reported(at, name=ZOOM):
    data = (FILES / "reports" / name).read_bytes()
    return reporting.upload_report(gathering=at, data=data, filename=name, now=clock.now(), by=organiser())


def confirmed(report, decisions=None):
    return reporting.confirm_report(report=report, decisions=decisions or {}, now=clock.now(), by=organiser())


def who(at, state):
    return sorted(each.person.name for each in queries.everybody(at) if each.attended == state)


def person(at, name):
    return at.sign_ups.get(person__name=name).person


class TestWithoutMarks:
    def test_who_was_checked_in_came_who_gave_the_seat_back_told_us_and_of_the_rest_we_do_not_know(self, held):
        actions.check_in(gathering=held, person=person(held, "Ada Hussain"), how="room", now=clock.now())
        actions.leave(sign_up=held.sign_ups.get(person__name="Ben Carr"), now=clock.now())
        actions.check_in(
            gathering=held,
            person=actions.press(
                gathering=held, key="k" * 20, what="walk_in", now=clock.now(), by=None, name="Wanda Walker"
            ).person,
            how="hand",
            now=clock.now(),
        )

        totals = queries.attendance_counts(held)

        assert (who(held, "came"), who(held, "told")) == (["Ada Hussain", "Wanda Walker"], ["Ben Carr"])
        assert totals.sentence == "5 signed up: 1 came, 1 told us, of 3 we do not know. 1 came without signing up."


class TestMarking:
    def mark(self, at, name, state):
        return attending.mark(gathering=at, person=person(at, name), state=state, now=clock.now(), by=organiser())

    def test_by_hand_is_kept_once_for_each_person_and_counted(self, held):
        self.mark(held, "Ada Hussain", "came")
        self.mark(held, "Ada Hussain", "did_not")

        assert Attendance.objects.get().state == "did_not"
        assert Turnout.objects.get().did_not == 1

    def test_the_rest_is_absent_only_when_an_organiser_says_so_and_can_be_taken_back(self, held):
        self.mark(held, "Ada Hussain", "came")
        assert who(held, "did_not") == []

        assert attending.the_rest_did_not(gathering=held, now=clock.now(), by=organiser()) == 4
        assert len(who(held, "did_not")) == 4

        attending.the_rest_is_not_known(gathering=held, now=clock.now())
        assert (who(held, "did_not"), len(who(held, "unknown"))) == ([], 4)

    def test_what_somebody_says_of_themself_stands_against_files_and_bulk(self, held):
        now = clock.now()
        attending.correct_own(gathering=held, person=person(held, "Femi Taylor"), state="told", now=now)

        attending.the_rest_did_not(gathering=held, now=now, by=organiser())
        confirmed(reported(held))
        attending.the_rest_is_not_known(gathering=held, now=now)

        assert who(held, "told") == ["Femi Taylor"]

    @pytest.mark.parametrize("state", ["did_not", "came", "dance", ""])
    def test_before_it_begins_or_with_nonsense_is_refused_in_words(self, state):
        one = seat(gathering())

        with pytest.raises(Refused):
            attending.mark(gathering=one.gathering, person=one.person, state=state, now=clock.now(), by=organiser())
        assert not Attendance.objects.exists()

    def test_nobody_is_absent_while_it_goes_on(self):
        at = gathering(starts_at=clock.now() - timedelta(minutes=10))
        one = seat(at)

        with pytest.raises(attending.NotYetHeld):
            attending.the_rest_did_not(gathering=at, now=clock.now(), by=organiser())
        attending.mark(gathering=at, person=one.person, state="came", now=clock.now(), by=organiser())


class TestReports:
    def test_are_laid_beside_the_list_and_mark_nobody_by_themselves(self, held):
        report = reported(held)

        assert [(one.attendee.name, one.how) for one in reporting.look_at_report(report)] == [
            ("Ada Hussain", "address"),
            ("Femi Taylor", "address"),
            ("Ben Carr", "name"),
            ("Siobhan O'Neil", "likely"),
            ("", "nobody"),
            ("Amina", "nobody"),
        ]
        assert not Attendance.objects.exists()

    def test_mark_those_known_by_address_and_whom_the_organiser_says_and_nobody_as_absent(self, held):
        done = confirmed(reported(held), {2: str(person(held, "Ben Carr").pk), 5: "new"})

        assert (done.came, done.new, done.open) == (4, 1, 2)
        assert who(held, "came") == ["Ada Hussain", "Amina", "Ben Carr", "Femi Taylor"]
        assert who(held, "did_not") == []
        assert who(held, "unknown") == ["Grace Müller", "Siobhán O’Neill"]

    def test_are_forgotten_once_decided(self, held):
        report = reported(held)
        confirmed(report)

        report.refresh_from_db()
        assert (report.rows, report.decided_at is not None) == ([], True)
        with pytest.raises(reporting.ReportDecided):
            confirmed(report)

    def test_of_the_breakout_rooms_join_the_one_that_waits(self, held):
        first, second = reported(held), reported(held, "zoom-breakouts-semicolons.csv")

        assert first.pk == second.pk
        assert [one["name"] for one in second.rows].count("Femi Taylor") == 1
        assert "Grace Müller" in [one["name"] for one in second.rows]

    def test_twice_are_the_same_people(self, held):
        confirmed(reported(held))
        confirmed(reported(held))

        assert len(who(held, "came")) == 2

    @pytest.mark.parametrize("said", ["99999999", "-1", "' OR 1=1", "new"])
    def test_take_nobody_from_outside_the_list(self, held, said):
        done = confirmed(reported(held), {4: said})

        assert (done.came, done.new) == (2, 0)

    def test_of_a_gathering_that_has_not_begun_are_refused(self):
        with pytest.raises(attending.NotYetHeld):
            reported(gathering())

    def test_that_nobody_confirms_are_thrown_away_after_a_week(self, held):
        reported(held)
        reporting.forget_undecided(clock.now() + timedelta(days=6))
        assert Report.objects.exists()

        reporting.forget_undecided(clock.now() + timedelta(days=8))
        assert not Report.objects.exists()


class TestForgetting:
    def test_takes_the_marks_after_six_months_and_keeps_the_totals(self, held):
        confirmed(reported(held))
        later = held.ends_at + timedelta(days=184)

        assert attending.forget_marks(later) == 2
        assert attending.forget_marks(later) == 0
        kept = Turnout.objects.get()
        assert (kept.signed_up, kept.came, kept.unknown) == (5, 2, 3)
        assert not Attendance.objects.exists()

    def test_does_not_come_early(self, held):
        confirmed(reported(held))

        assert attending.forget_marks(held.ends_at + timedelta(days=182)) == 0

    def test_leaves_nothing_to_correct(self, held):
        later = held.ends_at + timedelta(days=184)

        with pytest.raises(attending.NoLongerKept):
            attending.correct_own(gathering=held, person=person(held, "Ada Hussain"), state="came", now=later)

    def test_totals_are_counted_a_week_after_whether_or_not_anybody_looked(self, held):
        assert attending.settle_past(held.ends_at + timedelta(days=6)) == 0
        assert attending.settle_past(held.ends_at + timedelta(days=8)) == 1
        assert attending.settle_past(held.ends_at + timedelta(days=8)) == 0
        assert Turnout.objects.get().unknown == 5


class TestLearning:
    def test_is_from_gatherings_where_somebody_said_who_stayed_away(self, held):
        later = held.ends_at + timedelta(days=8)
        confirmed(reported(held))
        assert standings.past_turnouts(later) == []

        attending.the_rest_did_not(gathering=held, now=clock.now(), by=organiser())
        assert [(past.expected, past.came) for past in standings.past_turnouts(later)] == [(5, 2)]


class TestPages:
    @pytest.fixture
    def desk(self, client):
        return signed_in(client, organiser())

    def test_show_everybody_with_what_is_known(self, desk, held):
        CheckIn.objects.create(gathering=held, person=person(held, "Ada Hussain"), at=clock.now(), how="room")
        page = desk.get(reverse("gathering-attendance", args=[held.slug])).content.decode()

        assert "5 signed up: 1 came, of 4 we do not know." in page
        assert page.count('aria-pressed="true"') == 5

    def test_take_a_mark(self, desk, held):
        one = person(held, "Ben Carr")
        desk.post(reverse("gathering-marks", args=[held.slug]), {"person": one.pk, "state": "came"})

        assert who(held, "came") == ["Ben Carr"]

    def test_take_a_report_show_it_and_mark_from_it(self, desk, held):
        file = SimpleUploadedFile(ZOOM, (FILES / "reports" / ZOOM).read_bytes())
        page = desk.post(reverse("gathering-reports", args=[held.slug]), {"file": file}, follow=True)
        report = page.context["report"]

        assert "Please say who this is" in page.content.decode()
        assert f'<option value="{person(held, "Ben Carr").pk}" selected>' in page.content.decode()
        answer = desk.post(
            reverse("gathering-report-confirmation", args=[held.slug, report.pk]),
            {"who-2": person(held, "Ben Carr").pk, "who-3": person(held, "Siobhán O’Neill").pk, "who-x": "1"},
            follow=True,
        )
        assert "Four people came. Two people left open." in answer.content.decode()

    def test_say_what_is_wrong_with_a_file(self, desk, held):
        answer = desk.post(
            reverse("gathering-reports", args=[held.slug]), {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.4")}
        )

        assert answer.status_code == 400
        assert "is a PDF, not a table" in answer.content.decode()
        assert desk.post(reverse("gathering-reports", args=[held.slug])).status_code == 400

    def test_of_a_report_that_is_gone_say_so(self, desk, held):
        report = reported(held)
        desk.post(reverse("gathering-report-discarding", args=[held.slug, report.pk]))

        answer = desk.get(reverse("gathering-report", args=[held.slug, report.pk]))
        assert "has been dealt with" in answer.content.decode()

    def test_of_the_rest_mark_and_take_back(self, desk, held):
        desk.post(reverse("gathering-rest", args=[held.slug]))
        assert len(who(held, "did_not")) == 5
        desk.post(reverse("gathering-rest-removal", args=[held.slug]))
        assert who(held, "did_not") == []

    def test_let_somebody_see_and_correct_what_we_have_of_them(self, client, held):
        one = held.sign_ups.get(person__name="Ben Carr")
        attending.the_rest_did_not(gathering=held, now=clock.now(), by=organiser())
        client.post(reverse("my-attendance", args=[one.token]), {"state": "came"})

        mark = Attendance.objects.get(person=one.person)
        assert (mark.state, mark.corrected_by_person) == ("came", True)

    def test_look_without_changing_anything_and_are_nothing_to_others(self, client, held):
        addresses = [
            reverse(name, args=[held.slug])
            for name in ("gathering-marks", "gathering-rest", "gathering-rest-removal", "gathering-reports")
        ]
        page = reverse("gathering-attendance", args=[held.slug])
        assert client.get(page).status_code == 302
        signed_in(client, member("zoe@example.org", "Zoë"))
        assert [client.get(page).status_code, *(client.post(each).status_code for each in addresses)] == [404] * 5
        signed_in(client, organiser())
        assert [client.get(each).status_code for each in addresses] == [405] * 4
        assert not Attendance.objects.exists()

    def test_ask_the_database_no_more_for_more_people(self, desk, held):
        asked = []
        for number in (0, 40):
            seats(held, number)
            with CaptureQueriesContext(connection) as seen:
                desk.get(reverse("gathering-attendance", args=[held.slug]))
            asked.append(len(seen))

        assert asked[0] == asked[1]


class TestTheOwnPage:
    def test_asks_whether_they_came_once_it_is_over_and_says_what_we_have(self, client, held):
        one = held.sign_ups.get(person__name="Ben Carr")
        address = reverse("my-seat", args=[one.token])
        assert "We do not know whether you were there." in client.get(address).content.decode()

        attending.the_rest_did_not(gathering=held, now=clock.now(), by=organiser())
        page = client.get(address).content.decode()
        assert "We have it that you were not there." in page
        assert "I had told you" in page
        client.post(reverse("my-attendance", args=[one.token]), {"state": "told"})
        assert "That is what you told us." in client.get(address).content.decode()

    def test_asks_nothing_before(self, client):
        assert "Did you come?" not in client.get(reverse("my-seat", args=[seat(gathering()).token])).content.decode()

    def test_holds_the_ticket_where_there_is_a_door(self, client):
        there, online = seat(gathering(way="room")), seat(gathering("Call", way="online"))

        assert "Your ticket for the door" in client.get(reverse("my-seat", args=[there.token])).content.decode()
        assert "Your ticket for the door" not in client.get(reverse("my-seat", args=[online.token])).content.decode()
