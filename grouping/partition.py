"""How many groups and how large; one kind's people ready to be dealt out; and the fair lot itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from math import comb
from random import Random

from grouping.roster import (
    History,
    ImpossibleRules,
    Person,
    Roster,
    Rules,
    check_sizes,
    check_together,
    circles,
    listing,
)
from grouping.score import Prices

Arrangement = list[list[int]]


def sizes(n: int, size: int = 4, smallest: int = 3, largest: int = 5) -> tuple[int, ...]:
    """Sizes of the groups for `n` people, larger groups first; they sum to n and differ by at most one.

    Among all numbers of groups: first those that stay within the limits, then the fewest people over `size`, then the
    fewest groups below it. When no number of groups fits (n below `smallest`, say) the nearest is given: 2 -> (2,).
    Raises ImpossibleRules for limits that do not fit together, ValueError for a negative n.
    """
    check_sizes(size, smallest, largest)
    if n < 0:
        raise ValueError("There cannot be fewer than 0 people.")
    if n == 0:
        return ()

    def badness(count: int) -> tuple[int, int, int]:
        small, larger = divmod(n, count)
        large = small + 1 if larger else small
        outside = max(0, large - largest) + max(0, smallest - small)
        over = larger * max(0, large - size) + (count - larger) * max(0, small - size)
        below = (larger if large < size else 0) + (count - larger if small < size else 0)
        return outside, over, below

    return even(n, min(range(1, n + 1), key=badness))


def even(n: int, count: int) -> tuple[int, ...]:
    """`n` people over `count` groups as evenly as can be, larger groups first."""
    small, larger = divmod(n, count)
    return (small + 1,) * larger + (small,) * (count - larger)


@dataclass(frozen=True)
class Pool:
    """The people of one kind and the groups they fill. Inside, people are numbered in the order of `people`."""

    people: tuple[Person, ...]
    sizes: tuple[int, ...]
    spread: bool  # facilitators are spread over the groups
    prices: Prices
    rules: Rules
    history: History

    @property
    def classes(self) -> tuple[list[int], list[int]]:
        """Facilitators and others: only people of one class swap seats, so a good spread stays good."""
        leading = [number for number, person in enumerate(self.people) if self.spread and person.facilitator]
        others = [number for number, person in enumerate(self.people) if not (self.spread and person.facilitator)]
        return leading, others

    def ids(self, arrangement: Arrangement) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(self.people[number].id for number in sorted(group)) for group in arrangement)


def pools(roster: Roster, group_count: int | None, rounds: int = 1) -> list[Pool]:
    """One pool for each kind (a single one when kinds may mix), in the order of the kinds' names.

    `group_count` is shared out so that groups are about equally large. Raises ImpossibleRules when it is below the
    number of kinds or above the number of people, or when `together` collides with other rules or fits no group.
    """
    check_together(roster)
    by_kind: dict[str | None, list[Person]] = {}
    for person in roster.people:
        by_kind.setdefault(None if roster.rules.mix_kinds else person.kind, []).append(person)
    kinds = [by_kind[kind] for kind in sorted(by_kind, key=lambda kind: kind or "")]
    if group_count is None:
        rules = roster.rules
        shapes = [sizes(len(people), rules.size, rules.smallest, rules.largest) for people in kinds]
    else:
        shapes = _share(group_count, [len(people) for people in kinds])
    ready = []
    for people, shape in zip(kinds, shapes, strict=True):
        _check_circles(roster, people, shape)
        prices = Prices.of(roster, people, shape, rounds)
        ready.append(Pool(tuple(people), shape, roster.rules.one_facilitator, prices, roster.rules, roster.history))
    return ready


def _share(group_count: int, heads: list[int]) -> list[tuple[int, ...]]:
    """Groups go one after another to the kind whose groups would otherwise be the largest."""
    if not heads:
        return []
    if group_count < len(heads):
        needed = "1 group" if len(heads) == 1 else f"{len(heads)} groups, one for each way of taking part"
        raise ImpossibleRules(f"{group_count} groups are too few: at least {needed}.")
    if group_count > sum(heads):
        raise ImpossibleRules(f"{group_count} groups are too many for {sum(heads)} people: somebody in each at least.")
    counts = [1] * len(heads)
    for _ in range(group_count - len(heads)):
        hungriest = max(range(len(heads)), key=lambda kind: heads[kind] / counts[kind])
        counts[hungriest] += 1
    return [even(head, count) for head, count in zip(heads, counts, strict=True)]


def _check_circles(roster: Roster, people: list[Person], shape: tuple[int, ...]) -> None:
    here = {person.id for person in people}
    facilitators = sum(person.facilitator for person in people)
    most = -(-facilitators // len(shape))
    for circle in circles(roster):
        if circle[0].id not in here:
            continue
        names = listing([person.called for person in circle])
        if len(circle) > shape[0]:
            raise ImpossibleRules(
                f"{names} are to sit together: {len(circle)} people, but the largest group "
                f"has {shape[0]} {'seat' if shape[0] == 1 else 'seats'}. "
                "Allow larger groups, or take back a wish."
            )
        leading = [person.called for person in circle if person.facilitator]
        if roster.rules.one_facilitator and len(leading) > max(1, most):
            raise ImpossibleRules(
                f"{names} are to sit together, but {listing(leading)} are facilitators, who are spread over the "
                "groups. Take back the wish, or let facilitators sit anywhere."
            )


class Lot:
    """A fair lot: deal everybody out at random, throw away every deal that costs more than `limit`.

    What is left is uniform over all arrangements that cost no more (rejection sampling). Cards are dealt one by one
    and a deal is given up at the first card too many, which changes nothing in its fairness and makes it quick.
    """

    def __init__(self, pool: Pool, rng: Random) -> None:
        self.pool, self.random = pool, rng.random
        self.leading, self.others = pool.classes
        self.least, self.extra = divmod(len(self.leading), len(pool.sizes))
        large, small = pool.sizes[0], pool.sizes[-1]
        self.big = [number for number, size in enumerate(pool.sizes) if size == large]
        self.little = [number for number, size in enumerate(pool.sizes) if size != large]
        odds = [
            comb(len(self.big), k)
            * comb(len(self.little), self.extra - k)
            * (large - self.least) ** k
            * (small - self.least) ** (self.extra - k)
            for k in range(self.extra + 1)
        ]
        self.odds = [odd / max(odds) for odd in odds]

    def any(self) -> Arrangement:
        """A deal at whatever cost."""
        return [list(cards) for cards in self._groups()]

    def deal(self, cards: int, limit: int) -> Arrangement | None:
        """The first deal that costs no more than `limit`, or None after `cards` cards."""
        left = cards
        while left > 0:
            arrangement, dealt = self._once(limit)
            left -= dealt
            if arrangement is not None:
                return arrangement
        return None

    def _once(self, limit: int) -> tuple[Arrangement | None, int]:
        prices, cost, dealt = self.pool.prices, 0, 0
        arrangement: Arrangement = []
        for cards in self._groups():
            group: list[int] = []
            for card in cards:
                dealt += 1
                price = prices.between[card]
                for member in group:
                    if member in price:
                        cost += price[member]
                group.append(card)
                if cost > limit:
                    return None, dealt
            cost += prices.missing(group)
            arrangement.append(group)
        return (None if cost > limit else arrangement), dealt

    def _groups(self) -> Iterator[Iterator[int]]:
        """The cards of one group after another: its facilitators, then the others."""
        leading, others = self._shuffled(self.leading), self._shuffled(self.others)
        for size, quota in zip(self.pool.sizes, self._quotas(), strict=True):
            yield chain(islice(leading, quota), islice(others, size - quota))

    def _quotas(self) -> list[int]:
        """Facilitators for each group: all the same, or one more in some.

        Which groups get one more is drawn with odds in proportion to the number of deals each choice stands for
        (the product of the seats left), or facilitators would land in the smaller groups too often.
        """
        quotas = [self.least] * len(self.pool.sizes)
        if self.extra:
            point, in_big = self.random() * sum(self.odds), 0
            while in_big < self.extra and point >= self.odds[in_big]:
                point -= self.odds[in_big]
                in_big += 1
            for number in self._some(self.big, in_big) + self._some(self.little, self.extra - in_big):
                quotas[number] += 1
        return quotas

    def _some(self, numbers: list[int], count: int) -> list[int]:
        return list(islice(self._shuffled(numbers), count))

    def _shuffled(self, deck: list[int]) -> Iterator[int]:
        """The deck in random order, shuffled only as far as it is asked for (Fisher and Yates, front to back).

        Uses nothing but `random()`, the one method whose sequence Python promises to keep for a seed.
        """
        count = len(deck)
        for place in range(count):
            other = place + int(self.random() * (count - place))
            deck[place], deck[other] = deck[other], deck[place]
            yield deck[place]
