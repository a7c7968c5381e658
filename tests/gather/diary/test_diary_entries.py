"""Entries, and who is asked to them: what rises, what stays, what a calendar is told."""

from __future__ import annotations

from datetime import timedelta

import builders_diary as made
import pytest
from django.db import IntegrityError, transaction

from collective.gather.diary import actions, wall
from collective.gather.diary.calendar import HostsGetNoInvitation, cancel, download, request
from collective.gather.diary.models import Entry, Invitation
from collective.gather.diary.signals import answered

pytestmark = pytest.mark.django_db
LATER = made.LONG_AGO + timedelta(days=2)


def told(invitation: Invitation, now=LATER) -> tuple[str, int] | None:
    """Method and SEQUENCE of the file that this person gets now."""
    part = actions.calendar_for(invitation=invitation, now=now)
    if part is None:
        return None
    lines = made.unfolded(part.text)
    assert lines[1] == f"METHOD:{part.method}"
    return part.method, next(int(line.partition(":")[2]) for line in lines if line.startswith("SEQUENCE:"))


class TestAnEntry:
    def test_keeps_wall_time_and_zone_and_derives_the_moments(self):
        entry = made.entry(wall_start="2030-07-03 18:00:00", wall_end="2030-07-03T19:00", zone="America/New_York")
        assert entry.wall_start == "2030-07-03T18:00"
        assert entry.starts_at.isoformat() == "2030-07-03T22:00:00+00:00"

    @pytest.mark.parametrize(
        "change",
        [
            {"wall_start": "2030-12-03T12:00"},
            {"wall_end": "2030-12-03T14:00"},
            {"zone": "Europe/Paris"},
            {"location": "The New Library, Sheffield"},
        ],
    )
    def test_raises_its_sequence_when_time_or_place_change(self, change):
        entry = made.entry()
        assert made.again(entry, **change).sequence == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"summary": "Winter lunch"},
            {"description": "Soup."},
            {"url": "https://example.org/a"},
            {"audience": "public"},
        ],
    )
    def test_keeps_its_sequence_when_words_change_and_says_when(self, change):
        changed = made.again(made.entry(), now=LATER, **change)
        assert (changed.sequence, changed.changed_at) == (0, LATER)

    def test_does_not_change_when_written_as_it_is(self):
        entry = made.entry()
        assert made.again(entry, now=LATER).changed_at == made.LONG_AGO

    def test_keeps_its_uid_and_its_organiser_for_ever(self, settings):
        entry = made.entry()
        settings.CALENDAR_ADDRESS = "somebody-else@example.org"
        moved = made.again(entry, wall_start="2030-12-03T12:00")
        assert (moved.uid, moved.organiser_address) == (entry.uid, entry.organiser_address)

    def test_rises_once_when_called_off_and_once_when_put_back(self):
        entry = made.entry()
        for _ in range(2):
            entry = actions.cancel_entry(entry=entry, now=LATER)
            assert (entry.status, entry.sequence) == ("cancelled", 1)
        assert actions.restore_entry(entry=entry, now=LATER).sequence == 2

    def test_is_refused_when_it_ends_before_it_starts_and_nothing_is_lost(self):
        entry = made.entry()
        with pytest.raises(wall.EndsTooSoon, match="ends before it starts"):
            made.again(entry, wall_end="2030-12-03T12:00")
        assert Entry.objects.get().wall_end == entry.wall_end

    def test_cannot_end_before_it_starts_in_the_database_either(self):
        entry = made.entry()
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=entry.pk).update(ends_at=entry.starts_at)


