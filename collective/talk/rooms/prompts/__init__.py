"""The kinds of prompt: what may be answered, and what a set of answers adds up to. Pure: no Django, no clock."""

from collective.talk.rooms.prompts.kinds import KINDS, BadAnswer, Choice, Kind, kind_named
from collective.talk.rooms.prompts.tally import Tally, tally, without

__all__ = ["KINDS", "BadAnswer", "Choice", "Kind", "Tally", "kind_named", "tally", "without"]
