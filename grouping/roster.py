"""What is asked: the people, the rules, who has met whom, and the rules that cannot stand side by side."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from grouping.problem import Aim, Trait
from grouping.problem import ImpossibleRules as ImpossibleRules

Pair = tuple[str, str]
Groups = tuple[tuple[str, ...], ...]


def pair(one: str, other: str) -> Pair:
    """The two ids as an unordered pair (the smaller first)."""
    return (one, other) if one <= other else (other, one)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to be seated.

    `id` is unique. `organisation` is compared exactly; None is nobody's colleague. `kind` says how somebody takes part
    ("online", "room"); None is a kind of its own. `name` is what sentences call the person (the id when empty). `traits`
    are what groups can be composed by: {"place": "Leeds", "maturity": 3, "words": ("data", "hope")}.
    """

    id: str
    organisation: str | None = None
    kind: str | None = None
    facilitator: bool = False
    name: str = ""
    traits: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def called(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Rules:
    """What a draw must respect. Sizes are people per group.

    `apart` and `together` are pairs of ids, in either order; pairs with somebody who is absent are passed over, so that
    a list made from sign-ups still serves. `aim`: "random" is a lot with these guards; "mixed" puts unlike people
    together and "alike" like ones, by `traits`. A pair asked together is neither a colleague pair nor a repeat.
    Raises ImpossibleRules when the sizes do not run 1 <= smallest <= size <= largest, or a pair names one person twice.
    """

    size: int = 4
    smallest: int = 3
    largest: int = 5
    apart: Collection[Pair] = frozenset()
    together: Collection[Pair] = frozenset()
    colleagues_apart: bool = True
    mix_kinds: bool = False
    one_facilitator: bool = True
    aim: Aim = "random"
    traits: tuple[Trait, ...] = ()

    @property
    def composes(self) -> bool:
        """Whether groups are to be put together by what people are like, rather than by lot."""
        return self.aim != "random" and bool(self.traits)

    def __post_init__(self) -> None:
        check_sizes(self.size, self.smallest, self.largest)
        for name in ("apart", "together"):
            pairs = frozenset(pair(one, other) for one, other in getattr(self, name))
            for one, other in pairs:
                if one == other:
                    raise ImpossibleRules(f"{one} is named twice in one pair; a pair needs two people.")
            object.__setattr__(self, name, pairs)


@dataclass(frozen=True, slots=True)
class History:
    """Who has met whom, and how often: pairs of ids, in either order, to the number of times.

    A time may be a fraction, so that an old meeting can count for less. Raises ValueError for a negative number.
    """

    met: Mapping[Pair, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        met: dict[Pair, float] = {}
        for (one, other), times in self.met.items():
            if times < 0:
                raise ValueError("Nobody can have met a negative number of times.")
            key = pair(one, other)
            met[key] = met.get(key, 0) + times
        object.__setattr__(self, "met", met)

    def times(self, one: str, other: str) -> float:
        """How often the two have met; 0 when never."""
        return self.met.get(pair(one, other), 0)

    def after(self, *rounds: Iterable[Iterable[str]]) -> "History":
        """This history once these rounds (each a sequence of groups of ids) have taken place as well."""
        met = dict(self.met)
        for groups in rounds:
            for members in groups:
                for key in pairs_in(members):
                    met[key] = met.get(key, 0) + 1
        return History(met)


@dataclass(frozen=True, slots=True)
class Roster:
    """People in the order of their ids (so that the caller's order cannot change a draw), with rules and history."""

    people: tuple[Person, ...]
    rules: Rules
    history: History

    @classmethod
    def of(cls, people: Iterable[Person], rules: Rules, history: History) -> "Roster":
        """Raises ImpossibleRules when an id comes twice."""
        listed = tuple(sorted(people, key=lambda person: person.id))
        for before, after in pairwise(listed):
            if before.id == after.id:
                raise ImpossibleRules(f"{after.called} is on the list twice; each person can have one seat only.")
        return cls(listed, rules, history)

    def by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    def after(self, *rounds: Groups) -> "Roster":
        return replace(self, history=self.history.after(*rounds))

    def are_colleagues(self, one: Person, other: Person) -> bool:
        """Whether keeping these two apart is wanted because they work together."""
        return (
            self.rules.colleagues_apart
            and one.organisation is not None
            and one.organisation == other.organisation
            and pair(one.id, other.id) not in self.rules.together
        )

    def same_kind(self, one: Person, other: Person) -> bool:
        return self.rules.mix_kinds or one.kind == other.kind


def pairs_in(members: Iterable[str]) -> list[Pair]:
    """Every pair of a group."""
    listed = sorted(members)
    return [(one, other) for place, one in enumerate(listed) for other in listed[place + 1 :]]


def check_sizes(size: int, smallest: int, largest: int) -> None:
    if not 1 <= smallest <= size <= largest:
        raise ImpossibleRules(
            f"Groups of {size}, at least {smallest} and at most {largest}, do not fit together: "
            "the usual size must lie between the smallest and the largest."
        )


def listing(words: Sequence[str]) -> str:
    """Words as a person would say them: "Ada, Ben and Cy"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def circles(roster: Roster) -> list[list[Person]]:
    """People bound to each other by `together`, directly or by way of others; only circles of two or more."""
    by_id = roster.by_id()
    circle_of = {id: [person] for id, person in by_id.items()}
    for one, other in sorted(roster.rules.together):
        if one in by_id and other in by_id and circle_of[one] is not circle_of[other]:
            joined = circle_of[one] + circle_of[other]
            for person in joined:
                circle_of[person.id] = joined
    unique = {id(circle): circle for circle in circle_of.values() if len(circle) > 1}
    return list(unique.values())


def check_together(roster: Roster) -> None:
    """Raises ImpossibleRules when the `together` pairs collide with `apart` or with kinds; names the people."""
    for circle in circles(roster):
        ids = [person.id for person in circle]
        names = listing([person.called for person in circle])
        for one, other in pairs_in(ids):
            if (one, other) in roster.rules.apart:
                by_id = roster.by_id()
                raise ImpossibleRules(
                    f"{by_id[one].called} and {by_id[other].called} are to be kept apart, "
                    f"but {names} are to sit together. Take back one of the two wishes."
                )
        kinds = sorted({str(person.kind or "no kind given") for person in circle})
        if len(kinds) > 1 and not roster.rules.mix_kinds:
            raise ImpossibleRules(
                f"{names} are to sit together, but they take part in different ways ({listing(kinds)}). "
                "Take back the wish, or allow mixed groups."
            )
