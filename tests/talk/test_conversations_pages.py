"""The questions of each address of conversations: it works, a stranger finds nothing, bad input comes back with words."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from collective.talk.conversations import queries
from collective.talk.conversations.actions import drawing, seating, writing
from collective.talk.conversations.models import Ballot, Card, Draw, Group, Rating, Round, Seat, Vote
from collective.talk.rooms.actions import host, joining
from collective.talk.rooms.models import Answer, RoomAct
from tests.cast import NOON, a_member, a_prompt_step, a_room, a_round_step, an_organiser, people_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return a_room()


@pytest.fixture
def round(room):
    return a_round_step(room).round


@pytest.fixture
def desk(room):
    """An organiser's browser."""
    client = Client()
    client.force_login(an_organiser())
    return client


def phone(room, name="Amy Ash", **facts):
    """A guest with a seat, and their browser."""
    person, token = joining.join(room=room, name=name, now=NOON, **facts)
    client = Client()
    client.cookies["seat"] = token
    return person, client


def talking(round, others=7):
    """A guest, their browser and their table, with tables shown to the room."""
    room = round.step.room
    person, client = phone(room)
    people_in(room, others)
    host.go_to(room=room, step=round.step, now=NOON, by=None)
    drawing.propose(round=round, now=NOON, by=None, seed=7)
    draw = drawing.publish(round=round, now=NOON, by=None)
    return person, client, queries.seat_of(draw, person).group


def the_step(room, kind, title="And now?"):
    from collective.talk.rooms.actions import planning

    step = planning.add_step(room=room, kind=kind, title=title, minutes=3)
    host.go_to(room=room, step=step, now=NOON, by=None)
    return step


def other_table(group):
    return Group.objects.filter(draw=group.draw).exclude(pk=group.pk).first()


class TestMyTable:
    def test_says_which_table_who_is_there_what_the_question_is_and_where_to_meet(self, room):
        round = a_round_step(room, link_pattern="https://meet.example/t{number}").round
        _, client, group = talking(round)

        page = client.get(f"/r/{room.code}/").content.decode()

        assert f"You are at table {group.number}" in page
        assert all(seat.participant.name in page for seat in group.seats.select_related("participant"))
        assert round.step.title in page
        assert f'href="https://meet.example/t{group.number}"' in page
        assert "speaks first" in page

    def test_before_the_tables_are_shown_it_says_to_wait_and_names_no_table(self, room, round):
        _, client = phone(room)
        people_in(room, 7)
        host.go_to(room=room, step=round.step, now=NOON, by=None)
        drawing.propose(round=round, now=NOON, by=None)

        page = client.get(f"/r/{room.code}/").content.decode()

        assert "Your table comes in a moment" in page
        assert "You are at table" not in page

    def test_somebody_without_a_seat_is_told_whom_to_ask(self, room, round):
        person, client, _ = talking(round)
        Seat.objects.filter(participant=person).update(left_at=NOON)

        assert "You have no seat yet" in client.get(f"/r/{room.code}/").content.decode()

    def test_a_table_of_six_lists_everybody_by_name(self, room):
        round = a_round_step(room, size=6, smallest=5, largest=8).round
        _, client, group = talking(round, others=5)

        page = client.get(f"/r/{room.code}/").content.decode()

        assert group.seats.count() == 6
        assert all(seat.participant.name in page for seat in group.seats.all())

    def test_after_the_draw_is_undone_the_phone_waits_again(self, room, round):
        _, client, _ = talking(round)
        drawing.undo(round=round, now=NOON, by=None)

        assert "Your table comes in a moment" in client.get(f"/r/{room.code}/").content.decode()


