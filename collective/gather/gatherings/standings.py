"""The waiting list as it stands: rows turned into the facts that `seating` decides on, and its answers back into people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from collective.gather.gatherings.models import Gathering, Offer, OfferEnd, SignUp, Skip, Turnout, Waiting
from collective.gather.gatherings.seating import deciding, facts, hours, turnout
from collective.gather.gatherings.seating.reasons import ordinal
from collective.join.people import purposes
from collective.join.people.models import SMALL_SIZES, Consent

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from collective.gather.gatherings.models import Pool
    from collective.gather.gatherings.seating.deciding import Standing
    from collective.gather.gatherings.seating.turnout import Advice, Forecast, Past
    from collective.join.people.models import Person


@dataclass(frozen=True, slots=True)
class InLine:
    """One person on the list: where they stand, why, and the offer that is open for them."""

    waiting: Waiting
    standing: Standing
    offer: Offer | None

    @property
    def place_said(self) -> str:
        """ "3rd"; nothing for who has an offer."""
        return ordinal(self.standing.place) if self.standing.place else ""

    @property
    def sentence(self) -> str:
        """ "You are 3rd on the list." """
        return f"You are {self.place_said} on the list." if self.standing.place else ""


def facts_of(gathering: Gathering, now: datetime) -> facts.Facts:
    """Everything that decides about a seat of this gathering, in six queries. Call it with the gathering locked to act on it."""
    agreed = Consent.objects.standing().filter(person=OuterRef("person"), purpose=purposes.GATHERING.slug)
    standing = Waiting.objects.standing().filter(gathering=gathering).select_related("person")
    rows = list(standing.annotate(agreed=Q(batch__isnull=True) | Q(Exists(agreed))))
    return facts.Facts(
        rules=rules_of(gathering, now),
        pools=_pools(gathering),
        most=gathering.seats,
        taken=frozenset(
            facts.Seat(pool, seat) for pool, seat in gathering.sign_ups.coming().values_list("pool", "seat")
        ),
        promises=tuple(_promise(one) for one in gathering.offers.filter(seat__isnull=False).order_by("pk")),
        waiting=tuple(_waiting(one, lapsed) for one, lapsed in _with_lapsed(gathering, rows)),
    )


def rules_of(gathering: Gathering, now: datetime) -> facts.Rules:
    """How this gathering offers seats, and whether it is too late for any."""
    return facts.Rules(
        starts_at=gathering.starts_at,
        stops_at=gathering.starts_at - timedelta(hours=gathering.offers_stop_hours),
        zone=ZoneInfo(gathering.zone),
        offer=timedelta(hours=gathering.offer_hours),
        quiet_from=gathering.quiet_from,
        quiet_to=gathering.quiet_to,
        by_hand=gathering.offers_by_hand,
        closed=_closed(gathering, now),
    )


def _closed(gathering: Gathering, now: datetime) -> str:
    if gathering.is_cancelled:
        return "This gathering is called off."
    return "This gathering has begun." if gathering.starts_at <= now else ""


def _pools(gathering: Gathering) -> tuple[facts.Pool, ...]:
    kept = list(gathering.pools.order_by("pk"))
    rest = None if gathering.seats is None else max(0, gathering.seats - sum(pool.seats for pool in kept))
    return (facts.Pool(None, seats=rest), *(_pool(one) for one in kept))


def _pool(one: Pool) -> facts.Pool:
    """A pool for one way to come is open to all who come that way, unless it is for small organisations besides."""
    held = one.small_only or not one.way
    return facts.Pool(one.pk, one.name, one.seats, held, one.held_until, one.way, one.small_only)


def _promise(one: Offer) -> facts.Promise:
    return facts.Promise(one.pk, one.waiting_id, one.pool_id, one.seat or 0, one.at, one.expires_at)


def _waiting(one: Waiting, lapsed: int) -> facts.Waiting:
    reachable, small = bool(one.person.email), small_said(one.person.organisation_size)
    return facts.Waiting(one.pk, one.made_at, one.pool_id, one.way, one.not_after, reachable, lapsed, small, one.agreed)


def small_said(size: str) -> bool | None:
    """Whether an organisation of this size is small; None where nobody said its size."""
    return size in SMALL_SIZES if size else None


def _with_lapsed(gathering: Gathering, rows: list[Waiting]) -> list[tuple[Waiting, int]]:
    """How many offers each let run out since they came on the list."""
    ran_out = OfferEnd.objects.filter(
        offer__gathering=gathering, how="expired", offer__at__gte=F("offer__waiting__made_at")
    )
    counted = Counter(ran_out.values_list("offer__waiting", flat=True))
    return [(one, counted[one.pk]) for one in rows]


def in_line(gathering: Gathering, now: datetime) -> list[InLine]:
    """Everybody on the list, in the order in which they are offered a seat."""
    people = {
        one.pk: one for one in Waiting.objects.standing().filter(gathering=gathering).select_related("person", "pool")
    }
    offers = {one.waiting_id: one for one in gathering.offers.filter(seat__isnull=False)}
    stand = deciding.decide(facts_of(gathering, now), now).standings
    return [InLine(people[one.waiting], one, offers.get(one.waiting)) for one in stand if one.waiting in people]


def standing_of(waiting: Waiting, now: datetime) -> InLine | None:
    """Where one person stands, or None when they wait no more."""
    return next((one for one in in_line(waiting.gathering, now) if one.waiting.pk == waiting.pk), None)


def place_for(
    gathering: Gathering, *, pool: int | None, way: str, now: datetime, size: str = ""
) -> tuple[int | None, int] | None:
    """The seat (pool's number, seat's number) that somebody who is not on the list may take at once: never one that somebody
    who waits could still be offered. `size` is that of their organisation."""
    return deciding.place_for(facts_of(gathering, now), pool=pool, way=way, now=now, small=small_said(size))


def has_open_seat(gathering: Gathering, now: datetime) -> bool:
    """Whether anybody new may take a seat at once, whoever they are and whichever way they come."""
    if gathering.seats is None and not gathering.pools.exists() and not gathering.waiting.standing().exists():
        return True
    known = facts_of(gathering, now)
    ways = ["room", "online"] if gathering.way == "both" else [""]
    return any(
        deciding.place_for(known, pool=pool.key, way=way, now=now, small=pool.small_only) is not None
        for pool in known.pools
        for way in ways
    )


def has_confirmed(sign_up: SignUp) -> bool:
    """Whether they said that they are still coming, to the time that the gathering has now."""
    said = getattr(sign_up, "confirmed", None)
    if said is None:
        return False
    moved = sign_up.gathering.moves.exclude(was_starts_at=sign_up.gathering.starts_at).order_by("-at").first()
    return moved is None or said.at > moved.at


def takes_part(person: Person, gathering: Gathering) -> bool:
    """Whether they have a seat here, or wait for one: their own page is theirs to find without a letter."""
    if gathering.sign_ups.coming().filter(person=person).exists():
        return True
    return gathering.waiting.standing().filter(person=person).exists()


def lists_to_look_at(now: datetime) -> QuerySet[Gathering]:
    """Gatherings where the waiting list may have something to do: somebody waits, and a seat is free, an offer has run out, there
    are fewer seats than people, or it is over. One query, whatever the number of gatherings."""
    promised = Offer.objects.filter(gathering=OuterRef("pk"), seat__isnull=False)
    waits = Waiting.objects.filter(gathering=OuterRef("pk"), end__isnull=True)
    used = F("sat") + F("promised")
    return (
        Gathering.objects.filter(Exists(waits))
        .annotate(sat=_counted(SignUp.objects.coming()), promised=_counted(Offer.objects.filter(seat__isnull=False)))
        .filter(
            Q(seats__isnull=True)
            | ~Q(seats=used)
            | Exists(promised.filter(expires_at__lte=now))
            | Q(starts_at__lte=now)
            | Q(cancellation__isnull=False)
        )
        .order_by("starts_at", "pk")
    )


def _counted(rows: QuerySet) -> Coalesce:
    of_this = rows.filter(gathering=OuterRef("pk")).order_by().values("gathering")
    return Coalesce(Subquery(of_this.annotate(number=Count("pk")).values("number")), 0)


def past_turnouts(now: datetime) -> list[Past]:
    """How many had a seat to the end and how many came, at this community's latest gatherings, newest first. Where of some
    nothing is known and nobody has said who stayed away, those who came are no share of anything: that teaches nothing."""
    counted = [one for one in _counted_gatherings(now) if one.did_not or not one.unknown]
    return [turnout.Past(one.came + one.did_not, one.came) for one in counted]


def forecast_of(gathering: Gathering, now: datetime) -> Forecast:
    """How many of those with a seat are likely to come."""
    return turnout.forecast(gathering.sign_ups.coming().count(), past_turnouts(now))


def advice_for(gathering: Gathering, now: datetime, risk: float = 0.1) -> Advice | None:
    """How many to admit so that the room is full; None where seats are as many as like."""
    return None if gathering.seats is None else turnout.advise(gathering.seats, past_turnouts(now), risk)


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """How the seats of a gathering stand: `seats` None is as many as like."""

    seats: int | None
    taken: int
    offered: int
    waiting: int

    @property
    def free(self) -> int | None:
        return None if self.seats is None else max(0, self.seats - self.taken - self.offered)


def seat_counts(gathering: Gathering) -> SeatCounts:
    return SeatCounts(
        gathering.seats,
        gathering.sign_ups.coming().count(),
        gathering.offers.filter(seat__isnull=False).count(),
        gathering.waiting.standing().count(),
    )


@dataclass(frozen=True, slots=True)
class Hopes:
    """`offered` seats are open offers; `low` to `high` people are likely to give theirs back."""

    offered: int
    low: int
    high: int

    @property
    def sentence(self) -> str:
        """ "2 seats may come free: they are offered to others, who have not answered yet. Going by past gatherings, 1 to 4 ..." """
        said = []
        if self.offered:
            seats, they = ("One seat", "it is") if self.offered == 1 else (f"{self.offered} seats", "they are")
            said.append(f"{seats} may come free: {they} offered to others, who have not answered yet.")
        if self.high:
            many = f"{self.low} to {self.high}" if self.low < self.high else f"{self.high}"
            people = "person gives a seat" if self.low == self.high == 1 else "people give their seat"
            said.append(f"Going by past gatherings, {many} {people} back before the day.")
        return " ".join(said)


def hopes_of(gathering: Gathering, now: datetime) -> Hopes:
    """How many seats may still come to the list: those offered that are not taken yet, and those that people are likely to give
    back before the day, learnt from this community's past gatherings."""
    told = [turnout.Past(one.signed_up, one.told) for one in _counted_gatherings(now)]
    offered = gathering.offers.filter(seat__isnull=False).count()
    leaving = turnout.forecast(gathering.sign_ups.coming().count(), told, turnout.LEAVING_PRIOR)
    return Hopes(offered, leaving.low, leaving.high)


