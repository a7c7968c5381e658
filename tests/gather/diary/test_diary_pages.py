"""A person's own diary page, their feed, an invitation's page, and free hours."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import builders_diary as made
import pytest

from collective.gather.diary import actions, queries
from collective.gather.diary.free import common
from collective.gather.diary.models import Availability, FeedToken, Invitation
from collective.ground.lib import clock
from collective.ground.outbox.models import Letter

pytestmark = pytest.mark.django_db
MINE = ["/me/diary/", "/me/free-hours/"]
MY_ACTS = ["/me/diary/feed/", "/me/diary/feed/removal/", "/me/free-hours/removal/", "/me/free-hours/days/"]
WEEK = {"zone": "Europe/London", "free": ["0-24", "0-25", "6-47"]}


@pytest.fixture
def ben(client):
    member = made.member()
    client.force_login(member)
    return member


@pytest.fixture
def key():
    return actions.guest_key(person=made.person(), now=made.LONG_AGO)


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestAddresses:
    @pytest.mark.parametrize("address", MINE)
    def test_of_ones_own_open_for_who_is_signed_in(self, client, ben, address):
        assert "no-store" in client.get(address).headers["Cache-Control"]
        assert client.head(address).status_code == 200

    @pytest.mark.parametrize("address", [*MINE, *MY_ACTS, "/me/free-hours/days/1/removal/"])
    def test_of_ones_own_send_who_is_signed_out_to_sign_in(self, client, address):
        asked = client.get if address in MINE else client.post
        answer = asked(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in/?next={address}")

    @pytest.mark.parametrize("address", MY_ACTS)
    def test_that_change_something_are_posted_to(self, client, ben, address):
        assert client.get(address).status_code == 405

    def test_of_a_guest_open_by_their_link_and_by_no_other(self, client, key):
        text = page(client, f"/diary/{key}/")
        assert "Amina Yusuf" in text
        assert '<meta name="robots" content="noindex">' in text
        assert client.get("/diary/not-a-key-of-ours/").status_code == 404
        for act in ("feed/", "feed/removal/"):
            assert client.post(f"/diary/not-a-key-of-ours/{act}").status_code == 404
            assert client.get(f"/diary/{key}/{act}").status_code == 405

    def test_of_a_feed_do_not_open_the_page_that_renews_it(self, client, key):
        token = actions.renew_feed(person=made.person(), now=made.LONG_AGO).token
        assert client.get(f"/diary/{token}/").status_code == 404
        assert client.get(f"/calendar/{key}.ics").status_code == 404


class TestTheDiaryPage:
    def test_invites_when_it_is_empty(self, client, ben):
        assert "Nothing in your diary just now" in page(client, "/me/diary/")

    def test_tells_what_is_coming_on_the_clock_there(self, client, ben):
        made.invitation(made.entry(zone="America/New_York"), ben.person)
        text = page(client, "/me/diary/")
        assert "Tuesday 3 December 2030, 12:30 to 13:30 on the clock in New York</time>" in text
        assert 'datetime="2030-12-03T12:30-05:00"' in text

    def test_makes_renews_and_closes_a_feed_for_a_guest_as_for_a_member(self, client, ben, key):
        for address, person in (("/me/diary/", ben.person), (f"/diary/{key}/", made.person())):
            assert "Make my feed" in page(client, address)
            seen = []
            for _ in range(2):
                assert client.post(f"{address}feed/").headers["Location"] == address
                seen.append(person.feed_tokens.standing().get().token)
                assert f"webcal://localhost:8000/calendar/{seen[-1]}.ics" in page(client, address)
            assert seen[0] != seen[1]
            assert not FeedToken.objects.standing().filter(token=seen[0]).exists()
            for _ in range(2):
                client.post(f"{address}feed/removal/")
            assert not person.feed_tokens.standing().exists()

    def test_says_that_feeds_are_slow(self, client, ben):
        client.post("/me/diary/feed/")
        assert "Feeds are slow." in page(client, "/me/diary/")


class TestAddToCalendar:
    def test_is_plain_links_with_the_moment_the_words_and_the_place(self, client, ben):
        made.invitation(made.entry(description="Bring a sandwich & soup"), ben.person)
        text = page(client, "/me/diary/")
        links = [part.partition('"')[0].replace("&amp;", "&") for part in text.split('href="https://')[1:]]
        assert [urlsplit("//" + link).netloc for link in links] == [
            "calendar.google.com",
            "outlook.live.com",
            "outlook.office.com",
            "calendar.yahoo.com",
        ]
        google, outlook, _office, yahoo = (parse_qs(urlsplit("//" + link).query) for link in links)
        assert google["dates"] == ["20301203T123000Z/20301203T133000Z"]
        assert outlook["startdt"] == ["2030-12-03T12:30:00Z"]
        assert yahoo["st"] == ["20301203T123000Z"]
        assert google["details"] == ["Bring a sandwich & soup"]
        assert outlook["location"] == ["The Old Library, Sheffield"]

    def test_is_not_offered_for_what_is_called_off(self, client, ben):
        held = made.invitation(made.entry(), ben.person)
        actions.cancel_entry(entry=held.entry, now=made.LONG_AGO)
        text = page(client, "/me/diary/")
        assert "Called off." in text
        assert "calendar.google.com" not in text


class TestAnInvitationsPage:
    def test_answers_nothing_when_it_is_looked_at(self, client):
        held = made.invitation(state="needs-action")
        for _ in range(2):
            assert "Has not answered" in page(client, f"/invitations/{held.token}/")
        assert client.get(f"/invitations/{held.token}/answer/").status_code == 405
        held.refresh_from_db()
        assert held.state == "needs-action"

    @pytest.mark.parametrize("said", ["accepted", "declined", "tentative"])
    def test_takes_an_answer_twice_as_well_as_once(self, client, said):
        held = made.invitation(state="needs-action")
        for _ in range(2):
            assert client.post(f"/invitations/{held.token}/answer/", {"said": said}).status_code == 302
        held.refresh_from_db()
        assert (held.state, held.answered_by) == (said, "page")

    @pytest.mark.parametrize("said", ["", "needs-action", "perhaps"])
    def test_takes_no_answer_that_it_does_not_offer(self, client, said):
        held = made.invitation(state="needs-action")
        answer = client.post(f"/invitations/{held.token}/answer/", {"said": said}, follow=True)
        assert "Press one of the buttons" in answer.content.decode()
        assert Invitation.objects.get().state == "needs-action"

    def test_sends_a_guest_the_link_to_their_diary_once_an_hour_and_shows_it_to_nobody_else(self, client):
        held = made.invitation()
        assert client.get(f"/invitations/{held.token}/diary/").status_code == 405
        assert "My diary page and feed" in page(client, f"/invitations/{held.token}/")
        for _ in range(2):
            answer = client.post(f"/invitations/{held.token}/diary/", follow=True)
            assert "is on its way to you" in answer.content.decode()
        (letter,) = Letter.objects.filter(to="amina@example.org")
        key = held.person.diary_key.token
        assert f"http://localhost:8000/diary/{key}/" in letter.text
        assert key not in answer.content.decode()
        assert client.get(f"/diary/{key}/").status_code == 200

    def test_leads_a_member_to_sign_in_for_their_diary(self, client):
        held = made.invitation(who=made.member().person)
        answer = client.post(f"/invitations/{held.token}/diary/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/me/diary/")
        assert not Letter.objects.exists()

    def test_says_that_no_letter_reaches_who_gave_no_address(self, client):
        held = made.invitation(who=made.person("Rowan", None))
        answer = client.post(f"/invitations/{held.token}/diary/")
        assert answer.status_code == 409
        assert "no address of yours" in answer.content.decode()

    def test_says_so_when_it_is_called_off(self, client):
        held = made.invitation()
        actions.cancel_entry(entry=held.entry, now=made.LONG_AGO)
        assert "Called off" in page(client, f"/invitations/{held.token}/")
        assert client.post(f"/invitations/{held.token}/answer/", {"said": "accepted"}).status_code == 409

    def test_says_what_became_of_who_is_not_on_the_list_any_more_and_leads_to_their_own_page(self, client):
        held = made.invitation(url="https://example.org/seat/abc/")
        actions.uninvite(entry=held.entry, person=held.person, now=made.LONG_AGO)
        text = page(client, f"/invitations/{held.token}/")
        assert "You have been taken off the list." in text
        assert 'href="https://example.org/seat/abc/"' in text
        Invitation.objects.update(state="declined")
        assert "You told us that you cannot come." in page(client, f"/invitations/{held.token}/")

    def test_is_not_there_for_another_token(self, client):
        for address in ("/invitations/no/", "/invitations/no/calendar.ics"):
            assert client.get(address).status_code == 404
        assert client.post("/invitations/no/answer/", {"said": "accepted"}).status_code == 404


class TestFreeHours:
    def test_are_painted_kept_and_shown_as_they_were_painted(self, client, ben):
        for _ in range(2):
            assert client.post("/me/free-hours/", WEEK).status_code == 302
        text = page(client, "/me/free-hours/")
        ticked = [part.partition('"')[0] for part in text.split('name="free" value="')[1:] if " checked>" in part[:20]]
        assert sorted(ticked) == sorted(WEEK["free"])
        assert "<details open>" in text
        assert list(Availability.objects.get().weekly.values_list("weekday", "first", "last")) == [
            (0, 24, 26),
            (6, 47, 48),
        ]

    def test_take_whole_stretches_besides_what_is_ticked(self, client, ben):
        client.post("/me/free-hours/", WEEK | {"stretch": ["lunch"]})
        weekly = Availability.objects.get().weekly.values_list("weekday", "first", "last")
        assert list(weekly) == [*((day, 24, 28) for day in range(5)), (6, 47, 48)]

    def test_have_a_label_for_every_box(self, client, ben):
        text = page(client, "/me/free-hours/")
        assert text.count('name="free"') == 7 * 48
        assert "Monday, 12:00 to 12:30" in text

    @pytest.mark.parametrize("wrong", [{"zone": "Mars/Olympus"}, {"free": ["0-24", "9-99"]}, {"stretch": ["always"]}])
    def test_come_back_with_words_and_with_every_tick_when_something_is_wrong(self, client, ben, wrong):
        answer = client.post("/me/free-hours/", WEEK | wrong)
        assert answer.status_code == 400
        assert 'value="0-24" checked' in answer.content.decode()
        assert "to put right" in answer.content.decode()
        assert not Availability.objects.exists()

    def test_have_single_days_that_can_be_taken_away_again_by_who_made_them(self, client, ben):
        day = {"day": "2031-01-06", "first": "0", "last": "48", "is_free": "no"}
        assert client.post("/me/free-hours/days/", day).status_code == 302
        assert "Monday 6 January 2031, all day" in page(client, "/me/free-hours/")
        exception = Availability.objects.get().exceptions.get()
        client.force_login(made.member("cy@example.org", "Cy Ortiz"))
        client.post(f"/me/free-hours/days/{exception.pk}/removal/")
        assert Availability.objects.get(person=ben.person).exceptions.count() == 1
        client.force_login(ben)
        for _ in range(2):
            assert client.post(f"/me/free-hours/days/{exception.pk}/removal/").status_code == 302
        assert Availability.objects.get(person=ben.person).exceptions.count() == 0

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"day": "soon"}, "Enter a valid date"),
            ({"last": "0"}, "put right"),
            ({"first": "20", "last": "20"}, "ends before"),
        ],
    )
    def test_refuse_a_single_day_that_makes_no_sense(self, client, ben, wrong, words):
        day = {"day": "2031-01-06", "first": "18", "last": "20", "is_free": "yes"} | wrong
        answer = client.post("/me/free-hours/days/", day)
        assert answer.status_code == 400
        assert words in answer.content.decode()

    def test_are_forgotten_when_asked_to(self, client, ben):
        client.post("/me/free-hours/", WEEK)
        for _ in range(2):
            assert client.post("/me/free-hours/removal/").status_code == 302
        assert not Availability.objects.exists()

    def test_are_seen_by_nobody_else(self, client, ben):
        client.post("/me/free-hours/", WEEK)
        other = made.member("cy@example.org", "Cy Ortiz")
        assert not Availability.objects.visible_to(other).exists()
        client.force_login(other)
        week = page(client, "/me/free-hours/").rpartition("</table>")[0]
        assert " checked>" not in week

    def test_give_a_time_that_leaves_out_what_stands_in_the_diary(self, client, ben, django_assert_num_queries):
        client.post("/me/free-hours/", {"zone": "Europe/London", "stretch": ["lunch"]})
        made.invitation(made.entry(), ben.person)  # Tuesday, 12:30 to 13:30
        declined = made.invitation(made.entry(wall_start="2030-12-04T12:00", wall_end="2030-12-04T14:00"), ben.person)
        actions.answer(invitation=declined, said="declined", now=made.LONG_AGO)
        monday = declined.entry.starts_at - timedelta(days=2, hours=12)
        people = [ben.person, made.person()]
        with django_assert_num_queries(4):
            hours = queries.hours_of(people, start=monday, end=monday + timedelta(days=3))
        assert set(hours) == {ben.person.pk}
        found = common(hours, start=monday, end=monday + timedelta(days=3), minutes=120)
        assert [f"{each.starts_at:%a %H:%M}" for each in found] == ["Mon 12:00", "Wed 12:00"]

    def test_let_go_of_days_that_are_past(self, ben):
        facts = {"person": ben.person, "zone": "Europe/London", "first": 0, "last": 48, "is_free": False}
        past = clock.now().date() - timedelta(days=9)
        actions.add_exception(day=past, now=clock.now() - timedelta(days=10), **facts)
        actions.add_exception(day=clock.now().date(), now=clock.now(), **facts)
        assert Availability.objects.get().exceptions.count() == 1
