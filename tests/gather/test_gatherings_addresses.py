"""The same questions of each address: who may open it, who may not, and what a wrong method or an unknown name gets."""

from __future__ import annotations

import pytest

from tests.gather import builders_gatherings as made

pytestmark = pytest.mark.django_db

PAGES = ["/gatherings/", "/gatherings/{slug}/", "/gatherings/{slug}/sign-up/", "/gatherings/{slug}/sign-up/sent/"]
DESK_PAGES = [
    "/desk/gatherings/new/",
    "/desk/gatherings/{slug}/edit/",
    "/desk/gatherings/{slug}/people/",
    "/desk/gatherings/{slug}/people/list.csv",
    "/desk/gatherings/{slug}/people/list.xlsx",
    "/desk/gatherings/{slug}/import/",
    "/desk/gatherings/{slug}/import/{batch}/",
]
DESK_ACTS = [
    "/desk/gatherings/{slug}/listing/",
    "/desk/gatherings/{slug}/listing/removal/",
    "/desk/gatherings/{slug}/cancellation/",
    "/desk/gatherings/{slug}/people/new/",
    "/desk/gatherings/{slug}/people/{seat}/facilitating/",
    "/desk/gatherings/{slug}/check-ins/",
    "/desk/gatherings/{slug}/check-ins/{person}/removal/",
    "/desk/gatherings/{slug}/import/{batch}/application/",
    "/desk/gatherings/{slug}/import/{batch}/removal/",
    "/desk/gatherings/{slug}/import/{batch}/discarding/",
]
SEAT_ACTS = ["/seat/{token}/leaving/", "/seat/{token}/leaving/removal/", "/seat/{token}/consents/gathering/withdrawal/"]


@pytest.fixture
def world():
    of = made.gathering()
    seat = made.seat(of)
    batch = made.uploaded(of)
    return {"slug": of.slug, "seat": seat.pk, "person": seat.person_id, "token": seat.token, "batch": batch.pk}


class TestForEverybody:
    @pytest.mark.parametrize("address", PAGES)
    def test_a_page_is_open_without_signing_in(self, client, world, address):
        assert client.get(address.format(**world)).status_code == 200
        assert client.head(address.format(**world)).status_code == 200

    @pytest.mark.parametrize("address", PAGES[1:])
    def test_what_is_not_in_the_diary_is_not_there(self, client, address):
        hidden = made.gathering("Not yet", listed=False)
        made.signed_in(client, made.member())
        assert client.get(address.format(slug=hidden.slug)).status_code == 404
        assert client.post(address.format(slug=hidden.slug)).status_code in {404, 405}

    def test_an_organiser_sees_what_is_not_in_the_diary_yet(self, client):
        hidden = made.gathering("Not yet", listed=False)
        made.signed_in(client, made.organiser())
        assert "only organisers see this" in client.get(f"/gatherings/{hidden.slug}/").content.decode()
        assert "Not yet" in client.get("/gatherings/").content.decode()

    @pytest.mark.parametrize("address", [page for page in PAGES if not page.endswith("sign-up/")])
    def test_looking_is_all_one_can_do_there(self, client, world, address):
        assert client.post(address.format(**world)).status_code == 405

    @pytest.mark.parametrize("address", PAGES[1:])
    def test_an_unknown_gathering_is_not_there(self, client, address):
        assert client.get(address.format(slug="nothing-of-the-kind")).status_code == 404


class TestForWhoHasTheLink:
    def test_the_page_opens_and_is_kept_from_caches_and_search_engines(self, client, world):
        answer = client.get("/seat/{token}/".format(**world))
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in answer.content.decode()

    @pytest.mark.parametrize("address", ["/seat/{token}/", *SEAT_ACTS])
    def test_a_wrong_token_opens_nothing(self, client, address):
        asked = client.post if address in SEAT_ACTS else client.get
        assert asked(address.format(token="not-a-token-of-ours")).status_code == 404

    @pytest.mark.parametrize("address", SEAT_ACTS)
    def test_what_changes_something_is_a_post(self, client, world, address):
        assert client.get(address.format(**world)).status_code == 405
        assert client.head(address.format(**world)).status_code == 405

    @pytest.mark.parametrize("address", SEAT_ACTS)
    def test_twice_is_harmless(self, client, world, address):
        for _ in range(2):
            assert client.post(address.format(**world), follow=True).status_code == 200


class TestForOrganisers:
    @pytest.mark.parametrize("address", DESK_PAGES)
    def test_a_page_opens(self, client, world, address):
        made.signed_in(client, made.organiser())
        assert client.get(address.format(**world)).status_code == 200

    @pytest.mark.parametrize("address", [*DESK_PAGES, *DESK_ACTS])
    def test_who_is_signed_out_is_sent_to_sign_in(self, client, world, address):
        asked = client.post if address in DESK_ACTS else client.get
        answer = asked(address.format(**world))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/?next=")

    @pytest.mark.parametrize("address", [*DESK_PAGES, *DESK_ACTS])
    def test_a_member_finds_nothing(self, client, world, address):
        made.signed_in(client, made.member())
        asked = client.post if address in DESK_ACTS else client.get
        assert asked(address.format(**world)).status_code == 404

    @pytest.mark.parametrize("address", DESK_ACTS)
    def test_what_changes_something_is_a_post(self, client, world, address):
        made.signed_in(client, made.organiser())
        assert client.get(address.format(**world)).status_code == 405

    @pytest.mark.parametrize("address", [*DESK_PAGES[1:], *DESK_ACTS])
    def test_an_unknown_gathering_is_not_there(self, client, world, address):
        made.signed_in(client, made.organiser())
        asked = client.post if address in DESK_ACTS else client.get
        assert asked(address.format(**world | {"slug": "nothing-of-the-kind"})).status_code == 404

    @pytest.mark.parametrize(
        "address",
        [one for one in [*DESK_PAGES, *DESK_ACTS] if any(key in one for key in ("{seat}", "{person}", "{batch}"))],
    )
    def test_what_belongs_to_another_gathering_is_not_there(self, client, world, address):
        made.signed_in(client, made.organiser())
        other = made.gathering("Another")
        asked = client.post if address in DESK_ACTS else client.get
        assert asked(address.format(**world | {"slug": other.slug})).status_code == 404

    def test_a_list_comes_in_two_kinds_and_no_third(self, client, world):
        made.signed_in(client, made.organiser())
        assert client.get("/desk/gatherings/{slug}/people/list.pdf".format(**world)).status_code == 404

    def test_an_organiser_whose_role_has_ended_finds_nothing(self, client, world):
        ada = made.organiser()
        made.signed_in(client, ada)
        ada.roles.update(ended_at=made.LONG_AGO)
        assert client.get("/desk/gatherings/{slug}/people/".format(**world)).status_code == 404
