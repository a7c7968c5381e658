"""The made-up audience, without a database: who does what when, whatever the room shows."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from collective.ground.lib import places
from collective.share.rehearsal.audience import acts, due, host_act, invent, words
from collective.share.rehearsal.audience.hosting import HostAct
from collective.share.rehearsal.audience.scene import Draw, Place, Question, Rating, Scene, Seated, Vote, Writing
from collective.talk.rooms.prompts import kind_named
from collective.talk.rooms.prompts.kinds import ELSEWHERE

START = datetime(2026, 12, 3, 12, 30, tzinfo=UTC)
STEPS = (
    "welcome",
    "text",
    "place",
    "words",
    "maturity",
    "choice",
    "choices",
    "scale",
    "tables",
    "cards",
    "names",
    "rating",
)
seeds = st.integers(0, 2**53)
sizes = st.integers(1, 14)


class Room:
    """A room without a database: acts change it, and `scene` is what it shows. Everything that is done is noted."""

    def __init__(self, size, seed, kinds):
        self.people, self.seed, self.kinds = invent(size, seed), seed, kinds
        self.at, self.since, self.turn = -1, None, 1
        self.seated, self.done, self.log = {}, set(), []

    def go_on(self, now):
        self.at, self.since = min(self.at + 1, len(self.kinds) - 1), now

    def tables(self):
        return {number: Place(number // 4 + 1, max(self.since, who.since)) for number, who in self.seated.items()}

    def scene(self):
        facts = {"started_at": START, "seated": dict(self.seated)}
        if self.at < 0:
            return Scene(**facts)
        kind, step = self.kinds[self.at], self.at + 1
        facts |= {"step": step, "since": self.since, "position": step, "steps": len(self.kinds), "kind": kind}
        facts["last"] = step == len(self.kinds)
        mine = {what[2:] for what in self.done if what[1] == step}
        if kind in ("tables", "cards"):
            groups = Counter(place.group for place in self.tables().values())
            named = {what[2] for what in self.done if what[:2] == ("name", step)}
            nameless = {
                group: tuple(number for number, place in self.tables().items() if place.group == group)
                for group in groups
                if group not in named
            }
            written = frozenset(what[2:] for what in self.done if what[:2] == ("card", step))
            facts |= {"places": self.tables(), "writing": Writing(written, nameless if kind == "tables" else {})}
        elif kind == "names":
            own = {number: frozenset({place.group}) for number, place in self.tables().items()}
            facts["vote"] = Vote((1, 2, 3), own, frozenset(one for (one,) in mine))
        elif kind == "rating":
            facts |= {"places": self.tables(), "rating": Rating(frozenset(one for (one,) in mine))}
        elif kind == "welcome":
            facts["kind"] = "text"
        else:
            answered = frozenset(what[3] for what in self.done if what[:3] == ("answer", step, self.turn))
            facts |= {"kind": "prompt", "question": Question(step, self.turn, kind, 4, 3, self.since, answered)}
        return Scene(**facts)

    def live(self, now, stretch=1.0):
        for act in due(self.people, self.scene(), now, seed=self.seed, stretch=stretch):
            self.log.append((now, act))
            self.check(act, now)
            self.do(act, now)

    def check(self, act, now):
        who = self.seated.get(act.number)
        assert act.at <= now
        if isinstance(act, acts.Join):
            assert who is None
        else:
            assert who is not None
            assert who.here
            assert act.at >= who.since

    def do(self, act, now):
        if isinstance(act, acts.Join):
            self.seated[act.number] = Seated(now)
            return
        if isinstance(act, acts.Leave):
            self.seated[act.number] = replace(self.seated[act.number], here=False, went=True)
            return
        what = {
            acts.Answer: lambda: ("answer", act.prompt, act.turn, act.number),
            acts.Write: lambda: ("card", act.step, act.number, act.nth),
            acts.NameTable: lambda: ("name", self.at + 1, act.group),
            acts.Choose: lambda: ("vote", act.step, act.number),
            acts.Rate: lambda: ("rate", self.at + 1, act.number),
        }[type(act)]()
        assert what not in self.done, f"{what} is done twice"
        self.done.add(what)


kinds = st.lists(st.sampled_from(STEPS), min_size=1, max_size=8)
# How long until the room is looked at again, and whether the host goes on then.
looks = st.lists(st.tuples(st.floats(0.1, 90), st.booleans()), min_size=1, max_size=25)


@given(sizes, seeds, kinds, looks, st.sampled_from([1.0, 0.2, 0.0]))
@settings(max_examples=60)
def test_nobody_acts_before_coming_or_after_going_and_everything_is_done_once(size, seed, kinds, looks, stretch):
    room, now = Room(size, seed, kinds), START
    for pause, goes_on in looks:
        now += timedelta(seconds=pause)
        if goes_on:
            room.go_on(now)
        room.live(now, stretch)


@given(sizes, seeds, kinds, looks)
@settings(max_examples=40)
def test_the_same_seed_does_the_same_things_at_the_same_times(size, seed, kinds, looks):
    rooms = [Room(size, seed, kinds) for _ in range(2)]
    for room in rooms:
        now = START
        for pause, goes_on in looks:
            now += timedelta(seconds=pause)
            if goes_on:
                room.go_on(now)
            room.live(now)
    assert rooms[0].log == rooms[1].log


@given(sizes, seeds, kinds, st.floats(0, 300), st.floats(0, 300))
@settings(max_examples=60)
def test_what_is_due_stays_due_and_more_falls_due_with_time(size, seed, kinds, sooner, later):
    room = Room(size, seed, kinds)
    room.live(START + timedelta(seconds=60))
    room.go_on(START + timedelta(seconds=61))
    early, late = sorted((sooner, later))
    asked = [
        due(room.people, room.scene(), START + timedelta(seconds=61 + seconds), seed=seed) for seconds in (early, late)
    ]
    assert asked[1][: len(asked[0])] == asked[0]
    times = [act.at for act in asked[1]]
    assert times == sorted(times)


@given(sizes, seeds)
def test_a_question_asked_again_is_answered_again(size, seed):
    room = Room(size, seed, ("words",))
    room.live(START + timedelta(minutes=5))
    now = START + timedelta(minutes=6)
    room.go_on(now)
    room.live(now + timedelta(minutes=1))
    first = {act.number for _, act in room.log if isinstance(act, acts.Answer)}
    room.turn, room.since = 2, now + timedelta(minutes=2)
    room.live(now + timedelta(minutes=4))
    second = [act for _, act in room.log if isinstance(act, acts.Answer) and act.turn == 2]
    assert len(second) == len({act.number for act in second})
    assert size < 6 or first


class TestPeople:
    @given(st.integers(1, 120), seeds)
    @settings(max_examples=25)
    def test_no_two_have_one_name(self, size, seed):
        assert len({person.name for person in invent(size, seed)}) == size

    def test_their_places_are_known_without_asking_which(self):
        said = {person.place for seed in range(12) for person in invent(60, seed)}
        for place in said - {value for value, _ in ELSEWHERE}:
            assert isinstance(places.find(place), places.Place), place

    def test_every_kind_of_question_gets_an_answer_that_it_takes(self):
        for kind in ("place", "words", "maturity", "choice", "choices", "scale", "text"):
            room = Room(40, 5, (kind,))
            room.live(START + timedelta(minutes=5))
            room.go_on(START + timedelta(minutes=5))
            room.live(START + timedelta(minutes=7))
            answers = [act for _, act in room.log if isinstance(act, acts.Answer)]
            assert len(answers) > 30, kind
            for act in answers:
                assert kind_named(kind).clean(act.texts, ["a", "b", "c", "d"], 3)

    def test_some_have_colleagues_and_most_have_none_of_their_own_charity(self):
        sizes_of = Counter(Counter(person.organisation for person in invent(30, 3)).values())
        assert sizes_of[1] >= 5
        assert sum(number for size, number in sizes_of.items() if size > 1) >= 3

    def test_they_come_within_a_minute_but_for_the_late(self):
        people = invent(60, 1)
        joins = due(people, Scene(START, {}), START + timedelta(minutes=10), seed=1)
        soon = [act for act in joins if act.at <= START + timedelta(seconds=41)]
        assert len(joins) == 60
        assert len(soon) == sum(not person.late for person in people) >= 45
        assert joins[-1].at > START + timedelta(seconds=75)


class TestWords:
    def test_no_card_comes_twice_before_the_pile_is_dealt(self):
        cards = [words.card(9, number, 4, nth, "food") for number in range(20) for nth in range(3)]
        assert len(set(cards)) == len(cards)
        assert {kind for kind, _ in cards} == {"need", "idea", "thought", "concern", "feedback"}

    def test_no_sentence_keeps_a_gap(self):
        cards = [words.card(1, number, 1, 0, "carers")[1] for number in range(100)]
        assert not [text for text in cards if "{" in text]

    def test_two_tables_never_get_one_name(self):
        taken = frozenset()
        for group in range(1, 41):
            name = words.team_name(3, 5, group, taken)
            assert name not in taken
            taken |= {name}


class TestHost:
    NOW = START + timedelta(minutes=10)

    def seen(self, **facts):
        return Scene(**{"started_at": START, "seated": {}, "since": START, "here": 10, "steps": 9, **facts})

    def after(self, seconds, **facts):
        return host_act(self.seen(**facts), START + timedelta(seconds=seconds))

    def test_waits_for_people_before_the_first_step(self):
        nobody = Scene(started_at=START, seated={}, here=2)
        assert host_act(nobody, START + timedelta(seconds=15)) is None
        assert host_act(replace(nobody, here=8), START + timedelta(seconds=5)) is None
        assert host_act(replace(nobody, here=8), START + timedelta(seconds=13)) is HostAct.GO_ON

    def test_goes_on_when_most_have_answered_but_not_at_once(self):
        question = Question(1, 1, "words", 0, 3, START)
        assert self.after(10, kind="prompt", question=question, done=10) is None
        assert self.after(31, kind="prompt", question=question, done=5) is None
        assert self.after(31, kind="prompt", question=question, done=9) is HostAct.GO_ON
        assert self.after(61, kind="prompt", question=question, done=0) is HostAct.GO_ON

    def test_reveals_hidden_answers_first(self):
        question = Question(1, 1, "words", 0, 3, START)
        assert self.after(31, kind="prompt", question=question, done=9, hidden=True) is HostAct.REVEAL

    def test_draws_then_shows_the_tables(self):
        assert self.after(6, kind="tables") is HostAct.DRAW
        drawn = Draw(START + timedelta(seconds=6))
        assert self.after(8, kind="tables", draw=drawn) is None
        assert self.after(12, kind="tables", draw=drawn) is HostAct.SHOW_TABLES
        shown = replace(drawn, shown_at=START + timedelta(seconds=12))
        assert self.after(60, kind="tables", draw=shown) is None
        assert self.after(150, kind="tables", draw=shown) is HostAct.GO_ON

    def test_counts_the_votes_and_lets_the_result_stand(self):
        vote = Vote((1, 2), {})
        assert self.after(20, kind="names", vote=vote, done=9) is HostAct.CLOSE_VOTE
        closed = replace(vote, closed_at=START + timedelta(seconds=20))
        assert self.after(25, kind="names", vote=closed, done=9) is None
        assert self.after(33, kind="names", vote=closed, done=9) is HostAct.GO_ON

    def test_lets_the_last_words_stand_before_closing(self):
        assert self.after(100, kind="text", last=True) is None
        assert self.after(301, kind="text", last=True) is HostAct.CLOSE_ROOM
