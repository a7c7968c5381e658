"""Story 6: what is public of a workshop, read by somebody who subtracts."""

import json

import pytest

from collective.talk.rooms.models import Answer
from tests.journeys import small_counts
from tests.journeys.visitor import Visitor
from tests.journeys.workshop import STAGES, a_workshop, crowd, the_sign_ups, thirty_who_come

pytestmark = pytest.mark.django_db(transaction=True)

# One of Truro, two of Glasgow, four abroad or nearly: what a careless page would print.
TOWNS = (
    ["Leeds"] * 9 + ["Sheffield"] * 3 + ["Cardiff"] * 6 + ["Glasgow"] * 2 + ["Truro"] + ["Norwich"] * 4 + ["Hove"] * 3
)
FILES = ("csv", "xlsx", "json")


@pytest.fixture
def workshop(organiser):
    """Twenty-eight of thirty say where they are, all say words, twenty-seven a stage; cards, tables, a vote, ratings."""
    code = a_workshop(organiser)
    guests = crowd(code, thirty_who_come(the_sign_ups()), agree=True)
    organiser.begin()
    organiser.go_on("Where are you today?")
    for guest, town in zip(guests, TOWNS, strict=False):
        guest.say_where(town)
    organiser.go_on()
    for at, guest in enumerate(guests):
        guest.say_words("food" if at < 11 else "housing", ["carers", "rivers"][at % 7 == 0], f"only-{at}")
    organiser.go_on()
    for at, guest in enumerate(guests[:27]):
        guest.say_stage(STAGES[min(at // 4, 4)])
    organiser.go_on()
    organiser.draw_and_show()
    for at, guest in enumerate(guests[:9]):
        guest.write_card("Need" if at < 6 else "Idea", f"Card number {'abcdefghi'[at]}")
    guests[0].name_the_table("The Outliers")
    organiser.go_on()
    next(guest for guest in guests if guest.name not in _beside(organiser, guests[0])).vote()
    organiser.desk()
    organiser.press("Count the votes and show who won")
    organiser.go_on()
    organiser.draw_and_show()
    organiser.go_on()
    for guest in guests[:6]:
        guest.rate("Good")
    guests[6].rate("It did not work")
    organiser.close_room()
    return organiser


def _beside(organiser, guest) -> set[str]:
    """Everybody at this guest's table in the first round."""
    organiser.open(f"/desk/rooms/{organiser.room}/tables/")
    line = next(one.text for one in organiser.page.root.all("li") if guest.name in one.text and "," in one.text)
    return {name.strip() for name in line.split(":")[-1].split(",")}


def test_no_page_and_no_file_tells_of_one_to_four_people(workshop):
    reader = Visitor()
    addresses = [workshop.result, *(f"{workshop.result.rstrip('/')}.{ending}" for ending in FILES)]
    assert [reader.status_of(address) for address in addresses] == [404] * 4

    workshop.publish_result()
    versions = [_everything_public(reader, workshop)]
    reader.open(workshop.result)
    reader.sees("Where are you today?", "food", "housing", "The Outliers")
    reader.sees_not("only-1")
    assert "Card number" not in reader.page.text

    _type_in_one_more(workshop, "Truro")
    reader.open(workshop.result)  # nothing changes by itself
    assert _json(reader, workshop) == versions[0]
    workshop.publish_result("Publish again")
    versions.append(_everything_public(reader, workshop))
    _type_in_one_more(workshop, "Leeds")
    workshop.publish_result("Publish again")
    versions.append(_everything_public(reader, workshop))
    assert small_counts.by_subtraction(versions) == []

    workshop.open(f"/desk/gatherings/{workshop.slug}/result/")
    workshop.press("Take the result back")
    assert [reader.status_of(address) for address in addresses] == [410, 404, 404, 404]
    assert Answer.objects.filter(by_hand=True).count() == 2

    _the_files_for_organisers_are_theirs_alone(workshop)


def _the_files_for_organisers_are_theirs_alone(workshop) -> None:
    address = f"/desk/gatherings/{workshop.slug}/everything.json"
    held = json.loads(workshop.download(address))
    assert len(held["cards"]) == 9
    assert not any(row["Person"] or row["Time"] for row in held["answers"] if row["Question"] == "Where are you today?")
    stranger = Visitor()
    stranger.open(address)
    assert stranger.page.h1 == "Sign in"


def _json(reader: Visitor, workshop) -> dict:
    return json.loads(reader.download(f"{workshop.result.rstrip('/')}.json"))


def _everything_public(reader: Visitor, workshop) -> dict:
    """Reads every public page and file; answers what the JSON says."""
    for page in ("/", "/gatherings/", f"/gatherings/{workshop.slug}/", "/shared-question/", workshop.result):
        reader.open(page)
        if page in {"/", "/shared-question/"}:
            told = next((one.text for one in reader.page.root.all("section") if workshop.slug in _links(one)), "")
        else:
            told = small_counts.of_page(reader.page.html)
        assert small_counts.in_text(told) == [], f"{page}: {told}"
    base = workshop.result.rstrip("/")
    for ending, read in (("csv", small_counts.of_csv), ("xlsx", small_counts.of_xlsx), ("json", small_counts.of_json)):
        told = read(reader.download(f"{base}.{ending}"))
        assert small_counts.in_text(told) == [], f"{ending}: {told}"
    said = _json(reader, workshop)
    assert small_counts.by_subtraction([said]) == []
    return said


def _links(section) -> str:
    return " ".join(one.attrs.get("href", "") for one in section.all("a"))


def _type_in_one_more(workshop, town: str) -> None:
    workshop.open(f"/desk/rooms/{workshop.room}/typing-in/")
    workshop.press("Choose", {"Question": "Where are you today?"})
    workshop.press("Count this answer", {"Town": town})
    workshop.sees("The answer is counted.")