class TestCards:
    def send(self, client, room, **fields):
        return client.post(f"/r/{room.code}/cards/", {"kind": "need", "text": "Somebody to ask", **fields})

    def test_a_card_is_kept_with_its_table_and_comes_back_on_the_page(self, room, round):
        person, client, group = talking(round)

        answer = self.send(client, room, group=group.pk, key="k1")

        assert answer.status_code == 302
        card = Card.objects.get()
        assert (card.group, card.author, card.kind, card.text) == (group, person, "need", "Somebody to ask")
        assert "Somebody to ask" in client.get(answer.url).content.decode()

    def test_the_same_key_twice_is_one_card(self, room, round):
        _, client, group = talking(round)

        for _ in range(2):
            self.send(client, room, group=group.pk, key="k1")

        assert Card.objects.count() == 1

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"kind": ""}, "Choose what kind of card"),
            ({"text": "   "}, "Write a few words on the card"),
            ({"text": "long " * 200}, "Please keep it to 600"),
        ],
    )
    def test_what_cannot_be_taken_comes_back_with_words_and_what_was_typed(self, room, round, fields, words):
        _, client, group = talking(round)

        answer = self.send(client, room, **{"text": "Time to think", **fields, "group": group.pk})

        page = answer.content.decode()
        assert answer.status_code == 400
        assert words in page
        assert page.count("Error: ") >= 2
        assert fields.get("text", "Time to think").strip()[:20] in page
        assert not Card.objects.exists()

    def test_hostile_markup_is_text(self, room, round):
        _, client, group = talking(round)
        self.send(client, room, group=group.pk, text="<script>alert(1)</script>")

        page = client.get(f"/r/{room.code}/").content.decode()

        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page

    def test_a_table_that_is_not_ones_own_gets_no_card(self, room, round):
        _, client, group = talking(round)

        self.send(client, room, group=other_table(group).pk, key="k")

        assert Card.objects.get().group is None

    def test_without_a_seat_there_is_no_such_page(self, room, round):
        talking(round)

        assert self.send(Client(), room).status_code == 404

    def test_looking_is_not_writing(self, room, round):
        _, client, _ = talking(round)

        assert client.get(f"/r/{room.code}/cards/").status_code == 405

    def test_ones_own_can_be_changed_and_taken_back_twice_harmlessly(self, room, round):
        _, client, group = talking(round)
        self.send(client, room, group=group.pk)
        card = Card.objects.get()

        client.post(f"/r/{room.code}/cards/{card.pk}/", {"kind": "idea", "text": "Better"})
        card.refresh_from_db()
        assert (card.kind, card.text) == ("idea", "Better")

        for _ in range(2):
            assert client.post(f"/r/{room.code}/cards/{card.pk}/removal/").status_code == 302
        assert not Card.objects.exists()

    def test_an_emptied_card_comes_back_open_with_words(self, room, round):
        _, client, group = talking(round)
        self.send(client, room, group=group.pk)

        answer = client.post(f"/r/{room.code}/cards/{Card.objects.get().pk}/", {"kind": "idea", "text": ""})

        assert answer.status_code == 400
        assert "A card cannot be empty" in answer.content.decode()
        assert Card.objects.get().text == "Somebody to ask"

    def test_somebody_elses_at_ones_table_is_read_and_not_touched(self, room, round):
        _, client, group = talking(round)
        mate = group.seats.exclude(participant__name="Amy Ash").first().participant
        card = writing.write_card(room=room, kind="idea", text="Lunch", key="x", now=NOON, author=mate, group=group)

        assert "Lunch" in client.get(f"/r/{room.code}/").content.decode()
        assert client.post(f"/r/{room.code}/cards/{card.pk}/", {"kind": "idea", "text": "No"}).status_code == 403
        assert client.post(f"/r/{room.code}/cards/{card.pk}/removal/").status_code == 403

    def test_another_tables_card_is_not_there(self, room, round):
        _, client, group = talking(round)
        far = other_table(group)
        author = far.seats.first().participant
        card = writing.write_card(room=room, kind="idea", text="Far", key="x", now=NOON, author=author, group=far)

        assert "Far" not in client.get(f"/r/{room.code}/").content.decode()
        assert client.post(f"/r/{room.code}/cards/{card.pk}/", {"kind": "idea", "text": "No"}).status_code == 404

    def test_one_that_the_host_took_off_the_screens_can_still_be_taken_back_by_its_author_only(self, room, round):
        person, client, group = talking(round)
        card = writing.write_card(room=room, kind="idea", text="Rude", key="x", now=NOON, author=person, group=group)
        writing.show_card(card=card, shown=False, now=NOON, by=None)
        mate = group.seats.exclude(participant=person).first().participant

        assert "taken this off the screens" in client.get(f"/r/{room.code}/").content.decode()
        assert not Card.objects.visible_to(mate).exists()
        client.post(f"/r/{room.code}/cards/{card.pk}/removal/")
        assert not Card.objects.exists()

    def test_one_that_waited_on_a_phone_counts_for_half_an_hour_after_the_close_and_later_comes_back_in_words(
        self, room, round
    ):
        from datetime import timedelta

        person, _, group = talking(round)
        host.close_room(room=room, now=NOON, by=None)
        room.refresh_from_db()
        facts = {"room": room, "kind": "idea", "author": person, "group": group}

        writing.write_card(text="In time", key="a", now=NOON + timedelta(minutes=29), **facts)
        with pytest.raises(writing.TooLate, match="Too late for this"):
            writing.write_card(text="Too late for this", key="b", now=NOON + timedelta(minutes=31), **facts)


