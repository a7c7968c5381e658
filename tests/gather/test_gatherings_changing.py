"""What a change to a gathering brings with it: its entry in diaries, the row that letters are written from, and its page."""

from datetime import timedelta

import pytest

from collective.gather.diary.models import Entry, Invitation
from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import in_the_diary
from collective.gather.gatherings.actions.planning import CalledOff
from collective.gather.gatherings.models import Cancellation, Gathering, Move
from collective.ground.lib import clock
from tests.gather.builders_gatherings import LONG_AGO, PLAN, gathering, organiser, seat, signed_in

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def moved(one, **facts):
    return actions.change(gathering=one, now=clock.now(), by=organiser(), **facts)


def later(one, hours=2):
    return {"starts_at": one.starts_at + timedelta(hours=hours), "ends_at": one.ends_at + timedelta(hours=hours)}


class TestTheDiary:
    def test_a_draft_stands_there_for_nobody_and_what_is_published_for_its_audience(self):
        one = gathering(listed=False)
        assert (one.entry.audience, one.entry.summary) == ("invited", "Winter lunch")
        actions.list_publicly(gathering=one, now=clock.now(), by=organiser())
        assert Entry.objects.get().audience == "public"
        moved(one, audience="members")
        assert Entry.objects.get().audience == "members"
        actions.unlist(gathering=one, now=clock.now())
        assert Entry.objects.get().audience == "invited"

    def test_a_move_keeps_the_uid_and_raises_the_sequence_and_new_words_do_not(self):
        one = gathering()
        before = one.entry
        moved(one, **later(one))
        after = Entry.objects.get()
        assert (after.uid, after.sequence) == (before.uid, before.sequence + 1)
        assert after.starts_at == before.starts_at + timedelta(hours=2)
        moved(one, title="Spring lunch", summary="Other words")
        assert (Entry.objects.get().sequence, Entry.objects.get().summary) == (after.sequence, "Spring lunch")

    def test_who_takes_a_seat_is_asked_and_who_leaves_is_taken_off(self):
        one = gathering()
        theirs = seat(one)
        asked = Invitation.objects.get()
        assert (asked.person, asked.state, asked.ended_at) == (theirs.person, "accepted", None)
        assert theirs.token in asked.url
        actions.leave(sign_up=theirs, now=clock.now())
        assert Invitation.objects.get().ended_at is not None
        actions.come_after_all(sign_up=theirs, now=clock.now())
        assert Invitation.objects.get().ended_at is None

    def test_the_link_and_a_hidden_place_stay_out_of_it(self):
        gathering(link="https://meet.example.org/secret", place="14 Elm Row", way="both", hides_place=True)
        entry = Entry.objects.get()
        assert "secret" not in f"{entry.description} {entry.location} {entry.url}"
        assert "Elm" not in entry.location

    def test_it_is_cancelled_there_too_and_stays(self):
        one = gathering()
        actions.cancel(gathering=one, now=clock.now(), by=organiser(), reason="The trains are on strike")
        assert Entry.objects.get().status == "cancelled"

    def test_a_change_that_fails_leaves_the_diary_as_it_was(self, monkeypatch):
        one = gathering()
        with pytest.raises(Exception, match="ends before it starts"):
            moved(one, wall_start=one.wall_end, wall_end=one.wall_start)
        assert Entry.objects.get().sequence == 0
        assert Gathering.objects.get().starts_at == one.starts_at

    def test_what_was_planned_before_there_was_a_diary_gets_its_entry_with_the_tick(self):
        one, over = gathering(), gathering("Long ago", starts_at=LONG_AGO)
        theirs = seat(one)
        Gathering.objects.update(entry=None)
        Entry.objects.all().delete()
        for _ in range(2):
            in_the_diary.catch_up(clock.now())
        assert Entry.objects.get() == Gathering.objects.get(pk=one.pk).entry
        assert Entry.objects.get().audience == "public"
        assert Invitation.objects.get().person == theirs.person
        assert Gathering.objects.get(pk=over.pk).entry is None


class TestMoving:
    def test_is_noted_when_somebody_counts_on_it(self):
        one = gathering(place="The Old Library", way="room")
        assert moved(one, **later(one)) is None, "nobody has a seat yet"
        seat(one)
        before = Gathering.objects.get()
        noted = moved(one, **later(one))
        assert (noted.was_starts_at, noted.was_place) == (before.starts_at, "The Old Library")
        assert moved(one, place="The New Library") is not None
        assert moved(one, title="Another name") is None
        assert Move.objects.count() == 2

    def test_the_same_time_again_is_no_move(self):
        one = gathering()
        seat(one)
        assert moved(one, zone=one.zone, wall_start=one.wall_start, wall_end=one.wall_end) is None

    def test_the_form_says_that_letters_go_out(self, client):
        one = gathering()
        seat(one)
        page = text(signed_in(client, organiser()).post(f"/desk/gatherings/{one.slug}/edit/", PLAN, follow=True))
        assert "Letters go out to everybody who has a seat" in page

    def test_the_form_sent_as_it_came_changes_nothing(self, client):
        one = gathering(seats=12, way="both", link_from=60, audience="members", kind="circle", topic="Why?\nHow?")
        seat(one)
        desk = signed_in(client, organiser())
        initial = desk.get(f"/desk/gatherings/{one.slug}/edit/").context["form"].initial
        before = Gathering.objects.values().get()
        sent = {name: value for name, value in initial.items() if value not in (None, "", False)}
        assert desk.post(f"/desk/gatherings/{one.slug}/edit/", sent).status_code == 302
        assert Gathering.objects.values().get() == before
        assert not Move.objects.exists()

    def test_what_is_called_off_is_not_moved_and_its_words_may_change(self):
        one = gathering()
        actions.cancel(gathering=one, now=clock.now(), by=organiser())
        with pytest.raises(CalledOff, match="Copy it"):
            moved(one, **later(one))
        moved(one, summary="Why it was called off")


class TestCallingOff:
    def test_the_page_stays_and_says_why(self, client):
        one = gathering()
        desk = signed_in(client, organiser())
        desk.post(f"/desk/gatherings/{one.slug}/cancellation/", {"off-reason": "The trains are on strike."})
        desk.post(f"/desk/gatherings/{one.slug}/cancellation/", {"off-reason": "Something else"})
        client.logout()
        page = text(client.get(f"/gatherings/{one.slug}/"))
        assert "Called off" in page
        assert "The trains are on strike." in page
        assert Cancellation.objects.count() == 1

    def test_a_reason_that_is_too_long_comes_back(self, client):
        one = gathering()
        answer = signed_in(client, organiser()).post(
            f"/desk/gatherings/{one.slug}/cancellation/", {"off-reason": "x" * 301}
        )
        assert answer.status_code == 400
        assert not Cancellation.objects.exists()
