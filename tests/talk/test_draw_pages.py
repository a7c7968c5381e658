"""The draw page and its addresses: a form for the rules, a preview that only organisers see, moves that say what they break."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from collective.talk.conversations import queries
from collective.talk.conversations.actions import drawing, rules, seating
from collective.talk.conversations.models import Draw, Pair, Round, Seat
from collective.talk.rooms.actions import joining
from collective.talk.rooms.models import Answer, Participant
from tests.cast import (
    NOON,
    a_gathering,
    a_member,
    a_prompt_step,
    a_room,
    a_round_step,
    an_organiser,
    people_in,
    somebody,
)

pytestmark = pytest.mark.django_db
RULES = {"aim": "random", "size": "4", "smallest": "3", "largest": "5"}


@pytest.fixture
def room():
    return a_room()


@pytest.fixture
def round(room):
    return a_round_step(room).round


@pytest.fixture
def desk():
    client = Client()
    client.force_login(an_organiser())
    return client


def at(name, round, *more):
    return reverse(name, args=[round.step.room_id, round.step_id, *more])


def read(client, address, **query):
    return client.get(address, query).content.decode()


def where(round):
    seats = Seat.objects.filter(draw=queries.standing_draw(round), left_at__isnull=True)
    return dict(seats.values_list("participant", "group__number"))


def tables_of(round):
    return [table for table in queries.tables(queries.standing_draw(round)) if table.seats]


class TestDrawPage:
    def test_offers_mix_balanced_and_alike_and_says_the_rules_in_words(self, room, round, desk):
        people_in(room, 8)

        page = read(desk, at("round-drawing", round))

        assert all(f"<strong>{word}</strong>" in page for word in ("Mix", "Balanced", "Alike"))
        assert "Tables of 4, never fewer than 3 and never more than 5." in page
        assert "each is as likely as any other" in page
        assert "8 people are in the room" in page

    def test_draws_by_the_rules_that_were_chosen_and_only_organisers_see_the_tables(self, room, round, desk):
        (amy, *_) = people_in(room, 10)

        answer = desk.post(at("round-proposal", round), RULES | {"size": "5", "largest": "6", "seed": "42"})
        page = read(desk, at("round-drawing", round))

        assert answer.url == at("round-drawing", round) + "#tables"
        draw = queries.standing_draw(round)
        assert (draw.seed, draw.published_at, len(tables_of(round))) == (42, None, 2)
        assert "Proposed tables" in page
        assert "from seed <strong>42</strong>" in page
        assert not Draw.objects.visible_to(amy).exists()

    def test_shows_four_numbers_in_figures_and_words(self, room, round, desk):
        people_in(room, 8)
        desk.post(at("round-proposal", round), RULES)

        page = read(desk, at("round-drawing", round))

        for words in ("rules broken", "meetings again", "of the best there can be", "people moved"):
            assert f"<dt>{words}</dt>" in page

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"size": ""}, "Type a number of people"),
            ({"smallest": "5"}, "The usual number of people lies between"),
            ({"aim": "shoes"}, "Choose Mix, Balanced or Alike"),
            ({"aim": "mixed"}, "Tick at least one thing to look at"),
            ({"seed": "lucky"}, "A seed is a whole number"),
            ({"seed": str(2**60)}, "A seed is a whole number"),
            ({"traits": ["shoes"], "aim": "alike"}, "That is not asked in this room any more"),
        ],
    )
    def test_what_cannot_be_drawn_comes_back_with_words(self, room, round, desk, fields, words):
        people_in(room, 8)

        answer = desk.post(at("round-proposal", round), RULES | fields)

        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert not Draw.objects.exists()

    def test_when_the_draw_is_refused_the_rules_are_not_kept_either(self, room, round, desk):
        somebody(room, "Amy Ash")

        answer = desk.post(at("round-proposal", round), RULES | {"size": "5"})

        assert answer.status_code == 400
        assert "Fewer than two people are in the room" in answer.content.decode()
        assert Round.objects.get(pk=round.pk).size == 4

    def test_a_button_from_an_old_page_draws_nothing(self, room, round, desk):
        people_in(room, 8)

        answer = desk.post(at("round-proposal", round), RULES | {"seen": "99"})

        assert "Somebody pressed a button a moment before you" in answer.content.decode()
        assert not Draw.objects.exists()

    def test_three_rounds_are_planned_at_once(self, room, round, desk):
        others = [a_round_step(room, f"Question {n}").round for n in (2, 3)]
        people_in(room, 30)

        page = read(desk, at("round-drawing", round))
        desk.post(at("round-proposal", round), RULES | {"rounds": "3"})

        assert "This and the next 2: 3 rounds" in page
        assert all(queries.standing_draw(one) for one in (round, *others))
        assert "Planned as round 2 of 3 together" in read(desk, at("round-drawing", others[0]))

    def test_draws_again_but_for_the_tables_that_are_ticked(self, room, round, desk):
        people_in(room, 16)
        desk.post(at("round-proposal", round), RULES)
        kept = {who for who, table in where(round).items() if table == 2}

        desk.post(at("round-draw", round), {"keep": ["2"]})

        assert {who for who, table in where(round).items() if table == 2} == kept
        assert "Table 2 was kept from the draw before" in read(desk, at("round-drawing", round))

    def test_story_two_three_rounds_of_thirty_through_the_page_and_nobody_meets_twice(self, room, desk):
        rounds = [a_round_step(room, f"Question {n}").round for n in (1, 2, 3)]
        people_in(room, 30)
        met = []
        for one in rounds:
            desk.post(at("round-proposal", one), RULES)
            page = read(desk, at("round-drawing", one))
            assert re.search(r"<dt>meetings again</dt><dd><b>0</b>", page)
            desk.post(at("round-publication", one), {"next": at("round-drawing", one)})
            for table in tables_of(one):
                met += [frozenset((a, b)) for a in table.members for b in table.members if a < b]

        assert len(met) == len(set(met)) == 3 * (6 * 6 + 2 * 3)

    def test_hostile_names_are_text(self, room, round, desk):
        people_in(room, 4)
        somebody(room, "<script>alert(1)</script>", organisation="<b>bold</b>")
        desk.post(at("round-proposal", round), RULES)

        page = read(desk, at("round-drawing", round))

        assert "<script>alert" not in page
        assert "<b>bold" not in page


class TestWhatIsLookedAt:
    def a_person(self, room, name, **facts):
        from collective.join.people.models import Person

        person = Person.objects.create(name=name, created_at=NOON, **facts)
        participant = somebody(room, name)
        Participant.objects.filter(pk=participant.pk).update(person=person)
        return participant

    def an_answer(self, step, participant, values, **facts):
        return Answer.objects.create(
            prompt=step.prompt,
            turn=1,
            holder=f"participant:{participant.pk}",
            anonymous=False,
            participant=participant,
            values=values,
            **facts,
        )

    def test_the_page_says_where_each_comes_from_and_how_many_have_said_it(self, room, round, desk):
        self.a_person(room, "Amy Ash", place="Leeds", maturity="3")
        self.a_person(room, "Ben Carr", maturity="not-sure")
        named = a_prompt_step(room, "maturity", title="How far?", anonymity="named")
        cy = somebody(room, "Cy Dee")
        self.an_answer(named, cy, ["5"])

        page = read(desk, at("round-drawing", round))

        assert "1 of 3 have said it: 1 when they signed up or joined." in page
        assert (
            "2 of 3 have said it: 1 when they signed up or joined and 1 in this room, with their name or their consent."
            in page
        )
        assert "Nobody of the 3 here has said it with their name on it." in page

    def test_anonymous_answers_and_linked_ones_without_consent_are_never_looked_at(self, room):
        from collective.talk.conversations import traits

        asked = {kind: a_prompt_step(room, "choice", title=kind, anonymity=kind, options=["Small", "Large"])
                 for kind in ("anonymous", "linked", "named")}  # fmt: skip
        amy, ben = somebody(room, "Amy Ash", may_use_notes=True), somebody(room, "Ben Carr")
        for kind in ("linked", "named"):
            for one in (amy, ben):
                self.an_answer(asked[kind], one, ["1"])
        Answer.objects.create(prompt=asked["anonymous"].prompt, turn=1, holder="x", anonymous=True, values=["0"])

        known = {one.label: one.values for one in traits.known(room, [amy, ben])}

        assert "Answer to “anonymous”" not in known
        assert known["Answer to “linked”"] == {amy.pk: "1"}
        assert known["Answer to “named”"] == {amy.pk: "1", ben.pk: "1"}

    def test_a_rehearsal_finds_the_questions_of_the_room_it_is_a_twin_of(self, room):
        from collective.talk.conversations import traits
        from collective.talk.rooms.actions import planning

        a_prompt_step(room, "choice", title="How large?", anonymity="named", options=["Small", "Large"])
        twin = planning.twin(room=room, now=NOON)

        assert traits.slugs(twin) == traits.slugs(room)

    def test_balanced_tables_are_drawn_and_the_rules_say_by_what(self, room, round, desk):
        for number in range(8):
            self.a_person(room, f"Person {number}", place="Leeds" if number < 4 else "Cardiff")

        desk.post(at("round-proposal", round), RULES | {"aim": "mixed", "traits": ["place"]})
        page = read(desk, at("round-drawing", round))

        assert queries.standing_draw(round).aim == "mixed"
        assert "Each table is as varied as can be in place, by nation and region." in page


class TestMoves:
    @pytest.fixture
    def drawn(self, room, round, desk):
        for number in range(8):
            somebody(room, f"Person {number}", organisation="Shelter North" if number < 2 else "")
        drawing.propose(round=round, now=NOON, by=None, seed=3)
        return round

    def colleagues(self, room):
        return list(room.participants.filter(organisation="Shelter North").order_by("pk"))

    def test_says_what_it_breaks_before_anything_moves(self, room, drawn, desk):
        one, other = self.colleagues(room)
        before = where(drawn)

        page = read(desk, at("round-change-check", drawn), participant=one.pk, to=f"t{before[other.pk]}")

        assert "This breaks: Person 0 and Person 1 are colleagues" in page
        assert "table 1 would be" not in page or "too small" not in page
        assert "Move all the same" in page
        assert where(drawn) == before

    def test_says_who_would_meet_again(self, room, drawn, desk):
        drawing.publish(round=drawn, now=NOON, by=None)
        second = a_round_step(room, "And now?").round
        drawing.propose(round=second, now=NOON, by=None, seed=1)
        met = tables_of(drawn)[0].seats
        one, other = next(
            (a.participant, b.participant)
            for a in met
            for b in met
            if where(second)[a.participant_id] != where(second)[b.participant_id]
        )

        page = read(desk, at("round-change-check", second), participant=one.pk, to=f"t{where(second)[other.pk]}")

        first, later = sorted((one, other), key=lambda person: person.pk)
        assert f"{first.name} meets {later.name} again" in page
        assert re.search(r"<dt>Meetings again</dt><dd>\d+ now, <b>\d+</b> then", page)

    def test_the_board_gets_only_the_piece_it_shows(self, room, drawn, desk):
        one, other = self.colleagues(room)

        part = read(desk, at("round-change-check", drawn), participant=one.pk, to=f"p{other.pk}", part=1)

        assert "<html" not in part
        assert f"{one.name} and {other.name} change seats" in part

    def test_to_where_somebody_sits_already_changes_nothing(self, room, drawn, desk):
        one, _ = self.colleagues(room)

        page = read(desk, at("round-change-check", drawn), participant=one.pk, to=f"t{where(drawn)[one.pk]}")

        assert "Nothing would change" in page

    def test_is_made_shown_and_taken_back(self, room, drawn, desk):
        one, other = self.colleagues(room)
        before = where(drawn)

        answer = desk.post(
            at("round-changes", drawn),
            {"participant": one.pk, "to": f"p{other.pk}", "next": at("round-drawing", drawn) + f"#p{one.pk}"},
        )
        page = read(desk, at("round-drawing", drawn))

        assert answer.url == at("round-drawing", drawn) + f"#p{one.pk}"
        assert where(drawn) == before | {one.pk: before[other.pk], other.pk: before[one.pk]}
        assert re.search(r"<dt>people moved</dt><dd><b>2</b>", page)
        assert "Take the last move back" in page

        desk.post(at("round-change-removal", drawn))
        assert where(drawn) == before

    def test_two_organisers_who_move_at_the_same_time_make_one_move(self, room, drawn, desk):
        one, other = self.colleagues(room)
        seen = type(room).objects.get(pk=room.pk).act
        for _ in range(2):
            answer = desk.post(
                at("round-changes", drawn),
                {"participant": one.pk, "to": f"t{where(drawn)[other.pk]}", "seen": seen},
                follow=True,
            )
            one, other = other, one

        assert "pressed" in answer.content.decode()
        assert drawn.draws.get(undone_at__isnull=True).moves.count() == 1

    def test_marks_say_in_words_who_is_a_colleague_and_who_facilitates(self, room, drawn, desk):
        one, other = self.colleagues(room)
        joining.set_facilitating(participant=one, facilitating=True)
        seating.move(round=drawn, participant=one, table=where(drawn)[other.pk], now=NOON, by=None)

        page = read(desk, at("round-drawing", drawn))

        assert f"colleague of {other.name}" in page
        assert '<span class="chip">facilitates</span>' in page

    def test_why_somebody_sits_there_is_told_with_names_and_where_else_they_could_go(self, room, drawn, desk):
        one, _ = self.colleagues(room)

        page = read(desk, at("round-person", drawn, one.pk))

        assert f"Why {one.name} is here" in page
        assert f"table {where(drawn)[one.pk]}" in page
        assert "Change seats with" in page
        told = re.search(r"Why .+?</h2><p>(.+?)</p>", page)[1]
        assert "group" not in told

    def test_of_somebody_who_was_moved_it_is_told_who_moved_them_and_not_that_chance_did(self, room, drawn, desk):
        one, other = self.colleagues(room)
        desk.post(at("round-changes", drawn), {"participant": one.pk, "to": f"p{other.pk}"})

        page = read(desk, at("round-person", drawn, one.pk))

        assert f"Ada Hussain put {one.name} here by hand." in page
        assert "by lot" not in page

    def test_forty_people_ask_the_database_no_more_often_than_eight(
        self, room, drawn, desk, django_assert_max_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as few:
            read(desk, at("round-drawing", drawn))
        people_in(room, 32)
        drawing.propose(round=drawn, now=NOON, by=None, seed=3)

        with django_assert_max_num_queries(len(few)):
            read(desk, at("round-drawing", drawn))


class TestRepair:
    def test_shows_who_would_move_before_anybody_does(self, room, round, desk):
        people = people_in(room, 9)
        drawing.propose(round=round, now=NOON, by=None, seed=2)
        joining.leave(participant=people[0], now=NOON)
        somebody(room, "Late One")
        before = where(round)

        page = read(desk, at("round-repair", round))

        assert "<strong>Late One</strong>: no seat to table" in page
        assert "Their seats are free: Person 01" in page
        assert where(round) == before

    def test_is_done_the_calm_way(self, room, round, desk):
        people_in(room, 9)
        drawing.propose(round=round, now=NOON, by=None, seed=2)
        late = somebody(room, "Late One")
        assert "Late One" in read(desk, at("round-drawing", round))
        state = queries.state_of(queries.standing_draw(round))

        desk.post(at("round-repair", round), {"how": "calm", "state": state})

        assert late.pk in where(round)

    def test_not_by_a_page_that_is_out_of_date(self, room, round, desk):
        people_in(room, 9)
        drawing.propose(round=round, now=NOON, by=None, seed=2)

        answer = desk.post(at("round-repair", round), {"how": "calm", "state": "old"}, follow=True)

        assert "Look again at who would move" in answer.content.decode()


class TestPairs:
    def test_two_people_of_the_room_are_picked_named_and_taken_away(self, room, round, desk):
        one, other = people_in(room, 2)

        desk.post(at("round-pairs", round), {"pair-one": one.pk, "pair-other": other.pk, "pair-how": "together"})
        page = read(desk, at("round-drawing", round))

        pair = Pair.objects.get()
        assert "Person 01 and Person 02 sit together." in page
        desk.post(at("round-pair-removal", round, pair.pk))
        assert not Pair.objects.exists()

    @pytest.mark.parametrize(("other", "words"), [("", "Choose two people"), ("same", "Choose two different people")])
    def test_what_is_no_pair_comes_back_with_words(self, room, round, desk, other, words):
        one, _ = people_in(room, 2)

        answer = desk.post(
            at("round-pairs", round),
            {"pair-one": one.pk, "pair-other": one.pk if other == "same" else other, "pair-how": "apart"},
        )

        assert answer.status_code == 400
        assert words in answer.content.decode()

    def test_a_pair_of_another_room_is_not_taken_away_from_here(self, room, round, desk):
        elsewhere = a_room(a_gathering("Another lunch", listed=False))
        one, other = people_in(elsewhere, 2)
        pair = rules.add_pair(room=elsewhere, one=one, other=other, together=True, now=NOON, by=None)

        desk.post(at("round-pair-removal", round, pair.pk))

        assert Pair.objects.exists()


class TestSealed:
    def test_neither_seed_nor_aim_nor_reasons_are_on_the_page(self, room, round, desk):
        people_in(room, 8)
        drawing.propose(round=round, now=NOON, by=None, seed=987654321)
        Round.objects.filter(pk=round.pk).update(sealed_at=NOON)

        page = read(desk, at("round-drawing", round))
        person = read(desk, at("round-person", round, room.participants.first().pk))

        tables = read(desk, reverse("room-tables", args=[room.pk]))

        assert "987654321" not in page + tables
        assert 'class="small lot"' not in tables
        assert 'name="aim"' not in page
        assert "of the best there can be" not in page
        assert "A study draws this round" in page
        assert "Why " not in person
        assert "Change seats with" not in person


def addresses(round, person):
    return [
        ("get", at("round-drawing", round)),
        ("post", at("round-proposal", round)),
        ("post", at("round-pairs", round)),
        ("post", at("round-pair-removal", round, 1)),
        ("post", at("round-changes", round)),
        ("get", at("round-change-check", round) + f"?participant={person}&to=t1"),
        ("post", at("round-change-removal", round)),
        ("get", at("round-repair", round)),
        ("get", at("round-person", round, person)),
    ]


class TestEveryAddressOfADraw:
    @pytest.fixture
    def person(self, room, round):
        people = people_in(room, 8)
        drawing.propose(round=round, now=NOON, by=None, seed=1)
        return people[0].pk

    def test_sends_whoever_is_signed_out_to_sign_in(self, round, person):
        for method, address in addresses(round, person):
            answer = getattr(Client(), method)(address)
            assert answer.status_code == 302, address
            assert answer.url.startswith(reverse("account_login")), address

    def test_is_not_there_for_a_member_who_is_no_organiser(self, round, person):
        client = Client()
        client.force_login(a_member())
        for method, address in addresses(round, person):
            assert getattr(client, method)(address).status_code == 404, address

    def test_takes_only_the_method_it_is_for(self, round, person, desk):
        for method, address in addresses(round, person):
            wrong = "get" if method == "post" else "delete"
            assert getattr(desk, wrong)(address).status_code == 405, address

    def test_of_a_round_that_is_not_there_is_not_there(self, round, person, desk):
        for method, address in addresses(round, person):
            elsewhere = address.replace(f"/rounds/{round.step_id}/", "/rounds/999999/")
            assert getattr(desk, method)(elsewhere).status_code == 404, elsewhere

    def test_of_somebody_or_a_table_of_another_room_is_not_there(self, round, person, desk):
        stranger = somebody(a_room(a_gathering("Another lunch", listed=False)), "Zoe")

        for to, who in ((f"p{stranger.pk}", person), ("t1", stranger.pk), ("t99", person), ("", person)):
            assert desk.get(at("round-change-check", round), {"participant": who, "to": to}).status_code == 404
            assert desk.post(at("round-changes", round), {"participant": who, "to": to}).status_code == 404
        assert desk.get(at("round-person", round, stranger.pk)).status_code == 404

    def test_before_the_draw_there_is_nothing_to_move_or_repair(self, round, person, desk):
        drawing.undo(round=round, now=NOON, by=None)

        for name in ("round-change-check", "round-repair"):
            assert desk.get(at(name, round), {"participant": person, "to": "t1"}).status_code == 404


class TestComposition:
    def test_balanced_spreads_what_alike_brings_together_and_the_number_says_how_well(self, room, round, desk):
        for number in range(8):
            somebody(room, f"Person {number}")
        for number, participant in enumerate(room.participants.order_by("pk")):
            type(participant.person).objects.filter(pk=participant.person_id).update(
                place="Leeds" if number < 4 else "Cardiff"
            )

        def places():
            return sorted(sorted(s.participant.person.place for s in table.seats) for table in tables_of(round))

        desk.post(at("round-proposal", round), RULES | {"aim": "mixed", "traits": ["place"], "seed": "1"})
        assert places() == [["Cardiff", "Cardiff", "Leeds", "Leeds"]] * 2
        assert "<dd><b>100 %</b>" in read(desk, at("round-drawing", round))

        desk.post(at("round-proposal", round), RULES | {"aim": "alike", "traits": ["place"], "seed": "1"})
        assert places() == [["Cardiff"] * 4, ["Leeds"] * 4]