class TestTableName:
    def name(self, client, room, group, name):
        return client.post(f"/r/{room.code}/table-name/", {"group": group.pk, "name": name})

    def test_the_table_is_called_what_its_people_say_and_the_stage_shows_it(self, room, round):
        _, client, group = talking(round)

        assert self.name(client, room, group, "Four Candles").status_code == 302

        assert "Four Candles" in client.get(f"/stage/{room.stage_token}/").content.decode()

    @pytest.mark.parametrize("taken", ["Pivot", "PIVOT", " pivot "])
    def test_two_tables_cannot_share_a_name(self, room, round, taken):
        _, client, group = talking(round)
        writing.name_group(group=other_table(group), name="Pivot", participant=None)

        answer = self.name(client, room, group, taken)

        assert answer.status_code == 400
        assert "Another table is called" in answer.content.decode()

    def test_an_empty_name_comes_back_with_words(self, room, round):
        _, client, group = talking(round)

        answer = self.name(client, room, group, "")

        assert answer.status_code == 400
        assert "Type a name for your table first" in answer.content.decode()

    def test_somebody_elses_table_is_not_there(self, room, round):
        _, client, group = talking(round)

        assert self.name(client, room, other_table(group), "Mine").status_code == 404

    def test_whoever_was_moved_away_does_not_name_the_table_they_left(self, room, round):
        person, client, group = talking(round)
        seating.move(round=round, participant=person, table=other_table(group).number, now=NOON, by=None)

        assert self.name(client, room, group, "Mine").status_code == 400


class TestVote:
    @pytest.fixture
    def voting(self, room, round):
        person, client, group = talking(round, others=11)
        for one in Group.objects.filter(draw=group.draw):
            writing.name_group(group=one, name=f"Team {one.number}", participant=None)
        step = the_step(room, "names", "Best name?")
        return person, client, group, step

    def vote(self, client, room, step, group):
        return client.post(f"/r/{room.code}/vote/", {"step": step.pk, "table": group.pk if group else ""})

    def test_the_rule_for_a_tie_is_shown_before_anybody_votes(self, room, voting):
        _, client, _, _ = voting

        page = client.get(f"/r/{room.code}/").content.decode()

        assert "If two names have as many votes, both win" in page
        assert "your own, so not yours to choose" in page

    def test_a_vote_counts_once_and_can_be_changed(self, room, voting):
        person, client, group, step = voting
        first, second = [one for one in queries.candidates(step) if one != group][:2]

        self.vote(client, room, step, first)
        assert self.vote(client, room, step, second).status_code == 302

        assert list(Vote.objects.values_list("participant", "group")) == [(person.pk, second.pk)]

    def test_not_for_ones_own_table(self, room, voting):
        _, client, group, step = voting

        answer = self.vote(client, room, step, group)

        assert answer.status_code == 400
        assert "That is your own table" in answer.content.decode()
        assert not Vote.objects.exists()

    def test_nothing_chosen_comes_back_with_words(self, room, voting):
        _, client, _, step = voting

        answer = self.vote(client, room, step, None)

        assert answer.status_code == 400
        assert "Choose one of the names" in answer.content.decode()

    def test_a_closed_vote_takes_no_more_and_shows_the_result(self, room, voting):
        _, client, group, step = voting
        self.vote(client, room, step, other_table(group))
        writing.close_vote(step=step, closed=True, now=NOON, by=None)

        answer = self.vote(client, room, step, other_table(group))

        assert answer.status_code == 409
        assert "The vote is closed" in answer.content.decode()
        assert (
            f"The best name is <strong>{other_table(group).name or ''}"
            in client.get(f"/r/{room.code}/").content.decode()
        )

    def test_a_tie_has_two_winners(self, room, voting):
        _, _, _, step = voting
        one, two, _ = queries.candidates(step)
        for table, chosen in ((one, two), (two, one)):
            voter = table.seats.first().participant
            writing.vote(step=step, participant=voter, group=chosen, now=NOON)
        writing.close_vote(step=step, closed=True, now=NOON, by=None)

        result = queries.vote_result(step)

        assert set(result.winners) == {one, two}
        assert [place for place, _, _ in result.lines] == [1, 1, 3]

    def test_votes_stay_secret_until_the_host_counts_them(self, room, voting):
        _, client, group, step = voting
        self.vote(client, room, step, other_table(group))

        page = client.get(f"/stage/{room.stage_token}/").content.decode()

        assert "vote cast" in page
        assert "winner" not in page.casefold()

    def test_the_host_counts_and_takes_votes_again_twice_harmlessly(self, room, voting, desk):
        *_, step = voting
        address = reverse("vote-closing", args=[room.pk, step.pk])

        for _ in range(2):
            assert desk.post(address).status_code == 302
        assert Ballot.objects.get(step=step).closed_at
        assert "The winner" not in desk.get(f"/stage/{room.stage_token}/").content.decode()
        desk.post(reverse("vote-closing-removal", args=[room.pk, step.pk]))
        assert Ballot.objects.get(step=step).closed_at is None


