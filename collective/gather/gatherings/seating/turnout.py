"""How many of those who signed up will come, as a range, and how many to admit so that the room is full.

The model: each gathering has its own share of comers, drawn from a Beta distribution with mean `m` and weight `k`; given
the share, people come independently. Over the people that is a Beta-binomial (Skellam 1948, J. R. Stat. Soc. B 10:257),
and over the community's gatherings a hierarchy of them (Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.3).
`m` and `k` are not known: `m` has the prior Beta(12, 8), so 60 % with the weight of twenty people, and `k`, how alike
gatherings are, is as likely to be any of `WEIGHTS`. Both are summed over a grid, so a forecast is one finite sum and draws
nothing at random. 60 % is what free gatherings see at first; the pilot's workshop had 30 of 52.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log

PRIOR = (12.0, 8.0)
LEAVING_PRIOR = (2.0, 18.0)  # one in ten says beforehand that they cannot come
MEANS = tuple((step + 0.5) / 24 for step in range(24))
WEIGHTS = (10.0, 20.0, 40.0, 80.0, 160.0)
WITHIN = 0.8  # the range holds the number eight times in ten
# Beyond these, the share is reckoned for this many and scaled: its spread comes from the share by then, not from chance.
MOST_COUNTED = 1500
MOST_SEATS = 80
MOST_TIMES = 4  # nobody is advised to admit more than four times the seats
LATEST = 40  # past gatherings that are learnt from, newest first


@dataclass(frozen=True, slots=True)
class Past:
    """One gathering that is over: of how many with a seat it is known whether they came, and how many did."""

    expected: int
    came: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of `of` people, `low` to `high` come (eight times in ten), most likely about `middle`; learnt from so many gatherings."""

    of: int
    low: int
    middle: int
    high: int
    learnt_from: int

    @property
    def sentence(self) -> str:
        """ "Of 52 people, 25 to 38 are likely to come." """
        if not self.of:
            return "Nobody is expected yet."
        many = f"{self.low:,} to {self.high:,}" if self.low < self.high else f"{self.low:,}"
        return f"Of {self.of:,} {'person' if self.of == 1 else 'people'}, {many} are likely to come."

    @property
    def basis(self) -> str:
        """Where the numbers come from, in a sentence."""
        if not self.learnt_from:
            return "No gathering of this community has been counted yet, so this begins with 60 %: what free gatherings see."
        past = "one past gathering" if self.learnt_from == 1 else f"{self.learnt_from} past gatherings"
        return (
            f"Learnt from {past} of this community, beginning with 60 %. The range is right about eight times in ten."
        )


@dataclass(frozen=True, slots=True)
class Advice:
    """Admit so many people to `seats` seats; `risk` is the probability that more come than can sit down."""

    seats: int
    admit: int
    risk: float

    @property
    def sentence(self) -> str:
        """What an organiser reads."""
        said = f"To fill {self.seats:,} seats, admit up to {self.admit:,} people:"
        return f"{said} the risk that more come than can sit down is {_percent(self.risk)}."


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is known of the share of comers: (probability, a, b) of each Beta distribution, and from how many gatherings."""

    parts: tuple[tuple[float, float, float], ...]
    gatherings: int


def learn(past: Sequence[Past], prior: tuple[float, float] = PRIOR) -> Learnt:
    """What past gatherings say, newest first; those beyond `LATEST` and those that expected nobody are left out."""
    told = [one for one in past if one.expected > 0][:LATEST]
    weighed = []
    for mean in MEANS:
        for weight in WEIGHTS:
            a, b = mean * weight, (1 - mean) * weight
            chance = (prior[0] - 1) * log(mean) + (prior[1] - 1) * log(1 - mean)
            chance += sum(_log_evidence(a, b, min(one.came, one.expected), one.expected) for one in told)
            weighed.append((chance, a, b))
    most = max(chance for chance, _, _ in weighed)
    total = sum(exp(chance - most) for chance, _, _ in weighed)
    return Learnt(tuple((exp(chance - most) / total, a, b) for chance, a, b in weighed), len(told))


def distribution(of: int, learnt: Learnt) -> list[float]:
    """The probability of each number from 0 to `of` that come. They add up to 1."""
    together = [0.0] * (of + 1)
    for chance, a, b in learnt.parts:
        if chance > 1e-9:
            for number, probability in enumerate(_beta_binomial(of, a, b)):
                together[number] += chance * probability
    total = sum(together)
    return [one / total for one in together]


def forecast(of: int, past: Sequence[Past] = (), prior: tuple[float, float] = PRIOR) -> Forecast:
    """How many of `of` people come: the shortest way to say it is a range that leaves one in ten out at each end."""
    return _forecast(of, tuple(past), prior)


@lru_cache(maxsize=256)
def _forecast(of: int, past: tuple[Past, ...], prior: tuple[float, float]) -> Forecast:
    learnt = learn(past, prior)
    counted = min(of, MOST_COUNTED)
    chances = distribution(counted, learnt)
    tail = (1 - WITHIN) / 2
    low, middle, high = (_quantile(chances, share) for share in (tail, 0.5, 1 - tail))
    scale = of / counted if counted else 1
    return Forecast(of, round(low * scale), round(middle * scale), round(high * scale), learnt.gatherings)


def advise(seats: int, past: Sequence[Past] = (), risk: float = 0.1) -> Advice:
    """The most people to admit so that more than `seats` come with a probability of `risk` at most.

    Admitting as many as there are seats has no risk at all, so the answer is never less; it is never more than four times
    the seats. One more person admitted never makes the room emptier, so the number is found by halving.
    """
    return _advise(seats, tuple(past), risk)


@lru_cache(maxsize=256)
def _advise(seats: int, past: tuple[Past, ...], risk: float) -> Advice:
    learnt = learn(past)
    counted = min(seats, MOST_SEATS)
    low, high = counted, counted * MOST_TIMES
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if risk_of(counted, middle, learnt) <= risk else (low, middle - 1)
    return Advice(seats, low * seats // max(counted, 1), risk_of(counted, low, learnt))


def risk_of(seats: int, admitted: int, learnt: Learnt) -> float:
    """The probability that more than `seats` of the `admitted` come."""
    if admitted <= seats:
        return 0.0
    return min(1.0, sum(distribution(admitted, learnt)[seats + 1 :]))


def _log_evidence(a: float, b: float, came: int, expected: int) -> float:
    """The logarithm of the probability that `came` of `expected` come, but for what does not depend on a and b."""
    return _log_beta(a + came, b + expected - came) - _log_beta(a, b)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _beta_binomial(of: int, a: float, b: float) -> list[float]:
    """Its probabilities, each from its neighbour, outwards from the middle so that nothing underflows on the way."""
    start = min(of, int(of * a / (a + b)))
    ways = lgamma(of + 1) - lgamma(start + 1) - lgamma(of - start + 1)
    chances = [0.0] * (of + 1)
    chances[start] = exp(ways + _log_evidence(a, b, start, of))
    for k in range(start, of):
        chances[k + 1] = chances[k] * (of - k) * (a + k) / ((k + 1) * (b + of - k - 1))
    for k in range(start, 0, -1):
        chances[k - 1] = chances[k] * k * (b + of - k) / ((of - k + 1) * (a + k - 1))
    return chances


def _quantile(chances: list[float], share: float) -> int:
    reached = 0.0
    for number, chance in enumerate(chances):
        reached += chance
        if reached >= share:
            return number
    return len(chances) - 1


def _percent(share: float) -> str:
    if not share:
        return "none"
    return "less than 1 %" if share < 0.01 else f"about {round(share * 100)} %"
