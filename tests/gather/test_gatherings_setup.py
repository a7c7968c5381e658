"""What belongs to a gathering besides its facts: who may change it, and what it does to the page and the form."""

import io

import pytest
from django.test import Client
from PIL import Image

from collective.gather.diary.models import Invitation
from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import asking, hosting, setting_up
from collective.gather.gatherings.letters import posting
from collective.gather.gatherings.models import Account, Card, Host, Invite, Pool, Question, Remembered, Reply
from collective.ground.lib import clock
from collective.ground.outbox.models import Letter
from tests.gather.builders_gatherings import FORM, gathering, member, organiser, seat, signed_in

pytestmark = pytest.mark.django_db

PAGES = ["setup/", "account/", "copies/"]
ACTS = [
    "hosts/",
    "hosts/1/removal/",
    "questions/",
    "questions/1/removal/",
    "pools/",
    "pools/1/removal/",
    "card/",
    "card/removal/",
    "invites/",
    "series/",
]


def text(answer) -> str:
    return answer.content.decode()


def a_picture(side=900) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (side, side // 2), "#336699").save(file, "JPEG")
    file.seek(0)
    file.name = "group.jpg"
    return file


@pytest.fixture
def desk(client):
    return signed_in(client, organiser())


class TestWhoMay:
    @pytest.mark.parametrize("page", PAGES)
    def test_a_page_is_for_organisers(self, client, page):
        address = f"/desk/gatherings/{gathering().slug}/{page}"
        assert client.get(address)["Location"] == f"/sign-in/?next={address}"
        assert signed_in(client, member()).get(address).status_code == 404
        assert signed_in(client, organiser()).get(address).status_code == 200
        assert client.get(f"/desk/gatherings/nothing/{page}").status_code == 404

    @pytest.mark.parametrize("act", ACTS)
    def test_an_act_is_for_organisers_and_looking_at_it_does_nothing(self, client, act):
        address = f"/desk/gatherings/{gathering().slug}/{act}"
        assert client.post(address).status_code == 302
        assert signed_in(client, member()).post(address).status_code == 404
        assert signed_in(client, organiser()).get(address).status_code == 405

    @pytest.mark.parametrize("act", ["hosts/", "questions/", "pools/", "card/", "invites/"])
    def test_an_empty_form_comes_back_with_words(self, desk, act):
        answer = desk.post(f"/desk/gatherings/{gathering(seats=9).slug}/{act}")
        assert answer.status_code == 400
        assert "There is a problem" in text(answer) or 'class="err"' in text(answer)

    def test_a_host_of_another_gathering_is_not_found(self, desk):
        host = hosting.name_host(gathering=gathering("One"), member=member(), now=clock.now())
        other = gathering("Other")
        assert desk.post(f"/desk/gatherings/{other.slug}/hosts/{host.pk}/removal/").status_code == 404
        assert Host.objects.exists()


class TestHosts:
    def test_stand_on_the_page_and_have_it_in_their_diary(self, desk):
        one = gathering()
        them = member(name="Ben Carr")
        for _ in range(2):
            desk.post(f"/desk/gatherings/{one.slug}/hosts/", {"host-email": "BEN@example.org"})
        assert "Ben Carr" in text(desk.get(f"/gatherings/{one.slug}/"))
        assert Host.objects.count() == 1
        assert Invitation.objects.get(person=them.person).role == "hosting"

    def test_who_cannot_sign_in_is_not_a_host_yet(self, desk):
        answer = desk.post(f"/desk/gatherings/{gathering().slug}/hosts/", {"host-email": "nobody@example.org"})
        assert answer.status_code == 400
        assert "Ask them to sign in once" in text(answer)

    def test_who_stops_hosting_and_has_a_seat_keeps_it_in_their_diary(self, desk):
        one, them = gathering(), member()
        host = hosting.name_host(gathering=one, member=them, now=clock.now())
        seat(one, "Ben Carr", "ben@example.org")
        assert Invitation.objects.get().role == "hosting", "a host is not asked to their own gathering"
        desk.post(f"/desk/gatherings/{one.slug}/hosts/{host.pk}/removal/")
        assert (Invitation.objects.get().role, Invitation.objects.get().ended_at) == ("coming", None)

    def test_a_host_sees_the_draft(self, client):
        one, them = gathering(listed=False), member()
        signed_in(client, them)
        assert client.get(f"/gatherings/{one.slug}/").status_code == 404
        hosting.name_host(gathering=one, member=them, now=clock.now())
        assert client.get(f"/gatherings/{one.slug}/").status_code == 200


class TestQuestions:
    def test_is_asked_and_the_answer_kept(self, client, desk):
        one = gathering()
        asked = {"question-text": "What do you eat?", "question-required": "on", "question-remember_as": "food"}
        for _ in range(2):
            desk.post(f"/desk/gatherings/{one.slug}/questions/", asked)
        desk.logout()
        question = Question.objects.get()
        address = f"/gatherings/{one.slug}/sign-up/"
        assert "What do you eat?" in text(client.get(address))
        refused = client.post(address, FORM)
        assert refused.status_code == 400
        assert "If there is nothing to say, write none" in text(refused)
        client.post(address, {**FORM, f"question-{question.pk}": "No nuts"})
        assert Reply.objects.get().text == "No nuts"

    def test_a_member_is_not_asked_twice(self, client):
        for title in ("First", "Second"):
            one = gathering(title)
            setting_up.ask_question(gathering=one, text="What do you eat?", remember_as="food")
        first = one.__class__.objects.get(title="First")
        them = signed_in(client, member())
        theirs = {**FORM, "email": "ben@example.org", f"question-{first.questions.get().pk}": "No nuts"}
        them.post(f"/gatherings/{first.slug}/sign-up/", theirs)
        assert 'value="No nuts"' in text(them.get(f"/gatherings/{one.slug}/sign-up/"))

    def test_a_stranger_reads_nobodys_answers_and_overwrites_none(self, client):
        one, other = gathering("One"), gathering("Other")
        for each in (one, other):
            setting_up.ask_question(gathering=each, text="What do you eat?", remember_as="food")
        client.post(f"/gatherings/{one.slug}/sign-up/", {**FORM, f"question-{one.questions.get().pk}": "No nuts"})
        assert "No nuts" not in text(client.get(f"/gatherings/{other.slug}/sign-up/"))
        client.post(f"/gatherings/{other.slug}/sign-up/", {**FORM, f"question-{other.questions.get().pk}": "Anything"})
        assert Remembered.objects.get().text == "No nuts"
        client.post(f"/gatherings/{one.slug}/sign-up/", {**FORM, f"question-{one.questions.get().pk}": "Other"})
        assert Reply.objects.get(sign_up__gathering=one).text == "No nuts"

    def test_what_is_remembered_is_forgotten_when_the_person_says_so(self, client):
        one = gathering()
        theirs = seat(one)
        Remembered.objects.create(person=theirs.person, key="food", text="No nuts", at=clock.now())
        address = f"/seat/{theirs.token}/remembered/removal/"
        assert client.get(address).status_code == 405
        for _ in range(2):
            assert client.post(address).status_code == 302
        assert not Remembered.objects.exists()

    def test_an_answered_question_stays(self, desk):
        one = gathering()
        question = setting_up.ask_question(gathering=one, text="What do you eat?")
        desk.post(f"/desk/gatherings/{one.slug}/questions/{question.pk}/removal/")
        assert not Question.objects.exists()
        question = setting_up.ask_question(gathering=one, text="What do you eat?")
        seat(one, replies={question.pk: "Bread"})
        answer = desk.post(f"/desk/gatherings/{one.slug}/questions/{question.pk}/removal/")
        assert answer.status_code == 409
        assert "so it stays" in text(answer)

    def test_ten_are_the_most(self):
        one = gathering()
        for number in range(10):
            setting_up.ask_question(gathering=one, text=f"Question {number}?")
        with pytest.raises(setting_up.TooMany, match="two minutes"):
            setting_up.ask_question(gathering=one, text="One more?")


class TestKeptSeats:
    def test_are_part_of_the_seats_and_never_more(self, desk):
        one = gathering(seats=10)
        address = f"/desk/gatherings/{one.slug}/pools/"
        desk.post(address, {"pool-name": "Small charities", "pool-seats": "6", "pool-days_before": "3"})
        assert Pool.objects.get().seats == 6
        refused = desk.post(address, {"pool-name": "Others", "pool-seats": "5"})
        assert "At most 4 more can be" in text(refused)
        same = desk.post(address, {"pool-name": "Small charities", "pool-seats": "1"})
        assert "Choose another name" in text(same)

    def test_can_be_only_for_small_organisations_and_the_page_says_so(self, desk):
        one = gathering(seats=10)
        said = {"pool-name": "Small charities", "pool-seats": "6", "pool-days_before": "3", "pool-small_only": "on"}
        answer = desk.post(f"/desk/gatherings/{one.slug}/pools/", said, follow=True)
        assert Pool.objects.get().small_only
        assert "Kept for small organisations, up to 10 people. Until" in text(answer)

    def test_nobody_else_sits_there_until_they_are_free(self):
        one = gathering(seats=3)
        pool = setting_up.keep_seats(gathering=one, name="Small charities", seats=2)
        seat(one, "Amina", "a@example.org")
        with pytest.raises(actions.GatheringFull):
            seat(one, "Ben", "b@example.org")
        setting_up.free_kept_seats(pool=pool)
        assert seat(one, "Ben", "b@example.org").seat == 2

    def test_without_a_number_of_seats_there_is_nothing_to_keep(self):
        with pytest.raises(setting_up.TooMany, match="Give it a number of seats first"):
            setting_up.keep_seats(gathering=gathering(), name="Some", seats=2)


class TestThePicture:
    def test_is_made_small_and_stands_on_the_page_with_its_words(self, desk, client):
        one = gathering()
        desk.post(f"/desk/gatherings/{one.slug}/card/", {"card-file": a_picture(2400), "card-alt": "Four at a table"})
        card = Card.objects.get()
        assert (card.media_type, card.width, card.height) == ("image/jpeg", 1600, 800)
        desk.logout()
        page = text(client.get(f"/gatherings/{one.slug}/"))
        assert 'alt="Four at a table"' in page
        picture = client.get(f"/gatherings/{one.slug}/picture/")
        assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/jpeg", "public, max-age=3600")

    def test_what_is_no_picture_or_says_nothing_comes_back(self, desk):
        address = f"/desk/gatherings/{gathering().slug}/card/"
        file = io.BytesIO(b"<svg/>")
        file.name = "x.svg"
        assert "not a picture we can read" in text(desk.post(address, {"card-file": file, "card-alt": "x"}))
        assert "for who cannot see it" in text(desk.post(address, {"card-file": a_picture(), "card-alt": ""}))
        assert not Card.objects.exists()

    def test_comes_down_and_twice_is_harmless(self, desk):
        one = gathering()
        setting_up.hang_card(gathering=one, file=a_picture(), alt="x", now=clock.now())
        for _ in range(2):
            assert desk.post(f"/desk/gatherings/{one.slug}/card/removal/").status_code == 302
        assert not Card.objects.exists()

    def test_without_one_a_card_is_drawn(self, client):
        one = gathering("A long name for a gathering that goes on and on, past what fits on three lines of a card")
        drawn = client.get(f"/gatherings/{one.slug}/picture/")
        assert Image.open(io.BytesIO(drawn.content)).size == (1200, 630)


class TestWhatHappened:
    def test_stands_on_the_page_and_is_taken_back(self, desk):
        one = gathering()
        address = f"/desk/gatherings/{one.slug}/account/"
        desk.post(address, {"text": "We *counted*. <script>alert(1)</script>"})
        page = text(desk.get(f"/gatherings/{one.slug}/"))
        assert "<em>counted</em>" in page
        assert "<script>alert" not in page
        desk.post(address, {"text": " "})
        assert not Account.objects.exists()


class TestAskingAlong:
    def test_writes_one_letter_with_the_question_and_holds_no_seat(self, client):
        one = gathering()
        mine = seat(one)
        for _ in range(2):
            sent = {"name": "Cleo", "email": "Cleo@example.org"}
            assert client.post(f"/seat/{mine.token}/invites/", sent).status_code == 302
        assert Invite.objects.get().email == "cleo@example.org"
        assert Letter.objects.filter(to="cleo@example.org").count() == 1
        assert one.sign_ups.count() == 1

    @pytest.mark.parametrize(
        ("title", "why"),
        [("What is data for?", "You signed up for What is data for?"), ("Lunch", "You signed up for Lunch.")],
    )
    def test_a_title_that_ends_in_its_own_mark_gets_no_full_stop_in_a_letter(self, title, why):
        assert posting.reason(seat(gathering(title=title))) == why

    def test_who_was_asked_signs_up_themself_by_the_link(self, client):
        one = gathering(audience="members")
        made = asking.invite(
            gathering=one, email="cleo@example.org", name="Cleo Mbeki", now=clock.now(), by=organiser()
        )
        address = f"/gatherings/{one.slug}/sign-up/"
        assert client.get(address).status_code == 404
        assert client.get(f"{address}?invited=nonsense").status_code == 404
        page = text(client.get(f"{address}?invited={made.token}"))
        assert 'value="Cleo Mbeki"' in page
        assert "checked" not in page, "no consent is given for them"
        sent = {**FORM, "name": "Cleo Mbeki", "email": "cleo@example.org"}
        assert client.post(f"{address}?invited={made.token}", sent).status_code == 302
        assert Invite.objects.get().sign_up == one.sign_ups.get()

    def test_five_each_are_the_most(self, client):
        mine = seat(gathering())
        for number in range(5):
            client.post(f"/seat/{mine.token}/invites/", {"email": f"p{number}@example.org"})
        answer = client.post(f"/seat/{mine.token}/invites/", {"email": "more@example.org"})
        assert answer.status_code == 409
        assert "5 is the most" in text(answer)

    def test_who_gave_their_seat_back_asks_nobody(self, client):
        mine = seat(gathering())
        actions.leave(sign_up=mine, now=clock.now())
        answer = client.post(f"/seat/{mine.token}/invites/", {"email": "p@example.org"})
        assert answer.status_code == 409
        assert not Invite.objects.exists()

    @pytest.mark.parametrize("email", ["", "nobody", "a@b\r\nBcc: c@example.org"])
    def test_a_bad_address_comes_back_with_words(self, client, email):
        mine = seat(gathering())
        answer = client.post(f"/seat/{mine.token}/invites/", {"email": email})
        assert answer.status_code == 400
        assert not Invite.objects.exists()

    def test_the_page_is_for_who_has_the_link(self, client):
        assert client.get("/seat/nothing/invites/").status_code == 404

    def test_the_address_is_forgotten_when_it_is_over(self):
        one = gathering()
        asking.invite(gathering=one, email="cleo@example.org", now=clock.now(), by=organiser())
        asking.forget_invites(clock.now())
        assert Invite.objects.exists()
        asking.forget_invites(one.ends_at + (one.ends_at - one.starts_at))
        assert not Invite.objects.exists()


class TestTheAnswers:
    def asked(self) -> object:
        one = gathering()
        first = setting_up.ask_question(gathering=one, text="What do you eat?")
        second = setting_up.ask_question(gathering=one, text="Why do you come?")
        seat(one, "Amina Yusuf", "a@example.org", replies={first.pk: "Bread", second.pk: "=1+1"})
        seat(one, "Ben Carr", "b@example.org", replies={second.pk: "To listen"})
        seat(one, "Cleo Mbeki", "c@example.org")
        return one

    def test_are_read_by_organisers_only(self, client):
        one, them = self.asked(), signed_in(Client(), member("dan@example.org", "Dan Okafor"))
        for tail in ("answers/", "answers/list.csv"):
            address = f"/desk/gatherings/{one.slug}/{tail}"
            assert client.get(address).status_code == 302
            assert them.get(address).status_code == 404

    def test_stand_with_their_question_and_name(self, desk):
        one = self.asked()
        page = text(desk.get(f"/desk/gatherings/{one.slug}/answers/"))
        assert page.index("Amina Yusuf") < page.index("Bread") < page.index("Ben Carr") < page.index("To listen")
        assert "Cleo" not in page

    def test_come_as_a_file_that_no_spreadsheet_runs(self, desk):
        one = self.asked()
        file = desk.get(f"/desk/gatherings/{one.slug}/answers/list.csv").content.decode("utf-8-sig")
        assert file.splitlines()[0] == "Name,What do you eat?,Why do you come?,State"
        assert ",=1+1" not in file
        assert "Ben Carr,,To listen,Coming" in file

    def test_an_empty_page_says_what_to_do(self, desk):
        assert "Add a question" in text(desk.get(f"/desk/gatherings/{gathering().slug}/answers/"))