class TestRating:
    def rate(self, client, room, group, value):
        return client.post(f"/r/{room.code}/rating/", {"group": group.pk, "value": value})

    def test_two_taps_and_a_thank_you(self, room, round):
        person, client, group = talking(round)
        the_step(room, "rating")

        assert self.rate(client, room, group, "4").status_code == 302

        assert list(Rating.objects.values_list("participant", "group", "value")) == [(person.pk, group.pk, 4)]
        assert "Your rating is counted" in client.get(f"/r/{room.code}/").content.decode()
        assert "Thank you" in client.get(f"/stage/{room.stage_token}/").content.decode()

    def test_a_second_one_takes_the_place_of_the_first(self, room, round):
        _, client, group = talking(round)
        the_step(room, "rating")
        for value in ("4", "2", "2"):
            self.rate(client, room, group, value)

        assert queries.ratings(room) == [0, 1, 0, 0, 0]

    @pytest.mark.parametrize("value", ["", "0", "6", "-1", "five", "٣", "9" * 30])
    def test_anything_else_comes_back_with_words(self, room, round, value):
        _, client, group = talking(round)
        the_step(room, "rating")

        answer = self.rate(client, room, group, value)

        assert answer.status_code == 400
        assert "Choose one of the five lines" in answer.content.decode()

    def test_only_ones_own_table(self, room, round):
        _, client, group = talking(round)
        the_step(room, "rating")

        assert self.rate(client, room, other_table(group), "4").status_code == 404


class TestAlone:
    def test_the_desk_shows_who_is_alone_until_somebody_has_helped(self, room, round, desk):
        person, client, group = talking(round)
        acts = RoomAct.objects.count()

        client.post(f"/r/{room.code}/alone/", {"group": group.pk})

        assert RoomAct.objects.count() == acts
        assert f"{person.name}</strong> says nobody else" in desk.get(f"/desk/rooms/{room.pk}/").content.decode()
        assert "knows that you are alone" in client.get(f"/r/{room.code}/").content.decode()
        for _ in range(2):
            desk.post(reverse("round-help", args=[room.pk, round.step_id, group.number]))
        assert "says nobody else" not in desk.get(f"/desk/rooms/{room.pk}/").content.decode()

    def test_whoever_said_so_can_say_that_somebody_came(self, room, round):
        _, client, group = talking(round)
        client.post(f"/r/{room.code}/alone/", {"group": group.pk})

        client.post(f"/r/{room.code}/alone/removal/", {"group": group.pk})

        assert not Seat.objects.filter(alone_at__isnull=False).exists()


