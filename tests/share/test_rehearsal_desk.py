"""A rehearsal at the desk: who may start and wipe one, and what each screen says."""

import pytest
from django.test import Client
from django.urls import reverse

from collective.share.rehearsal.models import Rehearsal
from collective.talk.rooms.models import Room
from tests.cast import a_member, an_organiser
from tests.share.rehearsal_kit import a_planned_room, rehearse

pytestmark = pytest.mark.django_db


def signed_in(member):
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def room():
    return a_planned_room(signed_up=40)


@pytest.fixture
def desk():
    return signed_in(an_organiser())


def page(room):
    return reverse("rehearsal", args=[room.pk])


def removal(room):
    return reverse("rehearsal-removal", args=[room.pk])


class TestStart:
    def test_the_page_offers_as_many_as_would_come(self, desk, room):
        answer = desk.get(page(room))
        assert answer.status_code == 200
        assert answer.context["form"]["size"].value() == 24
        assert "Start the rehearsal" in answer.text

    def test_a_bare_press_starts_the_usual_and_goes_to_the_twins_desk(self, desk, room):
        answer = desk.post(page(room))
        rehearsal = Rehearsal.objects.get()
        assert answer.url == reverse("room-desk", args=[rehearsal.room_id])
        assert (rehearsal.size, rehearsal.pace, rehearsal.hosted) == (24, "human", False)
        assert rehearsal.room.is_open
        assert rehearsal.room.rehearsal_of == room

    def test_how_many_and_how_fast_can_be_chosen(self, desk, room):
        desk.post(page(room), {"size": "50", "pace": "quick"})
        assert Rehearsal.objects.values_list("size", "pace").get() == (50, "quick")

    @pytest.mark.parametrize("size", ["", "none", "1", "5000", "-3", "12.5"])
    def test_a_number_that_is_none_comes_back_with_words(self, desk, room, size):
        answer = desk.post(page(room), {"size": size, "pace": "human"})
        assert answer.status_code == 400
        assert "Type a whole number from 2 to 120" in answer.text
        assert not Rehearsal.objects.exists()

    def test_a_pace_nobody_has_comes_back_with_words(self, desk, room):
        answer = desk.post(page(room), {"size": "20", "pace": "never"})
        assert answer.status_code == 400
        assert "Choose one of the three" in answer.text

    def test_twice_makes_one(self, desk, room):
        for _ in range(2):
            desk.post(page(room))
        assert Rehearsal.objects.count() == Room.objects.filter(rehearsal_of=room).count() == 1

    def test_from_the_twin_it_starts_afresh_for_the_real_room(self, desk, room):
        twin = rehearse(room).room
        desk.post(page(twin))
        assert Room.objects.get(rehearsal_of__isnull=False).rehearsal_of == room


class TestWipe:
    def test_one_button_on_every_desk_of_the_twin_wipes_it(self, desk, room):
        twin = rehearse(room).room
        assert removal(twin) in desk.get(reverse("room-desk", args=[twin.pk])).text
        answer = desk.post(removal(twin), follow=True)
        assert answer.redirect_chain[-1][0] == reverse("room-desk", args=[room.pk])
        assert "The rehearsal is wiped" in answer.text
        assert not Rehearsal.objects.exists()
        assert Room.objects.filter(pk=room.pk).exists()

    def test_twice_is_harmless(self, desk, room):
        rehearse(room)
        for _ in range(2):
            assert desk.post(removal(room)).status_code == 302
        assert Room.objects.get() == room

    def test_the_real_desk_has_no_such_button_and_a_link_to_rehearse(self, desk, room):
        text = desk.get(reverse("room-desk", args=[room.pk])).text
        assert removal(room) not in text
        assert page(room) in text
        assert page(room) in desk.get(reverse("room-plan", args=[room.pk])).text


class TestWho:
    @pytest.mark.parametrize("address", [page, removal])
    def test_a_member_finds_nothing(self, room, address):
        assert signed_in(a_member()).post(address(room)).status_code == 404
        assert not Rehearsal.objects.exists()

    @pytest.mark.parametrize("address", [page, removal])
    def test_who_is_signed_out_is_sent_to_sign_in(self, room, address):
        answer = Client().post(address(room))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))

    @pytest.mark.parametrize("name", ["rehearsal", "rehearsal-removal"])
    def test_an_unknown_room_is_not_found(self, desk, name):
        assert desk.post(reverse(name, args=[999_999])).status_code == 404

    def test_looking_changes_nothing(self, desk, room):
        assert desk.get(removal(room)).status_code == 405
        assert desk.put(page(room)).status_code == 405
        desk.get(page(room))
        assert not Rehearsal.objects.exists()


def test_every_screen_of_the_twin_says_what_it_is(desk, room):
    twin = rehearse(room).room
    stage = Client().get(reverse("stage", args=[twin.stage_token])).text
    assert "Rehearsal" in stage
    phone = Client()
    assert phone.get(reverse("room", args=[twin.code])).status_code == 200
    assert "Rehearsal." in desk.get(reverse("room-desk", args=[twin.pk])).text
    assert "Rehearsal." in desk.get(reverse("room-plan", args=[twin.pk])).text
