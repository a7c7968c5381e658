"""Lists that are too long, or no lists at all."""

import pytest

from collective.gather.gatherings.models import SignUp
from tests.journeys.workshop import EVENTBRITE, FILES

pytestmark = pytest.mark.django_db(transaction=True)

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def test_twenty_thousand_rows_are_looked_at_and_taken_in(organiser):
    organiser.plan("A very large gathering")
    rows = [f"Person {n:05d},person{n}@example.org,Charity {n % 900}" for n in range(20_000)]

    organiser.upload("everybody.csv", "\n".join(["Name,Email,Charity", *rows]).encode())
    organiser.sees("20,000 people in the file: 20,000 new.", "Person 00000")
    organiser.press("Take in 20,000 people")

    organiser.sees("Taken in")
    organiser.follow("To the people")
    organiser.sees("20,000 signed up", "Person 00099")
    organiser.press("Find", {"Find somebody": "person19999@"})
    organiser.sees("Person 19999")
    assert SignUp.objects.count() == 20_000


def test_a_pdf_that_calls_itself_csv_is_named_for_what_it_is(organiser):
    organiser.plan("Winter lunch")

    organiser.upload("sign-ups.csv", PDF, status=400)

    organiser.sees("PDF")
    assert organiser.page.h1 == "Take in a list"
    assert not SignUp.objects.exists()


def test_a_list_is_undone_but_for_who_came(organiser):
    organiser.plan("Winter lunch")
    organiser.upload(EVENTBRITE, (FILES / EVENTBRITE).read_bytes())
    organiser.press("Take in 52 people")
    taken_in = organiser.answer.path
    organiser.follow("To the people")
    organiser.press("Here: Tomasz Singh")

    organiser.open(taken_in)
    organiser.press("Undo it")

    organiser.sees("51 taken off the list again.", "1 stay on the list, because they have been checked in.")
    organiser.follow("To the people")
    organiser.sees("1 signed up, 1 here")
