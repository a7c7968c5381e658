"""The desk's pages about mail: what waits, what went and why, what will go, and holding it back."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from collective.gather.gatherings import letters as gathering_letters
from collective.ground.lib import clock
from collective.ground.outbox import actions, automatic
from collective.ground.outbox.actions import suppressing
from collective.ground.outbox.automatic import Coming
from collective.ground.outbox.models import Letter, Outage, Pause, Suppression
from collective.share.pages.queries import mail_samples
from tests.cast import a_gathering, a_member, an_organiser

pytestmark = pytest.mark.django_db

PAGES = ("mail", "mail-coming", "mail-addresses", "mail-kinds")
ACTS = ("mail-letter-pause", "mail-letter-release", "mail-letter-again")
TEMPLATES = Path(gathering_letters.__file__).parents[1] / "templates/gatherings/letters"


@pytest.fixture
def ada():
    return signed_in(an_organiser())


def signed_in(member) -> Client:
    browser = Client()
    browser.force_login(member)
    return browser


def a_letter(key="confirm:1", to="amina@example.org", **facts) -> Letter:
    said = {
        "subject": "Your seat: Winter lunch",
        "text": "Dear Amina,\n\nyou have a seat.\n\nYour own page:\nhttps://community.example/seat/private/",
        "why": "You signed up for Winter lunch.",
        "now": clock.now(),
    }
    actions.post(key=key, to=to, **said | facts)
    return Letter.objects.get(key=key)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


class TestWhoMayLook:
    @pytest.mark.parametrize("page", PAGES)
    def test_organisers_do_others_find_nothing_and_strangers_sign_in(self, page, ada):
        assert ada.get(reverse(page)).status_code == 200
        assert signed_in(a_member()).get(reverse(page)).status_code == 404
        assert Client().get(reverse(page)).url.startswith("/sign-in/")
        assert ada.post(reverse(page)).status_code == 405

    @pytest.mark.parametrize("act", ACTS)
    def test_one_letter_likewise(self, act, ada):
        letter = a_letter()
        assert signed_in(a_member()).post(reverse(act, args=[letter.pk])).status_code == 404
        assert ada.get(reverse(act, args=[letter.pk])).status_code == 405
        assert ada.post(reverse(act, args=[letter.pk + 1])).status_code == 404
        assert ada.get(reverse("mail-letter", args=[letter.pk + 1])).status_code == 404


class TestFinding:
    def test_by_address_state_and_what_it_is_about(self, ada):
        gathering = a_gathering()
        a_letter("confirm:1", about=f"gathering:{gathering.pk}")
        a_letter("welcome:1", "bea@example.org", subject="Welcome")
        Letter.objects.filter(key="welcome:1").update(sent_at=clock.now(), text="")
        both, one, sent, about = (
            words(ada.get(f"/desk/mail/{query}"))
            for query in ("", "?q=BEA@ex", "?state=sent", f"?about=gathering:{gathering.pk}")
        )
        assert "To amina@example.org" in both
        assert "To bea@example.org" in both
        assert "amina@" not in one
        assert "amina@" not in sent
        assert "bea@" not in about
        assert "About Winter lunch" in about

    def test_nothing_found_says_what_to_try(self, ada):
        assert "No letter has been written yet." in words(ada.get("/desk/mail/"))
        assert "No letter is like that." in words(ada.get("/desk/mail/?q=nobody&before=x&state=odd"))

    def test_goes_back_page_by_page_with_as_many_questions_for_many_as_for_few(
        self, ada, django_assert_max_num_queries
    ):
        gathering = a_gathering()
        for n in range(130):
            a_letter(f"confirm:{n}", f"p{n:03}@example.org", about=f"gathering:{gathering.pk}")
        seen, address = [], "/desk/mail/"
        while address:
            with django_assert_max_num_queries(16):
                page = ada.get(address).content.decode()
            seen += re.findall(r"To (p\d+@)", page)
            older = re.search(r'href="(\?[^"]*before=\d+)"', page)
            address = "/desk/mail/" + older[1].replace("&amp;", "&") if older else ""
        assert seen == [f"p{n:03}@" for n in reversed(range(130))]


class TestOneLetter:
    def test_is_read_as_text_and_as_a_page_while_it_waits_and_never_after(self, ada):
        letter = a_letter()
        address, as_page = reverse("mail-letter", args=[letter.pk]), reverse("mail-letter-page", args=[letter.pk])
        assert "Dear Amina, you have a seat." in words(ada.get(address))
        page = ada.get(as_page)
        assert "sandbox" in page.headers["Content-Security-Policy"]
        assert "script-src" not in page.headers["Content-Security-Policy"]
        assert page.headers["Cache-Control"] == "no-store"
        actions.deliver_due(now=clock.now())
        gone = words(ada.get(address))
        assert "What it said was wiped when it went" in gone
        assert "/seat/private/" not in gone
        assert ada.get(as_page).status_code == 404

    def test_says_why_it_went_and_what_became_of_it(self, ada):
        letter = a_letter()
        ada.post(reverse("mail-letter-pause", args=[letter.pk]))
        ada.post(reverse("mail-letter-release", args=[letter.pk]))
        actions.deliver_due(now=clock.now())
        said = words(ada.get(reverse("mail-letter", args=[letter.pk])))
        assert "You signed up for Winter lunch." in said
        order = [
            "Written and put in the outbox",
            "Held back by Ada Hussain",
            "Let go by Ada Hussain",
            "Handed to the mail server",
        ]
        assert [said.index(each) for each in order] == sorted(said.index(each) for each in order)

    def test_one_that_was_given_up_is_sent_again_and_twice_is_harmless(self, ada):
        letter = a_letter()
        Letter.objects.update(given_up_at=clock.now(), tries=8, problem="552 full")
        for _ in range(2):
            ada.post(reverse("mail-letter-again", args=[letter.pk]))
        actions.deliver_due(now=clock.now())
        assert len(mail.outbox) == 1
        answer = ada.post(reverse("mail-letter-again", args=[letter.pk]), follow=True)
        assert "This letter went, and its words were wiped then" in words(answer)


class TestHoldingAll:
    def test_a_press_holds_everything_and_another_lets_it_go(self, ada):
        a_letter()
        assert "No letter goes." in words(ada.post(reverse("mail-pause"), follow=True))
        ada.post(reverse("mail-pause"))
        assert Pause.objects.count() == 1
        actions.deliver_all(now=clock.now())
        assert mail.outbox == []
        assert "Letters go again." in words(ada.post(reverse("mail-release"), follow=True))
        actions.deliver_all(now=clock.now())
        assert len(mail.outbox) == 1

    def test_a_mail_server_that_is_away_is_said_with_the_time(self, ada):
        now = clock.now()
        Outage.objects.create(started_at=now, tried_at=now, next_at=now, problem="ConnectionRefusedError")
        for page in ("/desk/mail/", "/desk/"):
            assert "The mail server does not answer" in words(ada.get(page))


class TestAddresses:
    def test_are_listed_with_the_reason_and_lifted_by_hand(self, ada):
        assert "Every address we have written to takes our mail." in words(ada.get(reverse("mail-addresses")))
        suppressing.suppress(address="gone@example.org", reason="bounce", words="5.1.1 unknown", now=clock.now())
        said = words(ada.get(reverse("mail-addresses") + "?q=GONE"))
        assert "gone@example.org Mail comes back for good" in said
        found = Suppression.objects.get()
        answer = ada.post(reverse("mail-lifting", args=[found.pk]), follow=True)
        assert "Letters go to gone@example.org again" in words(answer)
        found.refresh_from_db()
        assert found.lifted_by == "Ada Hussain"


class TestWhatWillGoOut:
    def test_by_day_with_counts_and_why_not(self, ada, monkeypatch):
        monkeypatch.setattr(automatic, "_STEPS", {})
        gathering = a_gathering()
        soon = clock.now() + timedelta(days=1)
        expected = [
            Coming(soon, "Reminder: Winter lunch", "amina@example.org", f"gathering:{gathering.pk}"),
            Coming(soon, "Reminder: Winter lunch", "bea@example.org", f"gathering:{gathering.pk}", "She cannot come."),
        ]
        automatic.register("Reminders", coming=lambda now, until: expected, run=lambda now: None)
        said = words(ada.get(reverse("mail-coming")))
        day = timezone.localtime(soon)
        assert f"{day:%A} {day.day} {day:%B} Reminder Winter lunch" in said
        assert f"{timezone.localtime(soon):%H:%M}, to amina@example.org" in said
        assert "Not to bea@example.org: She cannot come." in said

    def test_a_step_that_cannot_say_hides_no_other(self, ada, monkeypatch):
        monkeypatch.setattr(automatic, "_STEPS", {})

        def broken(now, until):
            raise RuntimeError("broken on purpose")

        automatic.register("Offers", coming=broken, run=lambda now: None)
        a_letter()
        said = words(ada.get(reverse("mail-coming")))
        assert "What “Offers” will do could not be worked out just now." in said
        assert "Your seat: Winter lunch To amina@example.org" in said

    def test_what_is_registered_now_can_say(self, ada):
        a_gathering()
        assert "could not be worked out" not in words(ada.get(reverse("mail-coming")))


class TestWhatLettersSay:
    def test_every_letter_of_a_gathering_has_its_sample(self):
        assert {path.stem for path in TEMPLATES.glob("*.txt")} <= {each.name for each in mail_samples.kinds()}

    @pytest.mark.parametrize("kind", [each.name for each in mail_samples.kinds()])
    def test_each_is_shown_whole(self, ada, kind, settings):
        usual = settings.TEMPLATES
        telling = {**usual[0], "OPTIONS": {**usual[0]["OPTIONS"], "string_if_invalid": "LACKING"}}
        settings.TEMPLATES = [telling]
        found = mail_samples.sample(kind)
        assert "LACKING" not in found.letter.text
        assert "None" not in found.letter.text
        settings.TEMPLATES = usual
        assert found.letter.subject in words(ada.get(reverse("mail-kind", args=[kind])))
        assert ada.get(reverse("mail-kind-page", args=[kind])).status_code == 200

    def test_an_unknown_kind_is_not_there(self, ada):
        assert ada.get(reverse("mail-kind", args=["nothing"])).status_code == 404
        assert ada.get(reverse("mail-kind-page", args=["nothing"])).status_code == 404
