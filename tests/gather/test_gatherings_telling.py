"""One message to many, sent once; slides and notes for who may see the gathering."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from collective.gather.gatherings import actions
from collective.gather.gatherings.actions import sharing, telling
from collective.gather.gatherings.models import Broadcast, Material
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.outbox.models import Letter
from tests.gather.builders_gatherings import gathering, member, organiser, seat, seats, signed_in

pytestmark = pytest.mark.django_db
SAID = {"to": "coming", "subject": "The room has changed", "text": "We are on the second floor.", "token": "t" * 27}
PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"


def letters():
    return Letter.objects.filter(key__startswith="told:")


def told(at, **said):
    return telling.tell(gathering=at, now=clock.now(), by=organiser(), **{**SAID, **said})


class TestTelling:
    def test_writes_to_everybody_with_a_seat_with_the_reason_and_their_own_page(self):
        at = gathering()
        one, two = seat(at), seat(at, "Ben Carr", "ben@example.org")
        actions.leave(sign_up=two, now=clock.now())

        told(at)

        letter = letters().get()
        assert (letter.to, letter.subject) == ("amina@example.org", "The room has changed")
        assert "Dear Amina Yusuf,\n\nWe are on the second floor." in letter.text
        assert one.token in letter.text
        assert (letter.why, letter.about) == (
            "You have a seat at Winter lunch. This is about it.",
            f"gathering:{at.pk}",
        )

    def test_twice_is_once(self):
        at = gathering()
        seats(at, 3)

        assert told(at) == told(at)
        assert (letters().count(), Broadcast.objects.count()) == (3, 1)

    def test_to_those_who_came_reaches_only_them(self):
        at = gathering(starts_at=clock.now() - timedelta(hours=2))
        here, _ = seat(at), seat(at, "Ben Carr", "ben@example.org")
        actions.check_in(gathering=at, person=here.person, how="room", now=clock.now())

        told(at, to="came")

        assert [letter.to for letter in letters()] == ["amina@example.org"]

    def test_to_nobody_is_refused_in_words(self):
        with pytest.raises(telling.NobodyToTell):
            told(gathering(), to="waiting")
        assert not Broadcast.objects.exists()

    def test_to_many_goes_on_by_itself_and_reaches_each_once(self, monkeypatch):
        monkeypatch.setattr(telling, "AT_ONCE", 4)
        at = gathering()
        seats(at, 10)

        message = told(at)
        assert letters().count() == 4
        assert [coming.about for coming in telling.expected(clock.now(), clock.now() + timedelta(days=1))]
        for _ in range(5):
            telling.run(clock.now())

        message.refresh_from_db()
        assert (letters().count(), message.posted_at is not None) == (10, True)
        assert list(telling.expected(clock.now(), clock.now() + timedelta(days=1))) == []

    def test_says_how_many_gave_no_address(self):
        at = gathering()
        seat(at)
        actions.add_by_hand(gathering=at, name="Ben Carr", now=clock.now())

        assert telling.reach(at, "coming").sentence == "It goes to 1 person. 1 more gave no address and gets no letter."


class TestPages:
    @pytest.fixture
    def desk(self, client):
        return signed_in(client, organiser())

    def test_show_the_letter_and_the_number_of_people_before_anything_goes(self, desk):
        at = gathering()
        one = seat(at)
        page = desk.post(reverse("gathering-message-preview", args=[at.slug]), SAID).content.decode()

        assert "It goes to 1 person." in page
        assert "Dear Amina Yusuf," in page
        assert one.token not in page
        assert not letters().exists()

    def test_bring_the_words_back_to_be_changed(self, desk):
        at = gathering()
        page = desk.post(
            reverse("gathering-message-preview", args=[at.slug]), {**SAID, "again": "yes"}
        ).content.decode()

        assert "We are on the second floor." in page
        assert "Look at it first" in page

    def test_send_once_however_often_the_button_is_pressed(self, desk):
        at = gathering()
        seats(at, 2)
        for _ in range(2):
            assert desk.post(reverse("gathering-message-sending", args=[at.slug]), SAID).status_code == 302

        assert letters().count() == 2
        assert "The room has changed" in desk.get(reverse("gathering-messages", args=[at.slug])).content.decode()

    @pytest.mark.parametrize("missing", ["to", "subject", "text"])
    def test_say_what_is_missing(self, desk, missing):
        at = gathering()
        for name in ("gathering-message-preview", "gathering-message-sending"):
            assert desk.post(reverse(name, args=[at.slug]), {**SAID, missing: ""}).status_code == 400

    def test_keep_a_subject_on_one_line(self, desk):
        at = gathering()
        seat(at)
        desk.post(reverse("gathering-message-sending", args=[at.slug]), {**SAID, "subject": "A\r\nBcc: x@example.org"})

        assert all("\n" not in letter.subject for letter in letters())

    def test_are_nothing_to_others(self, client):
        at = gathering()
        names = ("gathering-message-preview", "gathering-message-sending", "gathering-material-add")
        assert client.get(reverse("gathering-messages", args=[at.slug])).status_code == 302
        signed_in(client, member())
        assert [client.post(reverse(name, args=[at.slug]), SAID).status_code for name in names] == [404] * 3
        signed_in(client, organiser())
        assert [client.get(reverse(name, args=[at.slug])).status_code for name in names] == [405] * 3


class TestSharing:
    def shared(self, at, filename="slides.pdf", data=PDF, title="Slides"):
        return sharing.share_file(
            gathering=at, title=title, filename=filename, data=data, now=clock.now(), by=organiser()
        )

    def test_a_file_is_what_its_bytes_say(self):
        made = self.shared(gathering(), "..\\..\\etc/Slides of the day.PDF")

        assert (made.filename, made.media_type) == ("Slides of the day.PDF", "application/pdf")

    @pytest.mark.parametrize(
        ("filename", "data"),
        [
            ("slides.pdf", b"<html><script>alert(1)</script>"),
            ("page.html", b"<html>"),
            ("drawing.svg", b"<svg>"),
            ("slides.pdf", b""),
            ("notes.txt", b"\x00\x01\x02"),
            ("run.exe", b"MZ"),
            ("slides", PDF),
            ("slides.pdf", PDF + b"x" * sharing.LARGEST),
        ],
    )
    def test_other_files_are_refused_in_a_sentence(self, filename, data):
        with pytest.raises(Refused) as refused:
            self.shared(gathering(), filename, data)
        assert str(refused.value).endswith(".")
        assert not Material.objects.exists()

    def test_forty_megabytes_is_the_most(self, monkeypatch):
        monkeypatch.setattr(sharing, "TOGETHER", 100)
        at = gathering()
        self.shared(at, data=PDF + b"x" * 60)

        with pytest.raises(sharing.NotShared):
            self.shared(at, data=PDF + b"x" * 60)

    def test_a_link_twice_is_one(self):
        at = gathering()
        for _ in range(2):
            sharing.share_link(gathering=at, title="Notes", url="https://x.example", now=clock.now(), by=organiser())

        assert Material.objects.count() == 1

    def test_a_file_goes_to_who_may_see_the_gathering_as_a_download_and_nothing_else(self, client):
        made = self.shared(gathering())
        answer = client.get(reverse("gathering-material", args=[made.gathering.slug, made.pk]))

        assert (answer.status_code, answer.content) == (200, PDF)
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]

    def test_of_a_gathering_that_is_not_shown_it_goes_to_who_has_a_seat_only(self, client):
        at = gathering()
        one, made = seat(at), self.shared(at)
        other = seat(gathering("Spring lunch"), "Ben Carr", "ben@example.org")
        actions.unlist(gathering=at, now=clock.now())
        address = reverse("gathering-material", args=[at.slug, made.pk])

        assert client.get(address).status_code == 404
        assert client.get(address, {"seat": other.token}).status_code == 404
        assert client.get(address, {"seat": one.token}).status_code == 200

    def test_the_page_takes_a_link_or_a_file_and_says_when_it_is_neither(self, client):
        at = gathering()
        desk = signed_in(client, organiser())
        address = reverse("gathering-material-add", args=[at.slug])

        assert desk.post(address, {"title": "Notes", "url": "https://notes.example.org/1"}).status_code == 302
        assert desk.post(address, {"title": "Slides", "file": SimpleUploadedFile("s.pdf", PDF)}).status_code == 302
        assert desk.post(address, {"title": "Nothing"}).status_code == 400
        assert desk.post(address, {"title": "Bad", "url": "javascript:alert(1)"}).status_code == 400
        assert desk.post(address, {"title": "Bad", "file": SimpleUploadedFile("s.html", b"<b>")}).status_code == 400
        page = desk.get(reverse("gathering-materials", args=[at.slug])).content.decode()
        assert "https://notes.example.org/1" in page
        desk.post(reverse("gathering-material-removal", args=[at.slug, Material.objects.get(filename="s.pdf").pk]))
        assert Material.objects.count() == 1
