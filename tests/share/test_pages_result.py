"""A gathering's result: nobody sees it before, nothing small is in it, and it can be taken back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from collective.join.people import actions as people
from collective.share.pages import actions
from collective.share.pages.models import Publication
from collective.share.pages.queries import published
from collective.talk.conversations.actions import writing
from collective.talk.conversations.models import Card
from collective.talk.rooms.actions import planning
from collective.talk.rooms.models import Answer, Prompt, Room
from tests import cast
from tests.share import pages_kit as kit

if TYPE_CHECKING:
    from django.test import Client

    from collective.gather.gatherings.models import Gathering

pytestmark = pytest.mark.django_db
NOW = cast.NOON + timedelta(days=1)


def publish(gathering: Gathering, **facts: object) -> Publication:
    before = published.latest(gathering)
    facts = {"seen": before.version if before else 0, **facts}
    return actions.publish(gathering=gathering, now=NOW, by=cast.an_organiser(), **facts)


def edit(gathering: Gathering) -> str:
    return f"/desk/gatherings/{gathering.slug}/result/"


@pytest.fixture
def finished() -> Gathering:
    return kit.a_finished_gathering()[0]


@pytest.fixture
def organiser(client: Client) -> Client:
    client.force_login(cast.an_organiser())
    return client


def test_nobody_finds_a_result_before_it_is_published(client: Client, finished: Gathering) -> None:
    for address in ("result/", "result.csv", "result.xlsx", "result.json"):
        assert client.get(f"/gatherings/{finished.slug}/{address}").status_code == 404
    assert b"Result" not in client.get("/").content


def test_no_count_from_one_to_four_is_on_the_page_or_in_a_file(client: Client, finished: Gathering) -> None:
    publish(finished)
    for where, counts in kit.public_counts(client, finished.slug).items():
        assert counts, where
        assert not [number for number in counts if number in kit.SMALL], where


def test_totals_give_no_small_number_by_subtraction(client: Client, finished: Gathering) -> None:
    publish(finished)
    said = json.loads(client.get(f"/gatherings/{finished.slug}/result.json").content)
    for figure in said["figures"]:
        shown = [row["value"] for row in figure["rows"] if row["value"] is not None]
        rest = figure["people"] - sum(shown) if figure["people"] and figure["rows"] else 0
        hidden = [row for row in figure["rows"] if row["value"] is None]
        assert rest not in kit.SMALL or len(hidden) > 1 or "word" in figure["head"][0].lower(), figure["title"]
    heads = [said["came"]["people"], said["signed_up"]["people"]]
    answered = [figure["people"] for figure in said["figures"] if figure["head"][1] == "People"]
    pairs = [(one, other) for one in heads for other in [*answered, *heads] if one is not None and other is not None]
    assert not [pair for pair in pairs if abs(pair[0] - pair[1]) in kit.SMALL]


def test_publishing_again_after_one_answer_changed_shows_no_difference(client: Client, finished: Gathering) -> None:
    first = publish(finished)
    before = kit.public_counts(client, finished.slug)
    choice = Prompt.objects.get(step__title="Again?")
    Answer.objects.filter(prompt=choice, values=["0"]).first().delete()
    second = publish(finished)
    assert second.version == 2
    assert second.safe.figures[f"question-{choice.pk}"].held
    page = client.get(f"/gatherings/{finished.slug}/result/").content.decode()
    assert "the difference would point at them" in page
    for where, counts in kit.public_counts(client, finished.slug).items():
        assert not [number for number in counts if number in kit.SMALL], where
    assert before["json"] != kit.public_counts(client, finished.slug)["json"]
    first.refresh_from_db()
    assert first.replaced_at == NOW


def test_a_version_that_was_taken_back_still_guards_the_next(finished: Gathering) -> None:
    publish(finished)
    actions.withdraw(gathering=finished, now=NOW, by=None)
    choice = Prompt.objects.get(step__title="Again?")
    Answer.objects.filter(prompt=choice, values=["0"]).first().delete()
    assert publish(finished).safe.figures[f"question-{choice.pk}"].held


def test_what_people_wrote_and_who_they_are_is_nowhere_public(client: Client, finished: Gathering) -> None:
    publish(finished)
    for address in ("result/", "result.csv", "result.json"):
        page = client.get(f"/gatherings/{finished.slug}/{address}").content.decode()
        assert "A secret of ours" not in page
        assert "Person 0" not in page
        assert "kelp" not in page


def test_a_word_said_once_is_public_only_when_somebody_read_it(client: Client, finished: Gathering) -> None:
    once = published.said_once(finished)
    assert [one.word for one in once] == ["kelp farming"]
    publish(finished, approved=[once[0].value])
    assert "kelp farming" in client.get(f"/gatherings/{finished.slug}/result/").content.decode()


def test_only_cards_whose_writer_agreed_can_be_quoted(client: Client, finished: Gathering) -> None:
    agreed = Card.objects.filter(may_be_used=True).first()
    kept = Card.objects.filter(may_be_used=False).first()
    publish(finished, cards=[agreed.pk, kept.pk])
    page = client.get(f"/gatherings/{finished.slug}/result/").content.decode()
    assert agreed.text in page
    assert f">{kept.text}<" not in page


def test_a_card_goes_from_the_page_and_the_record_when_its_writer_takes_the_yes_back(
    client: Client, finished: Gathering, django_capture_on_commit_callbacks: object
) -> None:
    card = Card.objects.filter(may_be_used=True).select_related("author__person").first()
    people.give_consent(person=card.author.person, purpose="notes", where="Their own page", now=cast.NOON)
    made = publish(finished, cards=[card.pk])
    assert f">{card.text}<" in client.get(f"/gatherings/{finished.slug}/result/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        people.withdraw_consent(person=card.author.person, purpose="notes", now=NOW)
    assert f">{card.text}<" not in client.get(f"/gatherings/{finished.slug}/result/").content.decode()
    made.refresh_from_db()
    assert made.cards == []


def test_a_card_that_was_taken_back_or_hidden_is_not_shown(client: Client, finished: Gathering) -> None:
    one, other = Card.objects.filter(may_be_used=True)[:2]
    publish(finished, cards=[one.pk, other.pk])
    writing.take_back_card(card=one)
    Card.objects.filter(pk=other.pk).update(hidden_at=NOW)
    page = client.get(f"/gatherings/{finished.slug}/result/").content.decode()
    assert "In their own words" not in page


def test_paper_cards_need_the_organisers_word(finished: Gathering) -> None:
    room = Room.objects.get(gathering=finished)
    paper = writing.write_card(room=room, kind="idea", text="From paper", key="p", now=NOW, from_paper=True)
    with pytest.raises(actions.NotAgreed, match="tick that they agreed"):
        publish(finished, cards=[paper.pk])
    made = publish(finished, cards=[paper.pk], paper_agreed=True)
    assert published.standing_quotes(made) == [("Idea", ["From paper"])]


def test_two_organisers_at_once_make_one_version(finished: Gathering) -> None:
    publish(finished, seen=0)
    with pytest.raises(actions.SomebodyElsePublished, match="a moment before you"):
        publish(finished, seen=0)
    assert Publication.objects.count() == 1


def test_a_question_that_is_still_open_is_named(finished: Gathering) -> None:
    gathering, room = kit.a_finished_gathering(closed=False, here=8)
    step = cast.a_prompt_step(room, title="One more?")
    kit.host.go_to(room=room, step=step, now=cast.NOON, by=None)
    with pytest.raises(actions.NotYet, match="One more"):
        publish(gathering)


def test_a_rehearsal_is_never_published() -> None:
    gathering = cast.a_gathering("Only rehearsed")
    room = cast.a_room(gathering, opened=False)
    twin = planning.twin(room=room, now=cast.NOON)
    twin = kit.host.open_room(room=twin, now=cast.NOON, by=None)
    made_up = [cast.somebody(twin, f"Made up {n}") for n in range(20)]
    kit.asked(twin, "choice", made_up, [["0"]] * 20, options=["Yes", "No"], title="Rehearsed?")
    with pytest.raises(actions.NotYet):
        publish(gathering)
    assert published.proposal(gathering).figures == {}


def test_what_a_rehearsal_said_is_not_in_the_result(finished: Gathering) -> None:
    twin = planning.twin(room=Room.objects.real().get(gathering=finished), now=NOW)
    twin = kit.host.open_room(room=twin, now=NOW, by=None)
    made_up = [cast.somebody(twin, f"Made up {n}") for n in range(20)]
    kit.asked(twin, "choice", made_up, [["0"]] * 20, options=["Yes", "No"], title="Rehearsed?")
    titles = [figure.title for figure in publish(finished).safe.figures.values()]
    assert "Rehearsed?" not in titles
    assert "Again?" in titles


def test_taken_back_the_page_says_so_and_the_files_are_gone(organiser: Client, finished: Gathering) -> None:
    publish(finished)
    for _ in range(2):
        assert organiser.post(f"{edit(finished)}withdrawal/").status_code == 302
    gone = organiser.get(f"/gatherings/{finished.slug}/result/")
    assert gone.status_code == 410
    assert "was taken back" in gone.content.decode()
    assert organiser.get(f"/gatherings/{finished.slug}/result.json").status_code == 404


def test_the_organiser_sees_the_public_figure_beside_the_room(organiser: Client, finished: Gathering) -> None:
    page = organiser.get(edit(finished)).content.decode()
    assert "Unaware or Emerging" in page
    assert "kelp farming" in page
    assert "Not public." in page
    assert Publication.objects.count() == 0


def test_looking_at_it_first_changes_nothing(organiser: Client, finished: Gathering) -> None:
    card = Card.objects.filter(may_be_used=True).first()
    asked = {"seen": 0, "words": "We **met**.", "cards": [card.pk]}
    page = organiser.post(edit(finished), asked).content.decode()
    assert "<strong>met</strong>" in page
    assert page.count(card.text) == 2
    assert Publication.objects.count() == 0


def test_the_organiser_publishes_with_words_and_presses_twice(organiser: Client, finished: Gathering) -> None:
    asked = {"seen": 0, "words": "We **met**. <script>alert(1)</script>"}
    assert organiser.post(f"{edit(finished)}publication/", asked).status_code == 302
    again = organiser.post(f"{edit(finished)}publication/", asked)
    assert again.status_code == 409
    assert "a moment before you" in again.content.decode()
    assert "We **met**" in again.content.decode()
    assert 'name="seen" value="1"' in again.content.decode()
    page = organiser.get(f"/gatherings/{finished.slug}/result/").content.decode()
    assert "<strong>met</strong>" in page
    assert "<script>alert" not in page
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("address", ["result/", "everything.xlsx", "everything.json", "everything.csv", "paper/"])
def test_desk_addresses_belong_to_organisers(client: Client, finished: Gathering, address: str) -> None:
    url = f"/desk/gatherings/{finished.slug}/{address}"
    assert client.get(url).status_code == 302
    client.force_login(cast.a_member())
    assert client.get(url).status_code == 404
    client.force_login(cast.an_organiser())
    assert client.get(url).status_code == 200
    assert client.get(url.replace(finished.slug, "unknown")).status_code == 404


@pytest.mark.parametrize("address", ["publication/", "withdrawal/"])
def test_changes_are_made_by_organisers_with_a_button(client: Client, finished: Gathering, address: str) -> None:
    url = edit(finished) + address
    assert client.post(url).status_code == 302
    client.force_login(cast.a_member())
    assert client.post(url).status_code == 404
    client.force_login(cast.an_organiser())
    assert client.get(url).status_code == 405
    assert Publication.objects.count() == 0


def test_bad_input_returns_the_form_with_words(organiser: Client, finished: Gathering) -> None:
    answer = organiser.post(f"{edit(finished)}publication/", {"seen": "x", "words": "y" * 7000})
    assert answer.status_code == 400
    assert "thing" in answer.content.decode()
    assert Publication.objects.count() == 0


def test_everything_has_no_name_and_no_time_on_anonymous_answers(organiser: Client, finished: Gathering) -> None:
    said = json.loads(organiser.get(f"/desk/gatherings/{finished.slug}/everything.json").content)
    places = [row for row in said["answers"] if row["Question"] == "Where are you today?"]
    assert len(places) == 26
    assert {(row["Person"], row["Time"]) for row in places} == {("", "")}
    assert {"food", "kelp farming"} <= {row["Counted as"] for row in said["answers"]}
    assert len(said["cards"]) == len(said["ratings"]) == 30
    assert "Person" not in said["ratings"][0]
    sheet = organiser.get(f"/desk/gatherings/{finished.slug}/everything.csv").content.decode("utf-8-sig")
    assert sheet.startswith("Question,Turn,Answer")


def test_the_front_page_and_the_shared_question_lead_to_what_was_learnt(client: Client, finished: Gathering) -> None:
    publish(finished)
    for address in ("/", "/shared-question/"):
        page = client.get(address).content.decode()
        assert f"/gatherings/{finished.slug}/result/" in page
        assert "about 30 people" in page.lower()


def test_the_gathering_leads_to_its_result_once_that_is_public(client: Client, finished: Gathering) -> None:
    address = f"/gatherings/{finished.slug}/"
    assert "Read what was learnt" not in client.get(address).content.decode()

    publish(finished)

    assert f'<a href="{address}result/">Read what was learnt</a>' in client.get(address).content.decode()
