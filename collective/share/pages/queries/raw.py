"""What a gathering left, counted from rows: people for each answer, before any protection. For organisers and `core` only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from collective.ground.lib import places
from collective.share.pages.core.result import RATINGS, Asked, Raw, Tables
from collective.talk.conversations import queries as conversations
from collective.talk.conversations.models import Ballot, Card, Group, Rating, Round
from collective.talk.rooms import queries as rooms
from collective.talk.rooms.models import Answer, Prompt, Room
from collective.talk.rooms.prompts.kinds import ELSEWHERE, MATURITY, NOT_SURE, RATHER_NOT

if TYPE_CHECKING:
    from collective.gather.gatherings.models import Gathering
    from collective.talk.rooms.prompts import Tally

RATED = ((1, "It did not work"), (2, "Not so good"), (3, "All right"), (4, "Good"), (5, "It could not be better"))
_ASIDE = {NOT_SURE: "Not sure", RATHER_NOT: "Rather not say"}
Approved = Mapping[str, Collection[str]]


def real_room(gathering: Gathering) -> Room | None:
    """The room in which the gathering took place; a rehearsal is never one."""
    return Room.objects.real().filter(gathering=gathering).select_related("gathering").first()


def closed_prompts(room: Room) -> list[Prompt]:
    """What was asked and is closed, in the order of the run-sheet; what was asked on paper alone closes with the room."""
    was_asked = Q(opened_at__isnull=False) | Exists(Answer.objects.filter(prompt=OuterRef("pk")))
    asked = Prompt.objects.filter(was_asked, step__room=room).select_related("step")
    return [prompt for prompt in asked.order_by("step__position") if prompt.closed_at or room.closed_at]


def open_prompts(room: Room) -> list[Prompt]:
    """What still takes answers."""
    if room.closed_at:
        return []
    asked = Prompt.objects.filter(step__room=room, opened_at__isnull=False, closed_at__isnull=True)
    return list(asked.select_related("step").order_by("step__position"))


def key_of(prompt: Prompt) -> str:
    """The same for every turn: a question asked twice was answered by much the same people."""
    return f"question-{prompt.pk}"


def raw(gathering: Gathering, approved: Approved | None = None) -> Raw:
    """Everything that figures are made of. `approved`: for a question's key, the words said once that may be shown."""
    room = real_room(gathering)
    signed_up, present = gathering.sign_ups.coming().count(), gathering.check_ins.count()
    if room is None:
        return Raw(signed_up, present)
    asked = [asked_of(prompt, (approved or {}).get(key_of(prompt), ())) for prompt in closed_prompts(room)]
    rated = ratings(room)
    if any(rated.counts.values()):
        asked.append(rated)
    cards = Counter(Card.objects.shown().filter(room=room).values_list("kind", flat=True))
    kinds = {label: cards[kind] for kind, label in Card.KINDS}
    return Raw(signed_up, present, tuple(asked), kinds, tuple(_tables(room)), tuple(winners(room)))


def asked_of(prompt: Prompt, approved: Collection[str] = ()) -> Asked:
    """One question with its counts, by what the public figure is made of."""
    tally = rooms.live_tally(prompt)
    facts = {"key": key_of(prompt), "kind": prompt.kind, "title": prompt.step.title, "people": tally.people}
    if prompt.kind == "place":
        counts, abroad = _by_region(tally)
        return Asked(**facts, counts=counts, abroad=abroad)
    if prompt.kind == "maturity":
        stages = {label: tally.counts.get(value, 0) for value, label, _ in MATURITY}
        return Asked(**facts, counts=stages, aside={name: tally.counts.get(slug, 0) for slug, name in _ASIDE.items()})
    if prompt.kind == "words":
        return Asked(**facts, counts=tally.counts, approved=approved)
    return Asked(**facts, counts=_by_label(tally))


def _by_region(tally: Tally) -> tuple[dict[str, int], int]:
    """People for each of the twelve nations and regions, and people abroad. Who named none of them is left out."""
    counts: Counter[str] = Counter()
    abroad = tally.counts.get("abroad", 0)
    for value, people in tally.counts.items():
        place = None if value in dict(ELSEWHERE) else places.by_key(value)
        if place and place.region:
            counts[place.region] += people
        elif place and place.country != "GB":
            abroad += people
    return dict(counts), abroad


def _by_label(tally: Tally) -> dict[str, int]:
    """Answers as they were worded; two that are worded alike stay two."""
    counts: dict[str, int] = {}
    for value, people in tally.counts.items():
        label = tally.labels.get(value, value)
        counts[label if label not in counts else f"{label} ({value})"] = people
    return counts


def ratings(room: Room) -> Asked:
    """How the talk was: one rating a person, the last one given, so that the counts are counts of people."""
    given = Rating.objects.filter(group__draw__round__step__room=room, group__draw__undone_at__isnull=True)
    last = dict(given.order_by("at", "pk").values_list("participant", "value"))
    counted = Counter(last.values())
    counts = {label: counted[value] for value, label in RATED}
    return Asked(RATINGS, "maturity", "How was your conversation?", len(last), counts)


def _tables(room: Room) -> list[Tables]:
    """The rounds that took place, with how many sat at each table at its end or when they left it."""
    found = []
    rounds = Round.objects.filter(step__room=room, step__skipped_at__isnull=True).select_related("step__room")
    for round in rounds.order_by("step__position"):
        draw = conversations.published_draw(round)
        if draw is not None:
            groups = Group.objects.filter(draw=draw, merged_into__isnull=True).order_by("number")
            sizes = [len(set(group.seats.values_list("participant", flat=True))) for group in groups]
            found.append(Tables(round.question, tuple(size for size in sizes if size)))
    return found


def winners(room: Room) -> list[str]:
    """The team names that won, in the order of the votes; only where the vote was closed."""
    closed = Ballot.objects.filter(step__room=room, closed_at__isnull=False).select_related("step")
    names = [
        group.name
        for ballot in closed.order_by("step__position")
        for group in conversations.vote_result(ballot.step).winners
    ]
    return list(dict.fromkeys(names))
