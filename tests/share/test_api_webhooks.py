"""Webhooks: what happened is told by kind and number, signed, again until it arrives, and never to an inner address."""

import base64
import hashlib
import hmac
import http.server
import json
import socket
import threading
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from collective.gather.gatherings import actions as gatherings
from collective.ground.lib import clock
from collective.ground.lib.errors import Refused
from collective.ground.outbox.models import Letter
from collective.share.api.actions import calling, telling, webhooks
from collective.share.api.core import guard, retries, signing
from collective.share.api.models import KINDS, Attempt, Delivery, Notice, Webhook
from tests.cast import a_gathering, a_member, an_organiser

ANY = ("127.0.0.0/8",)


class Receiver:
    """Somebody else's server. `answer` is the status it gives."""

    def __init__(self):
        self.calls, self.answer, self.headers = [], 200, {}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.calls.append((self.path, dict(self.headers), body))
                self.send_response(outer.answer)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def do_GET(self):
                outer.calls.append((self.path, dict(self.headers), b"GET"))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?a=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def kinds(self):
        return [json.loads(body)["type"] for _, _, body in self.calls]


@pytest.fixture
def receiver():
    inside = Receiver()
    yield inside
    inside.server.shutdown()
    inside.server.server_close()


class TestGuard:
    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1"),
            *(
                "224.0.0.1",
                "255.255.255.255",
                "192.0.2.1",
                "198.18.0.1",
                "::1",
                "::",
                "fe80::1",
                "fec0::1",
                "fe80::1%eth0",
                "fc00::1",
            ),
            *(
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "ff02::1",
            ),
            *("2001:0:7f00:1::", "not an address", ""),
        ],
    )
    def test_inner_addresses_are_closed_in_every_disguise(self, address):
        assert not guard.is_public(address)

    @pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
    def test_public_ones_are_open(self, address):
        assert guard.is_public(address)

    @given(st.ip_addresses(v=4))
    def test_an_old_address_wrapped_in_a_new_one_is_judged_as_the_old_one(self, ip):
        assert guard.is_public(f"::ffff:{ip}") == guard.is_public(str(ip))
        assert not guard.is_public(f"64:ff9b::{int(ip) >> 16:x}:{int(ip) & 0xFFFF:x}") or guard.is_public(str(ip))

    @pytest.mark.parametrize(
        "url",
        [
            *(
                "ftp://example.org/",
                "example.org",
                "https://",
                "https://a b.org/",
                "https://me:pw@example.org/",
                "file:///etc",
            ),
            *(
                "https://example.org:99999/",
                "https://[::1",
                "https://example.org/\r\nX: 1",
                "gopher://x",
                "https://x/" + "a" * 300,
            ),
        ],
    )
    def test_what_is_no_plain_address_is_refused_in_words(self, url):
        with pytest.raises(Refused):
            guard.target(url)


