"""What "anonymous" means here, step by step.

While a prompt is open, an anonymous answer is kept under HMAC-SHA256(secret of the prompt, participant): nobody can read the
person from it without the secret, and the person can change or take back what they said. At close the secret is deleted, each
answer is written again under a random number, in a shuffled order and without its time. From then on nobody, we included, can
tell who answered what.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from collective.talk.rooms.models import Answer, Prompt, PromptKey

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_anonymous(prompt: Prompt) -> bool:
    return prompt.anonymity == "anonymous"


def new_key(prompt: Prompt) -> None:
    """Begin a turn in which answers can be changed."""
    PromptKey.objects.update_or_create(prompt=prompt, defaults={"secret": secrets.token_bytes(32)})


def keys_of(prompts: Iterable[Prompt]) -> dict[int, bytes]:
    """The live secrets, by prompt."""
    return {key.prompt_id: bytes(key.secret) for key in PromptKey.objects.filter(prompt__in=list(prompts))}


def holder(prompt: Prompt, participant_id: int, secret: bytes | None) -> str:
    """Under what this participant's answer is kept in the present turn; empty once the secret is gone."""
    if not is_anonymous(prompt):
        return f"participant:{participant_id}"
    if secret is None:
        return ""
    message = f"{prompt.pk}:{prompt.turn}:{participant_id}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def seal(prompt: Prompt) -> None:
    """Destroy the secret and whatever else could lead from an anonymous answer to a person. Call inside the closing transaction."""
    if not is_anonymous(prompt):
        return
    PromptKey.objects.filter(prompt=prompt).delete()
    rows = Answer.objects.filter(prompt=prompt, turn=prompt.turn, answered_at__isnull=False)
    said = list(rows.values_list("values", "by_hand"))
    secrets.SystemRandom().shuffle(said)
    rows.delete()
    Answer.objects.bulk_create(
        Answer(
            prompt=prompt,
            turn=prompt.turn,
            holder=secrets.token_hex(32),
            anonymous=True,
            values=values,
            by_hand=by_hand,
        )
        for values, by_hand in said
    )
    _shuffle_frozen(prompt)


def _shuffle_frozen(prompt: Prompt) -> None:
    """A picture held still keeps its sentences in the order in which they came: that order goes, too."""
    texts = prompt.frozen["texts"] if prompt.frozen else []
    if texts:
        secrets.SystemRandom().shuffle(texts)
        prompt.save(update_fields=["frozen"])