class TestHostsTables:
    def press(self, desk, room, round, name, *args, **fields):
        return desk.post(reverse(f"round-{name}", args=[room.pk, round.step_id, *args]), fields)

    def test_drawn_looked_at_shown_and_undone(self, room, round, desk):
        people_in(room, 8)
        host.go_to(room=room, step=round.step, now=NOON, by=None)

        self.press(desk, room, round, "draw")
        assert "Only you see these tables" in desk.get(f"/desk/rooms/{room.pk}/").content.decode()
        self.press(desk, room, round, "publication")
        assert "The room sees these tables" in desk.get(f"/desk/rooms/{room.pk}/").content.decode()
        self.press(desk, room, round, "undoing")
        assert queries.standing_draw(round) is None

    def test_shown_and_undone_twice_is_harmless(self, room, round, desk):
        people_in(room, 8)
        self.press(desk, room, round, "draw")
        for name in ("publication", "publication", "undoing", "undoing"):
            assert self.press(desk, room, round, name).status_code == 302

        assert Draw.objects.filter(round=round).count() == 1

    def test_the_minutes_of_a_round_count_from_when_the_room_sees_its_tables(self, room, round):
        from datetime import timedelta

        from collective.talk.rooms import queries as rooms

        people_in(room, 8)
        host.go_to(room=room, step=round.step, now=NOON, by=None)
        drawing.propose(round=round, now=NOON, by=None)

        shown = NOON + timedelta(minutes=4)
        drawing.publish(round=round, now=shown, by=None)

        assert rooms.ends_at(room.steps.get(pk=round.step_id)) == shown + timedelta(minutes=15)

    def test_a_button_from_an_old_page_is_refused_in_words(self, room, round, desk):
        people_in(room, 8)
        self.press(desk, room, round, "draw")
        room.refresh_from_db()

        answer = desk.post(
            reverse("round-publication", args=[room.pk, round.step_id]), {"seen": room.act - 1}, follow=True
        )

        assert "Somebody pressed a button a moment before you" in answer.content.decode()
        assert queries.published_draw(round) is None

    def test_too_few_people_is_said_in_words(self, room, round, desk):
        answer = desk.post(reverse("round-draw", args=[room.pk, round.step_id]), follow=True)

        assert "Fewer than two people are in the room" in answer.content.decode()

    def test_a_table_below_three_is_offered_a_merge_by_its_number(self, room, round, desk):
        talking(round, others=10)
        draw = queries.standing_draw(round)
        small = min(queries.tables(draw), key=lambda table: len(table.seats))
        joining.leave(participant=small.seats[0].participant, now=NOON)
        host.go_to(room=room, step=round.step, now=NOON, by=None)

        page = desk.get(f"/desk/rooms/{room.pk}/").content.decode()
        assert f"Table {small.group.number} has only two people" in page
        self.press(desk, room, round, "merging", small.group.number)

        assert min(len(table.seats) for table in queries.tables(draw)) >= 3
        assert queries.merge_offers(draw) == []

    def test_after_a_merge_the_next_offer_still_names_the_right_tables(self, room, round):
        talking(round, others=14)
        draw = queries.standing_draw(round)
        first = queries.tables(draw)[0]
        for seat in first.seats[:2]:
            joining.leave(participant=seat.participant, now=NOON)
        seating.merge(round=round, table=first.group.number, now=NOON, by=None)
        last = queries.tables(draw)[-1]
        for seat in last.seats[: len(last.seats) - 2]:
            joining.leave(participant=seat.participant, now=NOON)

        (offer,) = queries.merge_offers(draw)

        assert offer.group == last.group
        assert offer.sentence.startswith(f"Table {last.group.number} has only")

    def test_one_person_is_moved_by_hand_and_nobody_else(self, room, round, desk):
        person, _, group = talking(round)
        to = other_table(group)
        before = dict(Seat.objects.filter(left_at__isnull=True).values_list("participant", "group"))

        for _ in range(2):
            self.press(desk, room, round, "moves", participant=person.pk, table=to.number)

        after = dict(Seat.objects.filter(left_at__isnull=True).values_list("participant", "group"))
        assert after == before | {person.pk: to.pk}

    def test_a_table_that_is_not_there_is_said_in_words(self, room, round, desk):
        person, _, _ = talking(round)

        answer = desk.post(
            reverse("round-moves", args=[room.pk, round.step_id]), {"participant": person.pk, "table": 99}, follow=True
        )

        assert "There is no table 99" in answer.content.decode()

    def test_sizes_and_links_are_kept_and_reach_tables_that_are_set(self, room, round, desk):
        *_, group = talking(round)
        fields = {"size": 3, "smallest": 2, "largest": 4, "link_pattern": "https://meet.example/{number}"}
        links = "https://one.example/a\nhttps://two.example/b" if group.number == 1 else ""

        answer = desk.post(reverse("round-edit", args=[room.pk, round.step_id]), {**fields, "links": links})

        assert answer.status_code == 302
        group.refresh_from_db()
        assert group.link == ("https://one.example/a" if links else f"https://meet.example/{group.number}")
        assert Round.objects.values_list("size", "smallest", "largest").get() == (3, 2, 4)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"size": 2}, "lies between the fewest and the most"),
            ({"size": "four"}, "Type a number of people"),
            ({"largest": 50}, "Twelve people are the most"),
            ({"link_pattern": "javascript:alert(1)"}, "is not a link"),
            ({"links": "https://fine.example\nnot a link"}, "is not a link"),
        ],
    )
    def test_what_cannot_be_kept_comes_back_with_words(self, room, round, desk, fields, words):
        whole = {"size": 4, "smallest": 3, "largest": 5, **fields}

        answer = desk.post(reverse("round-edit", args=[room.pk, round.step_id]), whole)

        assert answer.status_code == 400
        assert words in answer.content.decode()