def answering(*rounds):
    """A name that answers with other addresses each time it is asked."""
    left = list(rounds)

    def resolve(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

    resolve.left = left
    return resolve


class TestCalling:
    @pytest.mark.parametrize(
        "url", ["http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://[::1]/", "http://0/"]
    )
    def test_never_calls_an_inner_address(self, url):
        with pytest.raises(calling.Unreachable, match="inside a network"):
            calling.post(url, b"{}", {})

    def test_one_inner_address_among_public_ones_is_enough_to_refuse(self):
        with pytest.raises(calling.Unreachable, match="inside a network"):
            calling.post("http://example.org/", b"{}", {}, resolve=answering(["93.184.216.34", "10.0.0.1"]))

    def test_a_name_that_changes_its_answer_gains_nothing_for_it_is_asked_once(self, receiver):
        port = receiver.server.server_port
        resolve = answering(["127.0.0.1"], ["127.0.0.2"])
        said = []

        def may(address):
            said.append(address)
            return True

        calling.post(f"http://rebinding.example:{port}/x", b"{}", {}, may=may, resolve=resolve)
        assert said == ["127.0.0.1"]
        assert len(resolve.left) == 1
        ((path, headers, _),) = receiver.calls
        assert (path, headers["Host"]) == ("/x", f"rebinding.example:{port}")

    def test_follows_nobody_elsewhere(self, receiver):
        receiver.answer, receiver.headers = 302, {"Location": receiver.url}
        assert calling.post(receiver.url, b"{}", {}, may=lambda _: True).status == 302
        assert len(receiver.calls) == 1

    def test_whoever_answers_drop_by_drop_is_left_after_a_while(self, monkeypatch):
        monkeypatch.setattr(calling, "WHOLE", 0.5)
        with socket.create_server(("127.0.0.1", 0)) as listening:

            def drip():
                heard, _ = listening.accept()
                with heard:
                    heard.sendall(b"HTTP/1.1 200 OK\r\n")
                    for _ in range(200):
                        try:
                            heard.sendall(b"X: 1\r\n")
                        except OSError:
                            return
                        if stop.wait(0.05):
                            return

            stop = threading.Event()
            threading.Thread(target=drip, daemon=True).start()
            with pytest.raises(calling.Unreachable, match="No answer in time"):
                calling.post(f"http://127.0.0.1:{listening.getsockname()[1]}/", b"{}", {}, may=lambda _: True)
            stop.set()

    def test_a_certificate_that_nobody_vouches_for_is_not_taken(self, receiver):
        with pytest.raises(calling.Unreachable):
            calling.post(receiver.url.replace("http:", "https:"), b"{}", {}, may=lambda _: True)
        assert receiver.calls == []


class TestSigning:
    def test_is_what_the_specification_says(self):
        secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        said = signing.headers(secret=secret, identity="msg_1", timestamp=1614265330, body=b'{"test": 2432232314}')
        key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        right = hmac.new(key, b'msg_1.1614265330.{"test": 2432232314}', hashlib.sha256).digest()
        assert said == {
            "webhook-id": "msg_1",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1," + base64.b64encode(right).decode(),
        }

    def test_no_two_secrets_are_alike_and_each_has_32_bytes(self):
        one, other = signing.new_secret(), signing.new_secret()
        assert one != other
        assert len(base64.b64decode(one.removeprefix("whsec_"))) == 32


def test_gaps_grow_and_reach_beyond_the_day_of_switching_off():
    assert list(retries.GAPS) == sorted(set(retries.GAPS))
    assert sum(retries.GAPS, timedelta()) > retries.SWITCHED_OFF_AFTER
    assert retries.again_at(len(retries.GAPS) + 1, clock.now()) is None


@pytest.mark.django_db
class TestTelling:
    @pytest.fixture
    def hook(self, receiver, settings):
        settings.WEBHOOK_NETWORKS = ANY
        made = webhooks.set_up(url=receiver.url, kinds=KINDS, now=clock.now(), by=an_organiser())
        telling.run(clock.now())
        receiver.calls.clear()
        return made

    def test_a_trial_goes_at_once_when_it_is_set_up(self, receiver, settings):
        settings.WEBHOOK_NETWORKS = ANY
        webhooks.set_up(url=receiver.url, kinds=KINDS, now=clock.now(), by=an_organiser())
        telling.run(clock.now())
        assert receiver.kinds() == ["ping"]

    def test_a_life_is_told_once_in_kinds_and_numbers_and_no_name(self, receiver, hook):
        now = clock.now()
        of = gatherings.plan(
            title="Lunch", now=now, starts_at=now + timedelta(days=3), ends_at=now + timedelta(days=3, hours=1)
        )
        gatherings.list_publicly(gathering=of, now=now, by=hook.made_by)
        seat = gatherings.sign_up(gathering=of, now=now, name="Amina Yusuf", email="amina@example.org")
        telling.run(now)
        gatherings.leave(sign_up=seat, now=now)
        gatherings.cancel(gathering=of, now=now, by=hook.made_by, reason="Amina is ill")
        for _ in range(2):
            telling.run(now + timedelta(seconds=5))
        assert sorted(receiver.kinds()) == [
            "gathering.cancelled",
            "gathering.published",
            "sign_up.left",
            "sign_up.made",
        ]
        for _, _, body in receiver.calls:
            said = json.loads(body)
            assert set(said) == {"type", "timestamp", "data"}
            assert set(said["data"]) <= {"gathering", "sign_up"}
            assert said["data"]["gathering"] == of.slug
            assert b"Amina" not in body
            assert b"amina@" not in body

    def test_each_call_is_signed_with_the_secret_of_its_webhook(self, receiver, hook):
        a_published(hook)
        telling.run(clock.now())
        ((path, headers, body),) = receiver.calls
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(hook.secret.removeprefix("whsec_"))
        right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == right
        assert path == "/hook?a=1"

    def test_what_happened_while_nothing_ticked_is_told_late_and_what_was_before_never(self, receiver, hook):
        a_published(hook)
        later = clock.now() + timedelta(hours=5)
        telling.run(later)
        assert receiver.kinds() == ["gathering.published"]
        Webhook.objects.update(made_at=later)
        Notice.objects.all().delete()
        receiver.calls.clear()
        telling.run(later)
        assert receiver.calls == []

    def test_fails_and_is_tried_again_after_growing_gaps_under_the_same_identity(self, receiver, hook):
        receiver.answer = 500
        a_published(hook)
        now = clock.now()
        telling.run(now)
        telling.run(now + timedelta(seconds=30))
        assert len(receiver.calls) == 1
        receiver.answer = 204
        telling.run(now + timedelta(minutes=2))
        assert len({headers["webhook-id"] for _, headers, _ in receiver.calls}) == 1
        assert [each.status for each in Attempt.objects.filter(delivery__notice__kind="gathering.published")] == [
            204,
            500,
        ]
        hook.refresh_from_db()
        assert hook.failing_since is None

    def test_is_switched_off_after_days_of_failure_with_a_letter_and_on_again_by_hand(self, receiver, hook):
        receiver.answer = 500
        a_published(hook)
        now = clock.now()
        for _ in range(len(retries.GAPS) + 2):
            telling.run(now)
            now += timedelta(hours=25)
        hook.refresh_from_db()
        assert hook.switched_off_at
        (letter,) = Letter.objects.filter(kind="webhook_off")
        assert letter.to == "ada@example.org"
        assert "it answered 500" in letter.text
        delivery = Delivery.objects.get(notice__kind="gathering.published")
        with pytest.raises(Refused, match="Switch it on first"):
            webhooks.replay(delivery=delivery, now=now)
        receiver.answer = 200
        webhooks.switch_on(webhook=hook, now=now)
        webhooks.replay(delivery=delivery, now=now)
        receiver.calls.clear()
        telling.run(now)
        assert receiver.kinds() == ["gathering.published"]

    def test_one_that_is_gone_is_not_called_again(self, receiver, hook):
        receiver.answer = 410
        a_published(hook)
        telling.run(clock.now())
        hook.refresh_from_db()
        assert hook.switched_off_at

    def test_a_dead_receiver_does_not_hold_up_the_next(self, receiver, hook, settings):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        webhooks.set_up(url=f"http://127.0.0.1:{port}/", kinds=KINDS, now=clock.now(), by=hook.made_by)
        for _ in range(3):
            a_published(hook)
        telling.run(clock.now())
        assert len(receiver.calls) == 3
        assert Attempt.objects.filter(delivery__webhook__url__contains=str(port)).count() == 1

    def test_an_inner_address_is_not_called_whatever_its_name_was_when_it_was_set_up(self, receiver, hook, settings):
        settings.WEBHOOK_NETWORKS = ()
        a_published(hook)
        telling.run(clock.now())
        assert receiver.calls == []
        assert "inside a network" in Attempt.objects.latest("pk").problem

    def test_without_webhooks_nothing_is_looked_for(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            telling.run(clock.now())


def a_published(hook):
    now = clock.now()
    of = gatherings.plan(
        title="Lunch", now=now, starts_at=now + timedelta(days=3), ends_at=now + timedelta(days=3, hours=1)
    )
    gatherings.list_publicly(gathering=of, now=now, by=hook.made_by)
    return of


@pytest.mark.django_db
class TestPages:
    form = {"url": "https://hooks.example/x", "kinds": ["sign_up.made"]}

    @pytest.fixture
    def ada(self):
        browser = Client()
        browser.force_login(an_organiser())
        return browser

    def test_are_for_organisers(self, ada):
        ben = Client()
        ben.force_login(a_member())
        assert ada.get("/desk/webhooks/").status_code == 200
        assert ben.get("/desk/webhooks/").status_code == 404
        assert Client().get("/desk/webhooks/").url.startswith("/sign-in/")
        answer = ada.post("/desk/webhooks/", self.form)
        for act in ("trial", "ending", "switching-on"):
            assert ben.post(f"{answer.url}{act}/").status_code == 404
            assert ada.get(f"{answer.url}{act}/").status_code == 405
        assert ada.get("/desk/webhooks/999/").status_code == 404

    def test_one_is_set_up_tried_looked_at_and_ended(self, ada):
        address = ada.post("/desk/webhooks/", self.form).url
        page = ada.get(address).content.decode()
        assert Webhook.objects.get().secret in page
        ada.post(f"{address}trial/")
        assert Delivery.objects.count() == 2
        delivery = Delivery.objects.latest("pk")
        ada.post(f"{address}deliveries/{delivery.pk}/replay/")
        assert "ping" in ada.get(address).content.decode()
        assert ada.post(f"{address}ending/").url == "/desk/webhooks/"
        assert ada.get(address).status_code == 404
        assert not Delivery.objects.filter(given_up_at__isnull=True).exists()

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ({"url": "http://hooks.example/"}, "Begin the address with https://"),
            ({"url": "https://a:b@hooks.example/"}, "Leave name and password out"),
            ({"kinds": []}, "Tick at least one thing"),
        ],
    )
    def test_what_cannot_be_comes_back_with_words(self, ada, said, why):
        answer = ada.post("/desk/webhooks/", {**self.form, **said})
        assert answer.status_code == 400
        assert why in answer.content.decode()
        assert not Webhook.objects.exists()

    def test_without_anybody_to_tell_nothing_is_written_down(self):
        a_gathering()
        telling.run(clock.now())
        assert not Notice.objects.exists()
