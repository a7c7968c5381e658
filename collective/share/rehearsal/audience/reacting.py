"""Who is due to do what: each reacts to what the room shows, after a pause of their own.

Pauses are in seconds at a human pace; `stretch` makes them longer or shorter (0: at once).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from collective.share.rehearsal.audience import words
from collective.share.rehearsal.audience.acts import Act, Answer, Choose, Join, Leave, NameTable, Rate, Write
from collective.share.rehearsal.audience.chance import chance, weighed
from collective.share.rehearsal.audience.people import MadeUp
from collective.share.rehearsal.audience.scene import Question, Scene, Vote, Writing

ARRIVING, COMING_LATE = (1.0, 40.0), (75.0, 220.0)
ANSWERING, WRITING, NAMING, CHOOSING, RATING = (3.0, 25.0), (8.0, 60.0), (10.0, 35.0), (4.0, 22.0), (3.0, 18.0)
GOING, GOING_HOME = (5.0, 40.0), (8.0, 90.0)
BETWEEN_CARDS = 35.0
ANSWERS, CHOOSES, RATES, GOES_HOME = 0.93, 0.9, 0.88, 0.6
_CARDS_EACH = [(0, 2.0), (1, 4.0), (2, 3.0), (3, 1.0)]
_SCALE = [("1", 4.0), ("2", 12.0), ("3", 30.0), ("4", 36.0), ("5", 18.0)]
_STARS = [(1, 1.0), (2, 5.0), (3, 20.0), (4, 44.0), (5, 30.0)]


def due(people: Sequence[MadeUp], scene: Scene, now: datetime, *, seed: int, stretch: float = 1.0) -> list[Act]:
    """What has fallen due and is not done, earliest first. Later calls on the same scene answer the same and more.

    Somebody who is not in the room does nothing but join; somebody who has gone does nothing.
    """
    acts = [act for person in people for act in _before_going(_of(person, scene, seed, stretch)) if act.at <= now]
    return sorted(acts, key=lambda act: (act.at, isinstance(act, Leave), act.number))


def _before_going(acts: Iterable[Act]) -> list[Act]:
    """What one person still does before they leave, should they be about to."""
    planned = list(acts)
    goes_at = min((act.at for act in planned if isinstance(act, Leave)), default=None)
    return [act for act in planned if goes_at is None or act.at <= goes_at]


def _of(person: MadeUp, scene: Scene, seed: int, stretch: float) -> Iterator[Act]:
    wait = _Waits(person, seed, stretch)
    seated = scene.seated.get(person.number)
    if seated is None:
        pause = COMING_LATE if person.late else ARRIVING
        yield Join(wait.across(scene.started_at, pause, person.arrives), person.number)
        return
    if not seated.here:
        return
    if not seated.went:
        yield from _leaving(person, scene, wait)
    if scene.question is not None:
        yield from _answering(person, scene, scene.question, wait)
    if scene.writing is not None:
        yield from _writing(person, scene, scene.writing, wait)
        yield from _naming(person, scene, scene.writing, wait)
    if scene.vote is not None:
        yield from _choosing(person, scene, scene.vote, wait)
    if scene.rating is not None and person.number not in scene.rating.rated:
        yield from _rating(person, scene, wait)


class _Waits:
    """The pauses of one person."""

    def __init__(self, person: MadeUp, seed: int, stretch: float) -> None:
        self.person, self.seed, self.stretch = person, seed, stretch

    def chance(self, *about: object) -> float:
        return chance(self.seed, self.person.number, *about)

    def across(self, since: datetime, pause: tuple[float, float], share: float) -> datetime:
        least, most = pause
        return since + timedelta(seconds=(least + (most - least) * share) * self.stretch)

    def after(self, scene: Scene, since: datetime, pause: tuple[float, float], *about: object) -> datetime:
        """Some time after both the cue and one's own coming; short pauses are commoner than long ones."""
        came = scene.seated[self.person.number].since
        share = min(self.chance(*about) ** 1.6 * self.person.speed / 1.1, 1.0)
        return self.across(max(since, came), pause, share)


