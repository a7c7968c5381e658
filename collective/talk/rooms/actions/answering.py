"""Taking answers: cleaned first, then written with whatever else has queued up in one durable transaction, then acknowledged."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.live.writer import GroupCommit
from collective.talk.rooms import anonymity, signals
from collective.talk.rooms.actions.host import locked, record
from collective.talk.rooms.models import Answer, Prompt, Receipt, Room
from collective.talk.rooms.prompts import kind_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collective.join.people.models import Member
    from collective.talk.rooms.models import Participant


class PromptClosed(Refused):
    """The prompt takes no answers now."""


class NotByHand(Refused):
    """An answer on paper that cannot be counted as it stands."""

    status = 400


@dataclass(frozen=True)
class Submission:
    """One act of answering. `key` is made by the phone, new for each act; empty `values` take the answer back."""

    prompt_id: int
    turn: int
    participant_id: int
    key: str
    values: tuple[str, ...]
    by_hand: bool = False


def answer(
    *, prompt: Prompt, turn: int, participant: Participant, key: str, texts: Sequence[str], by_hand: bool = False
) -> list[str]:
    """Clean, store durably and count one answer; answers the values as kept.

    Raises `BadAnswer` (with what to type instead), `PromptClosed`, or `Busy` when the queue is full.
    """
    values = kind_named(prompt.kind).clean(texts, prompt.options, prompt.at_most)
    _submit(Submission(prompt.pk, turn, participant.pk, _known_by(key), tuple(values), by_hand), prompt.step.room_id)
    return values


def take_back(*, prompt: Prompt, turn: int, participant: Participant, key: str) -> None:
    """Remove this person's answer while the prompt is open. Twice is harmless."""
    _submit(Submission(prompt.pk, turn, participant.pk, _known_by(key), ()), prompt.step.room_id)


@transaction.atomic
def add_by_hand(
    *,
    prompt: Prompt,
    texts: Sequence[str],
    now: datetime,
    by: Member | None,
    participant: Participant | None = None,
    key: str = "",
) -> list[str]:
    """One sheet of paper, typed in by the organiser: counted on top of what is there, whether the prompt is open or not.

    An anonymous prompt keeps it under a random number, so that nobody can tell whose it was: the form's `key`, which makes
    sending twice harmless. Another kind needs the `participant`, and refuses one who has answered. Raises `BadAnswer` or
    `NotByHand`.
    """
    values = kind_named(prompt.kind).clean(texts, prompt.options, prompt.at_most)
    room = locked(prompt.step.room)
    prompt = Prompt.objects.select_for_update().get(pk=prompt.pk)
    anonymous = anonymity.is_anonymous(prompt)
    if not anonymous and participant is None:
        raise NotByHand("Choose whose answer this is: the question is not anonymous.")
    paper = f"paper:{key[:50] or secrets.token_hex(16)}"
    holder = paper if anonymous or participant is None else anonymity.holder(prompt, participant.pk, None)
    if Answer.objects.filter(prompt=prompt, turn=prompt.turn, holder=holder).exists():
        if anonymous:
            return values
        raise NotByHand(f"{participant} has answered this already, and that answer counts.")
    Answer.objects.create(
        prompt=prompt,
        turn=prompt.turn,
        holder=holder,
        anonymous=anonymous,
        participant=None if anonymous else participant,
        values=values,
        by_hand=True,
    )
    record(room, "answer typed in", now=now, by=by, step=prompt.step)
    return values


def _known_by(key: str) -> str:
    """A submission's key as it is kept: the phone's own where it is short and plain, else its fingerprint."""
    plain = len(key) <= 64 and key.isascii() and key.isprintable()
    return key if plain else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _submit(submission: Submission, room_id: int) -> None:
    outcome = writer.submit_and_wait(submission, timeout=15)
    if isinstance(outcome, Refused):
        raise outcome
    signals.room_changed.send(sender=Room, room_id=room_id)


def store(batch: Sequence[Submission]) -> list[Refused | None]:
    """Write a batch inside the caller's transaction; one outcome each, in order: None, or why not.

    The prompts' rows are locked, so that a close comes before or after the whole batch, never in between.
    """
    prompts = {
        prompt.pk: prompt
        for prompt in Prompt.objects.select_for_update()
        .filter(pk__in={item.prompt_id for item in batch})
        .order_by("pk")
    }
    keys = anonymity.keys_of(prompts.values())
    counted = set(
        Receipt.objects.filter(prompt__in=prompts, key__in={item.key for item in batch}).values_list("prompt_id", "key")
    )
    outcomes: list[Refused | None] = []
    latest: dict[tuple[int, str], Submission] = {}
    fresh: set[tuple[int, str]] = set()
    for item in batch:
        prompt = prompts.get(item.prompt_id)
        repeated = (item.prompt_id, item.key) in counted | fresh
        if not repeated and (prompt is None or not prompt.is_open or prompt.turn != item.turn):
            outcomes.append(PromptClosed("Answers to this question are closed. What was counted before stays counted."))
            continue
        outcomes.append(None)
        if repeated or prompt is None:
            continue
        fresh.add((item.prompt_id, item.key))
        latest[prompt.pk, anonymity.holder(prompt, item.participant_id, keys.get(prompt.pk))] = item
    Receipt.objects.bulk_create(Receipt(prompt_id=pk, key=key) for pk, key in fresh)
    _write(prompts, latest)
    return outcomes


def _write(prompts: dict[int, Prompt], latest: dict[tuple[int, str], Submission]) -> None:
    now = clock.now()
    said = {at: item for at, item in latest.items() if item.values}
    Answer.objects.bulk_create(
        [_row(prompts[pk], holder, item, now) for (pk, holder), item in said.items()],
        update_conflicts=True,
        unique_fields=["prompt", "turn", "holder"],
        update_fields=["values", "answered_at", "by_hand"],
    )
    for (pk, holder), item in latest.items():
        if not item.values:
            Answer.objects.filter(prompt_id=pk, turn=item.turn, holder=holder).delete()


def _row(prompt: Prompt, holder: str, item: Submission, now: object) -> Answer:
    anonymous = anonymity.is_anonymous(prompt)
    return Answer(
        prompt=prompt,
        turn=item.turn,
        holder=holder,
        anonymous=anonymous,
        participant_id=None if anonymous else item.participant_id,
        values=list(item.values),
        by_hand=item.by_hand,
        answered_at=now,
    )


writer = GroupCommit(store)
