"""Why somebody is not offered a seat, in a sentence for staff and one for the person. Nobody is named in either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collective.gather.gatherings.seating.facts import Pool, Rules


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` for the program; the rest for people."""

    code: str
    staff: str
    person: str


def at(moment: datetime, rules: Rules) -> str:
    """ "Tuesday 3 March, 08:00 (GMT)", in the gathering's zone."""
    local = moment.astimezone(rules.zone)
    return f"{local:%A} {local.day} {local:%B, %H:%M} ({local:%Z})"


def closed(rules: Rules) -> Reason:
    return Reason("closed", f"{rules.closed} Nobody is offered a seat any more.", f"{rules.closed} The list is closed.")


def has_offer(until: datetime, rules: Rules) -> Reason:
    return Reason(
        "has_offer",
        f"Has an offer, open until {at(until, rules)}.",
        f"A seat is offered to you. It is kept for you until {at(until, rules)}.",
    )


def quiet(until: datetime, rules: Rules) -> Reason:
    return Reason(
        "quiet",
        f"A seat is free, but these are quiet hours. It is offered at {at(until, rules)}.",
        f"A seat is free for you. We do not write in the night: it is offered to you at {at(until, rules)}.",
    )


def late(rules: Rules) -> Reason:
    return Reason(
        "late",
        f"Offers stopped at {at(rules.stops_at, rules)}. A seat that is free now goes to whoever takes it first; you can also"
        " seat somebody by hand.",
        "It is too close to the start to make offers. If a seat is free, this page has a button to take it.",
    )


def own_limit(limit: datetime, rules: Rules) -> Reason:
    return Reason(
        "own_limit",
        f"Asked not to be offered a seat later than {at(limit, rules)}.",
        f"You asked us not to offer you a seat later than {at(limit, rules)}. You can change that below.",
    )


def no_address() -> Reason:
    return Reason(
        "no_address",
        "We hold no address to write to. Seat them by hand; they keep their place until then.",
        "We have no address to write to you. You keep your place; ask an organiser to seat you.",
    )


def not_agreed() -> Reason:
    """For who came in a list from another tool."""
    return Reason(
        "not_agreed",
        "They came in a list from another tool: nobody has agreed that we write to them. Offer a seat by hand, or seat them.",
        "You came on this list from another tool. Say on the form of the waiting list that we may write to you, or ask an"
        " organiser to seat you. You keep your place.",
    )


def by_hand() -> Reason:
    return Reason(
        "by_hand",
        "A seat is free. Seats are offered by hand here: you decide who is next.",
        "A seat is free. The organisers offer the seats themselves here, and have been told.",
    )


def held(pool: Pool, rules: Rules, small: bool | None = None) -> Reason:
    """The only free seats are kept for others. `small`: whether this person's organisation is small; None is not said."""
    until = f" until {at(pool.held_until, rules)}" if pool.held_until else ""
    after = " After that it is open to everybody, in the order of the list." if pool.held_until else ""
    if not pool.small_only:
        said = f"What is free is held for others ({pool.name}){until}."
        return Reason("held", said, f"{said}{after} You keep your place.")
    said = f"What is free is held for small organisations, up to 10 people ({pool.name}){until}."
    if small is None:
        ask = " If yours is one, fill in the form of the waiting list once more and say its size."
        return Reason("held", f"{said} They have not said their size.", f"{said}{ask}{after} You keep your place.")
    return Reason(
        "held", f"{said} Theirs is larger.", f"{said} You said that yours is larger.{after} You keep your place."
    )


def other_way(pool: Pool) -> Reason:
    """The only free seats are for those who come another way."""
    said = f"Seats are free only here: {pool.name or 'the open seats'}."
    return Reason(
        "other_way",
        f"{said} They asked for another part of the gathering.",
        f"{said} You asked for another part of the gathering and keep your place there.",
    )


def no_seat(offered: int) -> Reason:
    open_offers = f" {_seats(offered)} offered to others who have not answered yet." if offered else ""
    return Reason("no_seat", f"No seat is free.{open_offers}", "No seat is free at the moment.")


def next_in_line() -> Reason:
    return Reason(
        "next", "A seat is free and goes to them now.", "A seat is free. Our letter with the offer is on its way."
    )


def too_many() -> Reason:
    """For an offer that is taken back because there are fewer seats now."""
    return Reason(
        "fewer_seats",
        "There are fewer seats now than were taken and offered together. The newest offers are taken back first.",
        "There are fewer seats now than we thought, and we have to take our offer back. We are sorry. You have your old place"
        " on the list.",
    )


def by_organiser() -> Reason:
    """For an offer that an organiser takes back."""
    return Reason(
        "by_organiser",
        "An organiser took the offer back.",
        "An organiser had to take the offer back. We are sorry. You have your old place on the list.",
    )


def _seats(number: int) -> str:
    return "One seat is" if number == 1 else f"{number} seats are"


def ordinal(number: int) -> str:
    """ "1st", "2nd", "3rd", "11th", "22nd"."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