def _leaving(person: MadeUp, scene: Scene, wait: _Waits) -> Iterator[Leave]:
    """Some have to go before the end; most drop out of sight once the last words are on the screen."""
    if scene.since is None:
        return
    early = person.goes_at is not None and scene.position > person.goes_at * scene.steps
    home = scene.last and scene.kind == "text" and wait.chance("goes home") < GOES_HOME
    if early or home:
        yield Leave(
            wait.after(scene, scene.since, GOING if early else GOING_HOME, "leaving", scene.step), person.number
        )


def _answering(person: MadeUp, scene: Scene, question: Question, wait: _Waits) -> Iterator[Answer]:
    about = ("answer", question.key, question.turn)
    if person.number in question.answered or wait.chance("answers", *about) >= ANSWERS:
        return
    texts = _says(person, question, wait)
    if texts:
        at = wait.after(scene, question.opened_at, ANSWERING, *about)
        yield Answer(at, person.number, question.key, question.turn, texts)


def _says(person: MadeUp, question: Question, wait: _Waits) -> tuple[str, ...]:
    """What this person answers, by the kind of question; empty when they have nothing to say to it."""
    if question.kind == "place":
        return (person.place,)
    if question.kind == "words":
        return person.words[: question.at_most]
    if question.kind == "maturity":
        return (person.maturity,)
    if question.kind == "scale":
        return (weighed(_SCALE, wait.chance("scale", question.key)),)
    if question.kind == "text":
        return (words.sentence(wait.seed, person.number, question.key, person.words[0]),)
    return tuple(str(choice) for choice in _picks(question, wait))


def _picks(question: Question, wait: _Waits) -> list[int]:
    """One of the choices, the first ones rather more often; or each that tempts, where several may be picked."""
    if question.choices == 0:
        return []
    favourite = int(wait.chance("pick", question.key) ** 1.5 * question.choices)
    if question.kind != "choices":
        return [favourite]
    return [
        number
        for number in range(question.choices)
        if number == favourite or wait.chance("also", question.key, number) < 0.3
    ]


def _writing(person: MadeUp, scene: Scene, writing: Writing, wait: _Waits) -> Iterator[Write]:
    place = scene.places.get(person.number)
    if scene.since is None or (place is None and scene.kind == "tables"):
        return
    since = max(scene.since, place.since) if place else scene.since
    for nth in range(weighed(_CARDS_EACH, wait.chance("cards", scene.step))):
        if (person.number, nth) in writing.written:
            continue
        kind, text = words.card(wait.seed, person.number, scene.step, nth, person.words[0])
        at = wait.after(scene, since, WRITING, "card", scene.step, nth)
        at += timedelta(seconds=nth * BETWEEN_CARDS * wait.stretch)
        yield Write(at, person.number, scene.step, nth, place.group if place else None, kind, text)


def _naming(person: MadeUp, scene: Scene, writing: Writing, wait: _Waits) -> Iterator[NameTable]:
    """One at each table has an idea, the one whom chance points at."""
    place = scene.places.get(person.number)
    members = writing.nameless.get(place.group, ()) if place else ()
    if place is None or person.number != min(
        members, key=lambda who: chance(wait.seed, who, "names", place.group), default=None
    ):
        return
    name = words.team_name(wait.seed, scene.step, place.group, writing.names)
    yield NameTable(wait.after(scene, place.since, NAMING, "name", place.group), person.number, place.group, name)


def _choosing(person: MadeUp, scene: Scene, vote: Vote, wait: _Waits) -> Iterator[Choose]:
    others = [group for group in vote.groups if group not in vote.own.get(person.number, frozenset())]
    about = ("vote", scene.step)
    if (
        scene.since is None
        or vote.closed_at is not None
        or person.number in vote.voted
        or not others
        or wait.chance("votes", *about) >= CHOOSES
    ):
        return
    liked = [(group, 1 + 6 * chance(wait.seed, "liked", group)) for group in others]
    chosen = weighed(liked, wait.chance("which", *about))
    yield Choose(wait.after(scene, scene.since, CHOOSING, *about), person.number, scene.step, chosen)


def _rating(person: MadeUp, scene: Scene, wait: _Waits) -> Iterator[Rate]:
    place = scene.places.get(person.number)
    if scene.since is None or place is None or wait.chance("rates", scene.step) >= RATES:
        return
    value = weighed(_STARS, wait.chance("stars", place.group))
    yield Rate(wait.after(scene, scene.since, RATING, "rate", scene.step), person.number, place.group, value)