class TestACalendar:
    def test_gets_a_request_then_an_update_then_a_cancellation(self):
        entry = made.entry()
        amina = made.invitation(entry)
        assert told(amina) == ("REQUEST", 0)
        made.again(entry, summary="Other words")
        assert told(amina) == ("REQUEST", 0)
        made.again(entry, wall_start="2030-12-03T12:00")
        assert told(amina) == ("REQUEST", 1)
        actions.cancel_entry(entry=entry, now=LATER)
        assert told(amina) == ("CANCEL", 2)
        actions.restore_entry(entry=entry, now=LATER)
        assert told(amina) == ("REQUEST", 3)

    def test_rises_when_one_person_leaves_and_comes_back_and_only_theirs(self):
        entry = made.entry()
        amina, ben = made.invitation(entry), made.invitation(entry, made.member().person)
        assert told(amina) == told(ben) == ("REQUEST", 0)
        actions.uninvite(entry=entry, person=amina.person, now=LATER)
        assert told(amina) == ("CANCEL", 1)
        made.invitation(entry, amina.person)
        assert told(amina) == ("REQUEST", 2)
        assert told(ben) == ("REQUEST", 0)

    def test_is_not_told_of_an_end_when_it_never_heard_of_a_beginning(self):
        entry = made.entry()
        amina = made.invitation(entry)
        actions.cancel_entry(entry=entry, now=LATER)
        assert told(amina) is None

    def test_that_was_told_of_the_end_is_told_the_same_when_asked_again(self):
        amina = made.invitation()
        told(amina)
        actions.cancel_entry(entry=amina.entry, now=LATER)
        assert told(amina) == told(amina) == ("CANCEL", 1)

    def test_of_somebody_without_an_address_gets_nothing(self):
        assert told(made.invitation(who=made.person("Rowan", None))) is None

    def test_of_a_host_gets_no_invitation_to_their_own_gathering(self):
        host = made.invitation(role="hosting")
        assert told(host) is None
        with pytest.raises(HostsGetNoInvitation):
            request(host.entry, host, now=LATER)

    def test_of_somebody_who_becomes_a_host_gets_its_invitation_taken_back(self):
        entry = made.entry()
        amina = made.invitation(entry)
        told(amina)
        made.invitation(entry, amina.person, role="hosting")
        assert told(amina) == ("CANCEL", 1)

    def test_is_behind_until_it_was_told_how_things_stand(self):
        entry = made.entry()
        amina = made.invitation(entry)
        made.invitation(entry, made.member().person, role="hosting")
        behind = Invitation.objects.behind

        def step() -> None:
            assert list(behind()) == [amina]
            told(amina)
            assert list(behind()) == []

        step()
        made.again(entry, location="Elsewhere")
        step()
        actions.uninvite(entry=entry, person=amina.person, now=LATER)
        step()
        made.invitation(entry, amina.person)
        step()
        actions.cancel_entry(entry=entry, now=LATER)
        step()

    def test_shows_the_way_to_change_ones_mind_where_calendars_do_not_show_addresses(self):
        held = made.invitation(made.entry(description="Bring a sandwich."), url="https://example.org/seat/abc/")
        text = "\n".join(made.unfolded(request(held.entry, held, now=LATER).text))
        assert "DESCRIPTION:Bring a sandwich.\\n\\nYour own page\\, where" in text
        assert "https://example.org/seat/abc/\n" in text
        actions.uninvite(entry=held.entry, person=held.person, now=LATER)
        held.refresh_from_db()
        assert "own page" not in cancel(held.entry, held, now=LATER).text
        host = made.invitation(made.entry(), made.member().person, role="hosting", url="https://example.org/lunch/")
        assert "own page" not in download(host.entry, host)

    def test_knows_it_by_a_uid_of_its_own_that_stays(self):
        entry = made.entry()
        amina, ben = made.invitation(entry), made.invitation(entry, made.member().person)
        before = request(entry, amina, now=LATER).text
        actions.uninvite(entry=entry, person=amina.person, now=LATER)
        again = made.invitation(entry, amina.person)
        assert f"UID:{amina.uid}\r\n" in before
        assert again.uid == amina.uid
        assert len({entry.uid, amina.uid, ben.uid}) == 3