class TestLists:
    @pytest.fixture
    def online(self, room, round):
        for number in range(4):
            somebody(room, f"Online {number}", way="online", email=f"p{number}@example.org" if number else "")
        for number in range(4):
            somebody(room, f"Here {number}", email=f"h{number}@example.org")
        drawing.propose(round=round, now=NOON, by=None, seed=1)
        return round

    def test_the_file_for_zoom_has_its_headings_letter_by_letter_and_only_people_who_are_online(
        self, room, online, desk
    ):
        answer = desk.get(reverse("round-zoom-csv", args=[room.pk, online.step_id]))

        first, *rows = answer.content.decode("utf-8-sig").split("\r\n")
        assert first == "Pre-assign Room Name,Email Address"
        assert sorted(row.split(",")[1] for row in rows if row) == [f"p{number}@example.org" for number in (1, 2, 3)]

    def test_people_whom_zoom_cannot_place_are_named_on_the_page(self, room, online, desk):
        page = desk.get(reverse("round-list", args=[room.pk, online.step_id])).content.decode()

        assert "Zoom cannot place one person without an email address" in page
        assert "Online 0 to table" in page

    def test_the_host_list_has_everybody(self, room, online, desk):
        text = desk.get(reverse("round-list-csv", args=[room.pk, online.step_id])).content.decode("utf-8-sig")

        assert text.startswith("Table,Table's name,Name,Organisation,Here,Facilitates\r\n")
        assert all(f"Online {number}" in text and f"Here {number}" in text for number in range(4))

    def test_there_is_none_before_the_draw(self, room, round, desk):
        for name in ("round-list", "round-list-csv", "round-zoom-csv"):
            assert desk.get(reverse(name, args=[room.pk, round.step_id])).status_code == 404


class TestHostsCards:
    def test_all_of_them_or_one_kind(self, room, desk):
        for number, kind in enumerate(("need", "idea")):
            writing.write_card(room=room, kind=kind, text=f"Text {number}", key=str(number), now=NOON)

        assert b"Text 0" in desk.get(f"/desk/rooms/{room.pk}/cards/").content
        page = desk.get(f"/desk/rooms/{room.pk}/cards/?kind=idea").content.decode()
        assert "Text 1" in page
        assert "Text 0" not in page

    def test_one_is_taken_off_the_stage_and_put_back(self, room, desk):
        card = writing.write_card(room=room, kind="need", text="Rude words", key="k", now=NOON)
        the_step(room, "cards")
        stage = f"/stage/{room.stage_token}/"

        for _ in range(2):
            desk.post(reverse("card-hiding", args=[room.pk, card.pk]))
        assert b"Rude words" not in desk.get(stage).content
        desk.post(reverse("card-hiding-removal", args=[room.pk, card.pk]))
        assert b"Rude words" in desk.get(stage).content