def has_seat_for(sign_up: SignUp, now: datetime) -> bool:
    """Whether somebody who gave their seat back may have one again at once."""
    kept = Offer.objects.filter(gathering=sign_up.gathering, waiting__person=sign_up.person_id, seat__isnull=False)
    if kept.filter(expires_at__gt=now).exists():
        return True
    size = sign_up.person.organisation_size
    return place_for(sign_up.gathering, pool=sign_up.pool_id, way=sign_up.way, now=now, size=size) is not None


def comes_online(sign_up: SignUp) -> bool:
    """Whether they need the link; who has not said which way they come does."""
    way = sign_up.gathering.way
    return way == "online" or (way == "both" and sign_up.way != "room")


def link_shows(gathering: Gathering, now: datetime) -> bool:
    """Whether those who come may have the link by now."""
    if gathering.link_from is None:
        return True
    return now >= gathering.starts_at - timedelta(minutes=gathering.link_from)


def link_for(sign_up: SignUp, now: datetime) -> str:
    """The link, for who has a seat, comes online, and from when the organiser says; else nothing."""
    gathering = sign_up.gathering
    if sign_up.seat is None or gathering.is_cancelled or gathering.ends_at <= now:
        return ""
    return gathering.link if comes_online(sign_up) and link_shows(gathering, now) else ""


def may_take_free_seat(waiting: Waiting, now: datetime) -> bool:
    """After the cut-off: is there a seat that they could take at once?"""
    known = facts_of(waiting.gathering, now)
    if known.rules.closed or not hours.too_late(known.rules, now):
        return False
    small = small_said(waiting.person.organisation_size)
    return deciding.place_for(known, pool=waiting.pool_id, way=waiting.way, now=now, small=small) is not None


def latest_skips(gathering: Gathering) -> list[Skip]:
    """Who was passed over lately, and why: newest first."""
    skips = Skip.objects.filter(waiting__gathering=gathering).select_related("waiting__person")
    return list(skips.order_by("-at", "-pk")[:30])


def _counted_gatherings(now: datetime) -> QuerySet[Turnout]:
    return Turnout.objects.filter(gathering__ends_at__lt=now).order_by("-gathering__ends_at")[: turnout.LATEST]