class TestAnInvitation:
    def test_is_one_a_person_however_often_they_are_asked(self):
        entry = made.entry()
        assert made.invitation(entry).pk == made.invitation(entry).pk
        assert Invitation.objects.get().turns == 0

    def test_of_a_whole_list_takes_as_many_statements_for_twenty_as_for_two(self, django_assert_num_queries):
        entry = made.entry()
        host = made.invitation(entry, role="hosting", url="https://example.org/host/")
        left = made.invitation(entry, made.person("Left", "left@example.org"))
        actions.uninvite(entry=entry, person=left.person, now=LATER)
        actions.invite_all(entry=entry, people=[(left.person, "")], now=LATER)
        for number in (2, 20):
            people = [made.person(f"P {each}", f"p{number}.{each}@example.org") for each in range(number)]
            pairs = [(each, f"https://example.org/seat/{each.pk}/") for each in [*people, host.person]]
            with django_assert_num_queries(5):
                assert actions.invite_all(entry=entry, people=pairs, now=LATER) == number
            assert actions.invite_all(entry=entry, people=pairs, now=LATER) == 0
        host.refresh_from_db()
        left.refresh_from_db()
        assert (host.role, host.url) == ("hosting", "https://example.org/host/")
        assert (left.ended_at, left.turns) == (None, 2)
        one = Invitation.objects.get(person=people[0])
        assert (one.url, one.address, one.state) == (
            f"https://example.org/seat/{one.person_id}/",
            one.person.email,
            "accepted",
        )

    def test_is_refused_to_what_is_called_off(self):
        entry = actions.cancel_entry(entry=made.entry(), now=LATER)
        with pytest.raises(actions.EntryCancelled, match="called off"):
            made.invitation(entry)
        with pytest.raises(actions.EntryCancelled, match="called off"):
            actions.invite_all(entry=entry, people=[(made.person(), "")], now=LATER)

    def test_of_who_said_no_and_signs_up_after_all_is_a_yes(self):
        held = made.invitation()
        actions.answer(invitation=held, said="declined", now=LATER)
        assert made.invitation(held.entry, held.person, state="needs-action").state == "declined"
        assert made.invitation(held.entry, held.person).state == "accepted"
        assert Invitation.objects.get().turns == 0

    def test_is_asked_again_of_who_said_no_when_the_hour_changes(self):
        entry = made.entry()
        amina, ben = made.invitation(entry), made.invitation(entry, made.member().person)
        actions.answer(invitation=amina, said="declined", now=LATER)
        made.again(entry, location="Elsewhere")
        amina.refresh_from_db()
        assert amina.state == "declined"
        made.again(entry, location="Elsewhere", wall_start="2030-12-03T11:30")
        for each in (amina, ben):
            each.refresh_from_db()
        assert (amina.state, ben.state) == ("needs-action", "accepted")

    def test_announces_an_answer_once_when_it_is_news(self):
        heard = []

        def listen(said: str, **_rest: object) -> None:
            heard.append(said)

        amina = made.invitation()
        answered.connect(listen)
        try:
            for said in ("accepted", "declined", "declined"):
                actions.answer(invitation=amina, said=said, now=LATER)
        finally:
            answered.disconnect(listen)
        assert heard == ["declined"]

    def test_is_not_answered_any_more_when_it_is_over_or_called_off(self):
        amina = made.invitation()
        with pytest.raises(actions.AlreadyOver):
            actions.answer(invitation=amina, said="declined", now=amina.entry.ends_at + timedelta(minutes=1))
        actions.cancel_entry(entry=amina.entry, now=LATER)
        with pytest.raises(actions.EntryCancelled):
            actions.answer(invitation=amina, said="declined", now=LATER)

    def test_cannot_have_an_answer_that_no_calendar_knows(self):
        amina = made.invitation()
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.filter(pk=amina.pk).update(state="perhaps")
