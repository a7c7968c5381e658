"""Small numbers are people: what may be published about a group, and what a reader could work out from it.

Every public figure comes out of one of the `protect_…` functions as a `SafeFigure`; nothing else makes one.

The rules
- A count from 1 to `threshold` - 1 (five by default, ten where a community asks for it) is never shown, and
  never left for a reader to work out by taking shown numbers from a total.
- **Nought is not a person.** A nought is shown, because an empty row points at nobody, unless the whole figure is
  held back. A reader who sees noughts knows that the rows not shown are at least one; the sums allow for it.
- Two rows at least are held back together, the smallest first, until what remains leaves each of them at least
  `threshold` - 1 possible counts. That holds for a reader who knows these rules as well.
- Where order matters (stages, a scale) or nearness does (a map), rows are merged with their neighbours instead.
- Where nothing can be shown, the number who answered is given to the nearest five.
- Fewer people than the threshold: the figure says "Fewer than 5 people have answered", and nothing else.
- Where each person may choose several answers, "27 of 28 chose it" tells of one who did not: that counts as small.
- A figure published again is compared with the earlier ones (`safe_against`).

What they do not promise: nothing is said about the people behind a row that is large or full ("all 12 say
Learning"), and two different questions with different numbers of answers are not compared with each other.

The method is complementary cell suppression for one-way tables; see the Handbook on Statistical Disclosure
Control (Griffiths and others) for the terms.
"""

from collective.ground.lib.disclosure.again import safe_against
from collective.ground.lib.disclosure.attendance import Attendance, protect_attendance
from collective.ground.lib.disclosure.audit import Fact, Telling, facts_of, feasible, recoverable, tells
from collective.ground.lib.disclosure.bars import NO_ANSWER, protect_bars
from collective.ground.lib.disclosure.figure import NOT_SHOWN, THRESHOLD, SafeFigure, SafeRow
from collective.ground.lib.disclosure.ordered import protect_ordered
from collective.ground.lib.disclosure.regions import UK, Branch, protect_regions
from collective.ground.lib.disclosure.words import protect_words

__all__ = [
    "NOT_SHOWN",
    "NO_ANSWER",
    "THRESHOLD",
    "UK",
    "Attendance",
    "Branch",
    "Fact",
    "SafeFigure",
    "SafeRow",
    "Telling",
    "facts_of",
    "feasible",
    "protect_attendance",
    "protect_bars",
    "protect_ordered",
    "protect_regions",
    "protect_words",
    "recoverable",
    "safe_against",
    "tells",
]
