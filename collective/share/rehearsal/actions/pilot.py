"""The sample's first workshop, played through the real actions: 52 invented people signed up, 30 came."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from collective.gather.gatherings import actions as gatherings
from collective.gather.gatherings.actions import importing
from collective.gather.gatherings.models import Gathering
from collective.share.rehearsal.audience import words
from collective.share.rehearsal.audience.chance import chance, shuffled, weighed
from collective.talk.conversations import queries as conversations
from collective.talk.conversations.actions import drawing, writing
from collective.talk.rooms.actions import answering, host, joining, planning
from collective.talk.rooms.models import Answer, Participant
from collective.talk.rooms.prompts.kinds import WhichPlace

if TYPE_CHECKING:
    from collective.gather.gatherings.models import SignUp
    from collective.join.people.models import Member
    from collective.talk.rooms.models import Room, Step

TITLE = "What should the Data Collective be?"
SUMMARY = (
    "Invented sample: a workshop in the shape of the pilot’s of 27 January 2021. 52 people signed up and 30 came. "
    "All of them are made up, and so is every word they say here."
)
LIST = Path(__file__).parents[1] / "data" / "pilot-sign-ups.csv"
SEED, CAME, LATE, WENT = 2021, 30, 3, 2


def already_there() -> Gathering | None:
    return Gathering.objects.filter(title=TITLE).first()


@transaction.atomic
def play(*, by: Member) -> Gathering:
    """The whole workshop, all or nothing. Its acts carry the times of that day."""
    starts_at = timezone.make_aware(datetime(2021, 1, 27, 12, 30))  # noqa: DTZ001 - the community's own zone
    gathering = gatherings.plan(
        title=TITLE,
        summary=SUMMARY,
        way="online",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=75),
        now=starts_at - timedelta(days=20),
        by=by,
    )
    gatherings.list_publicly(gathering=gathering, now=starts_at - timedelta(days=20), by=by)
    batch = importing.upload(
        gathering=gathering, data=LIST.read_bytes(), filename=LIST.name, now=starts_at - timedelta(hours=3), by=by
    )
    importing.apply(batch=batch, decisions={}, now=starts_at - timedelta(hours=3))
    room = planning.lay_out(gathering=gathering, now=starts_at - timedelta(hours=2))
    planning.lay_pilot(room)
    _Workshop(room, by, starts_at).run()
    return gathering


class _Workshop:
    """One sitting: who comes, and what they do at each step. `self.now` is the time of that day."""

    def __init__(self, room: Room, by: Member, starts_at: datetime) -> None:
        self.room, self.by, self.now = room, by, starts_at
        self.people: list[Participant] = []
        self.cards = 0

    def run(self) -> None:
        signed_up = shuffled(list(self.room.gathering.sign_ups.select_related("person").order_by("pk")), SEED, "who")
        coming = signed_up[:CAME]
        host.open_room(room=self.room, now=self.now - timedelta(minutes=5), by=self.by)
        self._come(coming[:-LATE], self.now - timedelta(minutes=4), timedelta(seconds=12))
        rounds = 0
        for step in self.room.steps.order_by("position"):
            host.next_step(room=self.room, now=self.now, by=self.by)
            if step.kind == "tables":
                rounds += 1
                self._talk(step, late=coming[-LATE:] if rounds == 1 else [])
            elif step.kind in _AT:
                _AT[step.kind](self, step)
            self.now += timedelta(minutes=step.minutes)
            if rounds == 1 and step.kind == "names":
                self._go(WENT)
        host.close_room(room=self.room, now=self.now, by=self.by)

    def _chance(self, who: Participant, *about: object) -> float:
        return chance(SEED, who.name, who.organisation, *about)

    def _here(self) -> list[Participant]:
        return [who for who in self.people if who.left_at is None]

    def _come(self, sign_ups: list[SignUp], first: datetime, gap: timedelta) -> None:
        for number, sign_up in enumerate(sign_ups):
            who, _ = joining.join(
                room=self.room,
                name=sign_up.person.name,
                sign_up=sign_up,
                way="online",
                may_use_notes=chance(SEED, number, "may use") < 0.8,
                now=first + number * gap,
            )
            self.people.append(who)

    def _go(self, many: int) -> None:
        for who in self._here()[3 :: CAME // many][:many]:
            joining.leave(participant=who, now=self.now)

    def _ask(self, step: Step) -> None:
        """Everybody answers what they said when they signed up; who said nothing then says nothing now."""
        prompt = step.prompt
        for who in self._here():
            person = who.person
            said = {"place": [person.place], "words": person.words[:3], "maturity": [person.maturity]}
            texts = [text for text in said.get(prompt.kind, []) if text]
            if texts:
                self._answer(step, who, texts)
        Answer.objects.filter(prompt=prompt, answered_at__isnull=False).update(answered_at=self.now)

    def _answer(self, step: Step, who: Participant, texts: list[str]) -> None:
        prompt = step.prompt
        facts = {"prompt": prompt, "turn": prompt.turn, "participant": who, "key": f"pilot:{step.pk}:{who.pk}"}
        try:
            answering.answer(texts=texts, **facts)
        except WhichPlace as asked:
            answering.answer(texts=[asked.choices[0][0]], **facts)

    def _talk(self, step: Step, late: list[SignUp]) -> None:
        drawing.propose(round=step.round, now=self.now, by=self.by, seed=SEED + step.position)
        draw = drawing.publish(round=step.round, now=self.now, by=self.by)
        self._come(late, self.now + timedelta(minutes=2), timedelta(minutes=1))
        taken: frozenset[str] = frozenset()
        for table in conversations.tables(draw):
            name = words.team_name(SEED, step.position, table.group.number, taken)
            taken |= {name}
            writing.name_group(group=table.group, name=name, participant=table.seats[0].participant)
            for seat in table.seats:
                self._write(step, seat.participant, table.group)

    def _write(self, step: Step, who: Participant, group: object) -> None:
        """None, one or two cards, from one pile for the whole afternoon, so that no two are alike."""
        for nth in range(weighed([(0, 1.0), (1, 5.0), (2, 3.0)], self._chance(who, "cards", step.position))):
            word = min(who.person.words or ["what we do"], key=len)
            kind, text = words.dealt(SEED, 0, self.cards, word)
            self.cards += 1
            key, at = f"pilot:{step.pk}:{who.pk}:{nth}", self.now + timedelta(minutes=4 * nth + 3)
            writing.write_card(room=self.room, kind=kind, text=text, key=key, now=at, author=who, group=group)

    def _vote(self, step: Step) -> None:
        candidates = conversations.candidates(step)
        liked = {group.pk: 1 + 6 * chance(SEED, "liked", group.number) for group in candidates}
        for who in self._here():
            own = set(who.seats.values_list("group", flat=True))
            others = [(group, liked[group.pk]) for group in candidates if group.pk not in own]
            if others:
                chosen = weighed(others, self._chance(who, "vote"))
                writing.vote(step=step, participant=who, group=chosen, now=self.now)
        writing.close_vote(step=step, closed=True, now=self.now + timedelta(minutes=2), by=self.by)

    def _rate(self, step: Step) -> None:
        for who in self._here():
            group = conversations.last_group(who)
            if group and self._chance(who, "rates") < 0.9:
                value = weighed([(2, 4.0), (3, 18.0), (4, 46.0), (5, 32.0)], self._chance(who, "stars"))
                writing.rate(participant=who, group=group, value=value, now=self.now)


_AT = {"prompt": _Workshop._ask, "names": _Workshop._vote, "rating": _Workshop._rate}