class TestPaper:
    def address(self, room, part=""):
        return f"/desk/rooms/{room.pk}/typing-in/{part}"

    def test_a_card_is_kept_and_the_next_one_begins_with_the_same_table_and_kind(self, room, round, desk):
        *_, group = talking(round)
        host.close_room(room=room, now=NOON, by=None)

        answer = desk.post(
            self.address(room, "cards/"), {"table": group.pk, "kind": "idea", "text": "On paper", "key": "p1"}
        )

        assert parse_qs(urlsplit(answer.url).query) == {"table": [str(group.pk)], "kind": ["idea"]}
        card = Card.objects.get()
        assert (card.group, card.from_paper, card.author, card.may_be_used) == (group, True, None, False)
        page = desk.get(answer.url).content.decode()
        assert f'value="{group.pk}" selected' in page
        assert "One card from paper is kept" in page

    def test_a_card_without_words_comes_back(self, room, desk):
        answer = desk.post(self.address(room, "cards/"), {"kind": "idea", "text": ""})

        assert answer.status_code == 400
        assert "Write a few words on the card" in answer.content.decode()

    def test_a_mistake_is_taken_out_but_never_a_card_from_a_phone(self, room, round, desk):
        person, *_ = talking(round)
        paper = writing.write_card(room=room, kind="need", text="A", key="a", now=NOON, from_paper=True)
        phone = writing.write_card(room=room, kind="need", text="B", key="b", now=NOON, author=person)

        for card in (paper, paper, phone):
            desk.post(self.address(room, f"cards/{card.pk}/removal/"))

        assert list(Card.objects.all()) == [phone]

    def test_a_table_gets_its_name(self, room, round, desk):
        *_, group = talking(round)

        desk.post(self.address(room, "names/"), {"table": group.pk, "name": "Pivot"})

        group.refresh_from_db()
        assert group.name == "Pivot"

    def test_a_name_without_a_table_comes_back(self, room, desk):
        answer = desk.post(self.address(room, "names/"), {"table": "", "name": "Pivot"})

        assert answer.status_code == 400
        assert "Choose the table" in answer.content.decode()

    def test_a_sheet_for_a_closed_question_counts_on_top_and_twice_is_harmless(self, room, desk):
        step = a_prompt_step(room)
        host.go_to(room=room, step=step, now=NOON, by=None)
        host.close_room(room=room, now=NOON, by=None)

        for _ in range(2):
            answer = desk.post(
                self.address(room, "answers/"), {"prompt": step.prompt.pk, "v": ["food", "care"], "key": "sheet-1"}
            )
            assert answer.status_code == 302

        kept = Answer.objects.get()
        assert (kept.values, kept.by_hand, kept.anonymous, kept.participant) == (["food", "care"], True, True, None)

    def test_a_question_that_is_not_anonymous_needs_to_know_whose_answer_it_is(self, room, desk):
        step = a_prompt_step(room, "maturity")
        amy = somebody(room, "Amy Ash")
        fields = {"prompt": step.prompt.pk, "v": "3"}

        answer = desk.post(self.address(room, "answers/"), fields)
        assert answer.status_code == 400
        assert "Choose whose answer this is" in answer.content.decode()

        assert desk.post(self.address(room, "answers/"), {**fields, "participant": amy.pk}).status_code == 302
        again = desk.post(self.address(room, "answers/"), {**fields, "participant": amy.pk})
        assert "has answered this already" in again.content.decode()
        assert Answer.objects.get().participant == amy

    def test_an_answer_that_cannot_be_taken_comes_back_with_words_and_what_was_typed(self, room, desk):
        step = a_prompt_step(room)

        answer = desk.post(
            self.address(room, "answers/"), {"prompt": step.prompt.pk, "v": ["one", "two", "three", "four"]}
        )

        assert answer.status_code == 400
        assert "Up to 3 words" in answer.content.decode()
        assert 'value="three"' in answer.content.decode()

    @pytest.mark.parametrize("kind", ["place", "words", "maturity", "scale", "text"])
    def test_every_kind_of_question_has_its_form(self, room, desk, kind):
        step = a_prompt_step(room, kind)

        assert desk.get(self.address(room) + f"?prompt={step.prompt.pk}").status_code == 200


