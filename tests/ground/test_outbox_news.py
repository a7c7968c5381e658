"""News can be ended by its reader with one press, by a machine or by hand; looking ends nothing, service goes on."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from collective.ground.outbox import actions
from collective.ground.outbox.actions import suppressing
from collective.ground.outbox.models import Letter, OptOut, Reader
from tests.ground.outbox_kit import NOON, post

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def a_newsletter(key="weeknote:1", scope="weeknotes", **facts):
    post(key=key, stream="news", scope=scope, why="You asked for our weeknotes.", **facts)
    assert actions.deliver_due(now=NOON) == 1
    return mail.outbox[-1]


def link_of(letter):
    return "/" + letter.extra_headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]


class TestHeaders:
    def test_news_says_how_to_end_it_and_service_does_not(self):
        letter = a_newsletter()
        assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter.extra_headers["List-Unsubscribe"].strip("<>") in letter.body
        post("seat:1")
        actions.deliver_due(now=NOON)
        assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & set(mail.outbox[-1].extra_headers)

    def test_the_link_does_not_tell_who_reads(self):
        letter = a_newsletter()
        assert "amina" not in link_of(letter)
        assert "example.org" not in link_of(letter)


class TestOneClick:
    def test_ends_the_news_without_cookie_or_token_of_a_form(self, browser):
        link = link_of(a_newsletter())
        answer = browser.post(link, ONE_CLICK)
        assert answer.status_code == 200
        assert not answer.cookies
        post("weeknote:2", stream="news", scope="weeknotes")
        assert actions.deliver_due(now=NOON) == 0
        held = Letter.objects.get(key="weeknote:2")
        assert held.state == "stopped"
        assert held.problem == "This reader wants no more of this news."

    def test_believes_the_link_and_not_who_is_signed_in(self, browser, django_user_model):
        other = django_user_model.objects.create_user(email="bea@example.org", now=NOON, name="Bea")
        browser.force_login(other)
        browser.post(link_of(a_newsletter()), ONE_CLICK)
        assert list(OptOut.objects.values_list("reader__address", flat=True)) == ["amina@example.org"]

    def test_twice_stale_and_invented_links_are_answered_alike(self, browser):
        link = link_of(a_newsletter())
        answers = [browser.post(link, ONE_CLICK), browser.post(link, ONE_CLICK)]
        Reader.objects.all().delete()
        answers += [browser.post(link, ONE_CLICK), browser.post("/letters/invented/no-more/", ONE_CLICK)]
        answers += [browser.post(link.replace("weeknotes", "weekly"), ONE_CLICK)]
        assert {(each.status_code, each.content) for each in answers} == {(200, answers[0].content)}
        assert not OptOut.objects.exists()

    def test_looking_ends_nothing(self, browser):
        link = link_of(a_newsletter())
        for ask in (browser.get, browser.head):
            assert ask(link).status_code == 200
        assert not OptOut.objects.exists()
        assert browser.get("/letters/invented/no-more/").status_code == 404
        assert browser.put(link).status_code == 405

    def test_never_holds_back_what_somebody_asked_for(self, browser):
        browser.post(link_of(a_newsletter()), {"all": "yes"})
        post("seat:1")
        assert actions.deliver_due(now=NOON) == 1

    def test_one_kind_of_news_is_not_another_but_all_is_all(self, browser):
        link = link_of(a_newsletter())
        browser.post(link, ONE_CLICK)
        a_newsletter("digest:1", "digest")
        browser.post(link, {"all": "yes"})
        post("digest:2", stream="news", scope="digest")
        assert actions.deliver_due(now=NOON) == 0

    def test_a_press_by_mistake_can_be_taken_back(self, browser):
        link = link_of(a_newsletter())
        page = browser.post(link, {}).content.decode()
        assert "You get no more of these letters" in page
        assert "You get our letters again" in browser.post(link, {"back": "yes"}).content.decode()
        a_newsletter("weeknote:2")


class TestAddressesThatAreNotWrittenTo:
    def test_a_hard_bounce_holds_back_every_letter_until_staff_lift_it(self):
        assert suppressing.suppress(address="Amina@Example.org", reason="bounce", words="5.1.1", now=NOON)
        assert not suppressing.suppress(address="amina@example.org", reason="complaint", words="", now=NOON)
        letter = post("seat:1", to="amina@EXAMPLE.org")
        assert actions.deliver_due(now=NOON) == 0
        letter.refresh_from_db()
        assert letter.problem.startswith("Nothing goes to this address: mail comes back for good")
        from collective.ground.outbox.actions.holding import CannotGo, send_again
        from collective.ground.outbox.models import Suppression

        with pytest.raises(CannotGo, match="allow letters to it again"):
            send_again(letter=letter, now=NOON, by="Ada Hussain")
        assert suppressing.lift(suppression=Suppression.objects.get(), now=NOON, by="Ada Hussain")
        send_again(letter=letter, now=NOON, by="Ada Hussain")
        assert actions.deliver_due(now=NOON) == 1

    def test_a_letter_that_comes_too_late_is_not_sent(self):
        letter = post("reminder:1", not_after=NOON)
        assert actions.deliver_due(now=NOON + timedelta(minutes=1)) == 0
        letter.refresh_from_db()
        assert letter.problem == "It was too late for this letter to be of use."
