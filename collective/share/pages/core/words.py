"""Words that the pages use more than once."""

from __future__ import annotations

PILOT_QUESTIONS = (
    "Who is this for, and what do others bring to it?",
    "What should it achieve, and for which kinds of organisation?",
    "How do we say what it is, so that people want to come?",
    "Which needs call for somebody’s help, and which for good company?",
    "What do we do together, and how often?",
    "How do we keep what we make, and pass it on?",
    "Who runs it, and how, when the first money is spent?",
)
"""What the pilot of 2021 asked, in our words."""

CARD_USES = {
    "need": "What would help you?",
    "idea": "What could we try?",
    "thought": "What struck you?",
    "concern": "What worries you?",
    "feedback": "How was this for you?",
}
"""The kinds of card, with the question that each answers."""