def hosts_addresses(room, round):
    return [
        ("get", reverse("room-tables", args=[room.pk])),
        ("get", reverse("room-cards", args=[room.pk])),
        ("get", reverse("room-typing-in", args=[room.pk])),
        ("get", reverse("round-edit", args=[room.pk, round.step_id])),
        ("get", reverse("round-list", args=[room.pk, round.step_id])),
        ("get", reverse("round-list-csv", args=[room.pk, round.step_id])),
        ("get", reverse("round-zoom-csv", args=[room.pk, round.step_id])),
        ("post", reverse("round-draw", args=[room.pk, round.step_id])),
        ("post", reverse("round-publication", args=[room.pk, round.step_id])),
        ("post", reverse("round-undoing", args=[room.pk, round.step_id])),
        ("post", reverse("round-merging", args=[room.pk, round.step_id, 1])),
        ("post", reverse("round-moves", args=[room.pk, round.step_id])),
        ("post", reverse("round-help", args=[room.pk, round.step_id, 1])),
        ("post", reverse("vote-closing", args=[room.pk, round.step_id])),
        ("post", reverse("vote-closing-removal", args=[room.pk, round.step_id])),
        ("post", reverse("card-hiding", args=[room.pk, 1])),
        ("post", reverse("card-hiding-removal", args=[room.pk, 1])),
        ("post", reverse("paper-cards", args=[room.pk])),
        ("post", reverse("paper-card-removal", args=[room.pk, 1])),
        ("post", reverse("paper-names", args=[room.pk])),
        ("post", reverse("paper-answers", args=[room.pk])),
    ]


class TestEveryAddressOfTheHost:
    def test_sends_whoever_is_signed_out_to_sign_in(self, room, round):
        for method, address in hosts_addresses(room, round):
            answer = getattr(Client(), method)(address)
            assert answer.status_code == 302, address
            assert answer.url.startswith(reverse("account_login")), address

    def test_is_not_there_for_a_member_who_is_no_organiser(self, room, round):
        talking(round)
        client = Client()
        client.force_login(a_member())

        for method, address in hosts_addresses(room, round):
            assert getattr(client, method)(address).status_code == 404, address

    def test_takes_only_the_method_it_is_for(self, room, round, desk):
        talking(round)
        for method, address in hosts_addresses(room, round):
            wrong = "get" if method == "post" else "delete"
            assert getattr(desk, wrong)(address).status_code == 405, address

    def test_of_a_room_that_is_not_there_is_not_there(self, desk, room, round):
        room.pk, known = 999_999, room.pk
        for method, address in hosts_addresses(room, round):
            assert getattr(desk, method)(address).status_code == 404, address
        room.pk = known


def many_tables(room, people):
    round = a_round_step(room).round
    people_in(room, people)
    host.go_to(room=room, step=round.step, now=NOON, by=None)
    drawing.propose(round=round, now=NOON, by=None, seed=3)
    drawing.publish(round=round, now=NOON, by=None)
    return round


class TestForManyTables:
    @pytest.mark.parametrize("page", ["desk", "stage", "tables", "list"])
    def test_no_page_asks_the_database_more_often(self, desk, django_assert_max_num_queries, page):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from tests.cast import a_gathering

        counts = []
        for title, people in (("Small", 6), ("Large", 45)):
            room = a_room(a_gathering(title, listed=False))
            round = many_tables(room, people)
            addresses = {
                "desk": f"/desk/rooms/{room.pk}/",
                "stage": f"/stage/{room.stage_token}/",
                "tables": f"/desk/rooms/{room.pk}/tables/",
                "list": reverse("round-list", args=[room.pk, round.step_id]),
            }
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert desk.get(addresses[page]).status_code == 200
            counts.append(len(asked))

        assert counts[0] == counts[1]

    @pytest.mark.parametrize(
        ("tables", "css"), [(8, 'class="room "'), (9, "dense"), (18, "dense"), (30, "crowd across-8")]
    )
    def test_the_stage_makes_room(self, room, tables, css):
        many_tables(room, tables * 4)

        page = Client().get(f"/stage/{room.stage_token}/").content.decode()

        assert css in page
        assert all(f"Person {number:02d}"[:8] in page for number in range(1, 10))
