"""Gatherings planned from a calendar's file, and lists as files."""

import io
import json
from datetime import timedelta

import icalendar
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import attending, calendars
from collective.gather.gatherings.actions.importing import AlreadyDone, ThrownAway
from collective.gather.gatherings.models import CalendarFile, Gathering
from collective.ground.lib import clock
from tests.gather.builders_gatherings import gathering, member, organiser, seat, signed_in

pytestmark = pytest.mark.django_db


def an_ics(*entries):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for uid, title, start in entries:
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART;TZID=Europe/London:{start}"]
        lines += ["DURATION:PT1H", "LOCATION:The Old Library", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR"]).encode()


TWO = an_ics(("a@x", "Spring circle", "20320304T180000"), ("b@x", "Summer circle", "20320603T180000"))


def uploaded(data=TWO):
    return calendars.upload(data=data, filename="circle.ics", now=clock.now(), by=organiser())


def planned(file, chosen=(0, 1)):
    return calendars.apply(file=file, chosen=set(chosen), now=clock.now(), by=organiser())


class TestPlanning:
    def test_makes_drafts_of_what_was_chosen_and_forgets_the_rest(self):
        file = planned(uploaded(), [1])
        one = Gathering.objects.get()

        assert (one.title, one.wall_start, one.zone, one.place, one.is_listed) == (
            "Summer circle",
            "2032-06-03T18:00",
            "Europe/London",
            "The Old Library",
            False,
        )
        assert file.rows == []

    def test_of_the_same_calendar_again_plans_nothing_twice(self):
        planned(uploaded())
        again = uploaded()

        assert [entry.outcome for entry in calendars.look_at(again)] == ["known", "known"]
        planned(again)
        assert Gathering.objects.count() == 2

    def test_leaves_out_an_hour_that_does_not_exist_and_says_so(self):
        file = planned(uploaded(an_ics(("c@x", "Lost hour", "20320328T013000"), ("d@x", "Found", "20320329T180000"))))

        assert [one.title for one in Gathering.objects.all()] == ["Found"]
        assert "Lost hour" in file.outcome["left_out"][0]

    def test_twice_is_refused(self):
        file = uploaded()
        planned(file)

        with pytest.raises(AlreadyDone):
            planned(file)

    def test_is_undone_but_for_what_somebody_has_changed_shown_or_used(self):
        data = an_ics(*((f"{n}@x", f"Circle {n}", f"203203{n:02}T180000") for n in range(1, 5)))
        file = planned(uploaded(data), range(4))
        changed, shown, used, _ = Gathering.objects.order_by("starts_at")
        actions.change(gathering=changed, now=clock.now(), title="Another name")
        actions.list_publicly(gathering=shown, now=clock.now(), by=organiser())
        seat(used)

        done = calendars.undo(file=file, now=clock.now())

        assert (done.outcome["gone"], done.outcome["stay"]) == (1, 3)
        assert Gathering.objects.count() == 3

    def test_that_nobody_decides_about_is_thrown_away_after_a_week(self):
        file = uploaded()
        calendars.forget_unused(clock.now() + timedelta(days=8))

        assert not CalendarFile.objects.exists()
        with pytest.raises(ThrownAway):
            calendars.discard(file=file)


class TestPages:
    @pytest.fixture
    def desk(self, client):
        return signed_in(client, organiser())

    def test_take_a_calendar_show_it_plan_from_it_and_take_it_back(self, desk):
        page = desk.post(reverse("gathering-calendars"), {"file": SimpleUploadedFile("c.ics", TWO)}, follow=True)
        file = page.context["file"]
        assert "2 entries, 2 new" in page.content.decode()

        page = desk.post(reverse("gathering-calendar-application", args=[file.pk]), {"entry": ["0", "x"]}, follow=True)
        assert "Spring circle" in page.content.decode()
        desk.post(reverse("gathering-calendar-removal", args=[file.pk]))
        assert not Gathering.objects.exists()

    def test_say_what_is_wrong_with_a_file(self, desk):
        bomb = b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5000
        for data, said in [(b"Name,Email\n", "is not a calendar"), (bomb, "no calendar is")]:
            answer = desk.post(reverse("gathering-calendars"), {"file": SimpleUploadedFile("c.ics", data)})
            assert answer.status_code == 400
            assert said in answer.content.decode()
        assert not CalendarFile.objects.exists()

    def test_are_nothing_to_others(self, client):
        file = uploaded()
        names = ["application", "removal", "discarding"]
        assert client.get(reverse("gathering-calendars")).status_code == 302
        signed_in(client, member())
        assert client.get(reverse("gathering-calendar", args=[file.pk])).status_code == 404
        for name in names:
            assert client.post(reverse(f"gathering-calendar-{name}", args=[file.pk])).status_code == 404
        signed_in(client, organiser())
        for name in names:
            assert client.get(reverse(f"gathering-calendar-{name}", args=[file.pk])).status_code == 405
        client.post(reverse("gathering-calendar-discarding", args=[file.pk]))
        assert (
            "somebody has thrown it away" in client.get(reverse("gathering-calendar", args=[file.pk])).content.decode()
        )


class TestFiles:
    @pytest.fixture
    def held(self):
        at = gathering("=cmd() lunch", starts_at=clock.now() - timedelta(hours=2))
        one = seat(at, "=HYPERLINK(1)", "amina@example.org")
        attending.mark(gathering=at, person=one.person, state="came", now=clock.now(), by=organiser())
        return at

    def written(self, client, name, ending, *args):
        answer = signed_in(client, organiser()).get(reverse(name, args=[*args, ending]))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        return answer.content

    @pytest.mark.parametrize("name", ["gathering-people-file", "gathering-attendance-file"])
    def test_of_people_run_nothing_in_a_spreadsheet(self, client, held, name):
        table = self.written(client, name, "csv", held.slug).decode("utf-8-sig")
        sheet = openpyxl.load_workbook(io.BytesIO(self.written(client, name, "xlsx", held.slug))).active
        (one,) = next(iter(json.loads(self.written(client, name, "json", held.slug)).values()))

        assert table.splitlines()[1].startswith("'=HYPERLINK(1),amina@example.org")
        assert (sheet["A2"].value, sheet["A2"].data_type) == ("=HYPERLINK(1)", "s")
        assert (one["name"], one["email"]) == ("=HYPERLINK(1)", "amina@example.org")

    def test_of_who_came_say_how_we_know(self, client, held):
        (one,) = json.loads(self.written(client, "gathering-attendance-file", "json", held.slug))["attendance"]

        assert (one["came"], one["how_we_know"]) == ("Came", "By hand")

    def test_of_gatherings_hold_each_with_its_zone_and_run_nothing(self, client, held):
        table = self.written(client, "gatherings-file", "csv").decode("utf-8-sig")
        (one,) = json.loads(self.written(client, "gatherings-file", "json"))["gatherings"]

        assert "'=cmd() lunch" in table
        assert (one["time_zone"], one["coming"], one["state"]) == ("Europe/London", "1", "Published")

    def test_of_gatherings_are_a_calendar_that_another_program_reads(self, client, held):
        found = icalendar.Calendar.from_ical(self.written(client, "gatherings-file", "ics"))

        assert [str(event["SUMMARY"]) for event in found.walk("VEVENT")] == ["=cmd() lunch"]

    @pytest.mark.parametrize("name", ["gathering-people-file", "gathering-attendance-file"])
    def test_of_other_kinds_are_not_there_and_nothing_to_others(self, client, held, name):
        assert client.get(reverse(name, args=[held.slug, "csv"])).status_code == 302
        assert signed_in(client, organiser()).get(reverse(name, args=[held.slug, "pdf"])).status_code == 404
        assert client.get(reverse("gatherings-file", args=["pdf"])).status_code == 404
