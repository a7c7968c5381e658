"""The paper pack carries a workshop without Wi-Fi."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collective.gather.gatherings import actions as gatherings
from collective.talk.conversations import engine
from collective.talk.conversations.actions import drawing
from collective.talk.rooms.actions import planning
from tests import cast

if TYPE_CHECKING:
    from django.test import Client

    from collective.gather.gatherings.models import Gathering


@pytest.fixture
def planned(db: None) -> Gathering:
    gathering = cast.a_gathering()
    for n in range(1, 21):
        gatherings.add_by_hand(gathering=gathering, name=f"Person {n:02d}", organisation="Usk Pantry", now=cast.NOON)
    planning.lay_pilot(planning.lay_out(gathering=gathering, now=cast.NOON))
    return gathering


def page(client: Client, gathering: Gathering, more: str = "") -> str:
    client.force_login(cast.an_organiser())
    return client.get(f"/desk/gatherings/{gathering.slug}/paper/{more}").content.decode()


def test_the_pack_holds_everything_a_day_needs(client: Client, planned: Gathering) -> None:
    pack = page(client, planned)
    room = planned.rooms.get()
    for text in (", ".join(room.code), "When the Wi-Fi fails", "Typing it in afterwards", "Run-sheet", "Person 01"):
        assert text in pack
    for text in ("Usk Pantry", "North East", "Unaware: ", "It could not be better", "What worries you?", "Our name:"):
        assert text in pack
    assert pack.count('class="slip-no"') == 20
    assert pack.count('<h2 class="hide">Cards to cut') == 5


def test_the_same_lot_prints_the_same_slips(client: Client, planned: Gathering) -> None:
    one, other = page(client, planned, "?people=30&seed=7"), page(client, planned, "?people=30&seed=7")
    assert one == other
    assert one.count('class="slip-no"') == 30
    assert page(client, planned, "?people=30&seed=8") != one


@pytest.mark.parametrize("more", ["?people=100000&seed=1", "?people=x", "?people=1", "?seed=-1"])
def test_numbers_that_cannot_be_are_refused_on_the_page(client: Client, planned: Gathering, more: str) -> None:
    client.force_login(cast.an_organiser())
    answer = client.get(f"/desk/gatherings/{planned.slug}/paper/{more}")
    assert answer.status_code == 400
    assert 'class="slip-no"' in answer.content.decode()


def test_tables_that_are_drawn_are_printed_instead_of_slips(client: Client, db: None) -> None:
    room = cast.a_room()
    cast.people_in(room, 9)
    step = cast.a_round_step(room)
    drawing.propose(round=step.round, now=cast.NOON, by=None, seed=1)
    pack = page(client, room.gathering)
    assert "Who sits where, round 1" in pack
    assert "slip-no" not in pack


def test_a_gathering_without_a_room_has_a_pack_too(client: Client, db: None) -> None:
    pack = page(client, cast.a_gathering())
    assert "lay it out first" in pack
    assert "qr-code" not in pack


@settings(max_examples=25)
@given(st.integers(16, 90), st.integers(1, 3), st.integers(0, 5))
def test_slips_seat_everybody_once_a_round_and_nobody_meets_twice(people: int, rounds: int, seed: int) -> None:
    packets = engine.slips(people, rounds=rounds, seed=seed)
    slips = [slip for packet in packets for slip in packet]
    assert [slip.number for slip in slips] == list(range(1, people + 1))
    met: Counter[tuple[int, int]] = Counter()
    for round in range(rounds):
        tables: dict[int, list[int]] = {}
        for slip in slips:
            tables.setdefault(slip.tables[round], []).append(slip.number)
        assert all(3 <= len(there) <= 5 for there in tables.values())
        met.update(pair for there in tables.values() for pair in combinations(sorted(there), 2))
    assert max(met.values()) == 1


@given(st.integers(33, 120), st.integers(0, 5))
def test_a_packet_fills_its_own_tables(people: int, seed: int) -> None:
    packets = engine.slips(people, rounds=2, seed=seed)
    tables = [{table for slip in packet for table in slip.tables} for packet in packets]
    assert len(packets) > 1
    assert not [1 for one, other in combinations(tables, 2) if one & other]
