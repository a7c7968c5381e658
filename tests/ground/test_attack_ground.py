"""What the floor of the site must withstand: forged addresses, NUL bytes, bare answers, false hosts, curious neighbours."""

import asyncio
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from collective import cli, env
from collective.ground.live.bridge import Bridge
from collective.ground.live.http import cookies
from collective.ground.live.hub import Hub
from collective.ground.live.sse import stream
from collective.ground.live.workers import Workers
from collective.ground.web.middleware import HEADERS
from tests.ground.live_kit import Connection

ROOT = Path(__file__).resolve().parents[2]
NUL_FORM = '--b\r\nContent-Disposition: form-data; name="code"\r\n\r\nA\0B\r\n--b--\r\n'


# who is believed about a visitor's address


def address_seen(peer: str, forwarded: str, *proxies: str) -> str:
    """The client that the application sees behind the server's own configuration."""
    settings = override_settings(
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), TRUSTED_PROXIES=proxies or ["127.0.0.1", "::1"]
    )
    with settings:
        config = cli._config("127.0.0.1", 8000)
    seen = []

    async def note(scope, receive, send):
        seen.append(scope["client"][0])

    scope = {
        "type": "http",
        "client": (peer, 1),
        "scheme": "http",
        "headers": [(b"x-forwarded-for", forwarded.encode())],
    }
    asyncio.run(ProxyHeadersMiddleware(note, trusted_hosts=config.forwarded_allow_ips)(scope, None, None))
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "seen"),
    [
        ("127.0.0.1", "203.0.113.7", [], "203.0.113.7"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.7", [], "203.0.113.7"),
        ("::1", "6.6.6.6, 203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", "6.6.6.6", [], "203.0.113.7"),
        ("10.0.0.5", "6.6.6.6, 203.0.113.7, 10.0.0.6", ["10.0.0.0/8"], "203.0.113.7"),
    ],
)
def test_what_a_visitor_writes_into_the_forwarded_header_does_not_count(peer, forwarded, proxies, seen):
    assert address_seen(peer, forwarded, *proxies) == seen


def test_without_a_proxy_the_forwarded_header_counts_for_nothing():
    with override_settings(SECURE_PROXY_SSL_HEADER=None):
        config = cli._config("127.0.0.1", 8000)
    assert (config.proxy_headers, config.forwarded_allow_ips) == (False, [])


@pytest.mark.parametrize("wrong", ["*", "proxy.example", "127.0.0.1,10.0.0.0/99"])
def test_proxies_that_are_no_addresses_stop_the_start(monkeypatch, wrong):
    monkeypatch.setenv("COLLECTIVE_PROXIES", wrong)
    with pytest.raises(env.BadSetting, match="Write IP addresses"):
        env.addresses("COLLECTIVE_PROXIES", default=[])


def test_proxies_are_a_list_with_the_usual_one_when_nothing_is_said(monkeypatch):
    monkeypatch.setenv("COLLECTIVE_PROXIES", " 10.0.0.5, 2001:db8::/32 ")
    assert env.addresses("COLLECTIVE_PROXIES", default=["::1"]) == ["10.0.0.5", "2001:db8::/32"]
    monkeypatch.setenv("COLLECTIVE_PROXIES", "")
    assert env.addresses("COLLECTIVE_PROXIES", default=["::1"]) == ["::1"]


# NUL


@pytest.mark.django_db
class TestNul:
    @pytest.mark.parametrize(
        "address", ["/seat/%00x/", "/join/?code=A%00B", "/?%00=1", "/nowhere/%00", "/desk/?a=%2BAAA%00"]
    )
    def test_an_address_with_a_nul_is_answered_politely(self, address):
        answer = Client().get(address)

        assert answer.status_code == 400
        assert b"Go back, load the page again" in answer.content
        assert answer["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]

    def test_a_nul_in_an_odd_encoding_is_a_nul(self):
        assert Client().get("/?a=%2BAAA-", CONTENT_TYPE="text/plain; charset=utf-7").status_code == 400

    @pytest.mark.parametrize("name", ["sessionid", "seat", "anything"])
    def test_a_cookie_with_a_nul_is_answered_politely(self, name):
        answer = Client().get("/", headers={"cookie": f'{name}="a\\000b"'})

        assert answer.status_code == 400

    @pytest.mark.parametrize("form", [{"code": "A\0B"}, {"co\0de": "AB"}])
    def test_a_form_field_with_a_nul_is_answered_politely(self, form):
        assert Client().post("/join/", form).status_code == 400  # as multipart
        body = "&".join(f"{name}={value}" for name, value in form.items()).replace("\0", "%00")
        assert Client().post("/join/", body, content_type="application/x-www-form-urlencoded").status_code == 400

    def test_a_script_that_asked_for_json_gets_json(self):
        answer = Client().get("/?a=%00", headers={"accept": "application/json"})

        assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")

    def test_words_without_a_nul_pass(self):
        assert Client().get("/?a=%2500&b=0").status_code == 200


def test_a_stream_does_not_see_a_cookie_with_a_nul():
    asked = Connection(headers=[("cookie", 'seat="a\\000b"; other=1')]).scope
    assert cookies(asked) == {"other": "1"}


# answers that Django has no part in


def assert_guarded(connection: Connection, status: int) -> None:
    assert connection.status == status
    for name, value in HEADERS.items():
        assert connection.headers[name.lower()] == value
    assert len(connection.headers) == len(connection.sent[0]["headers"]), "a header is sent twice"


def test_the_bridges_own_refusal_says_what_browsers_may_do():
    workers = Workers(1, "attack")
    bridge = Bridge(lambda environ, start: [], workers=workers, max_body=3)
    connection = Connection("POST", headers=[("content-length", "4")])
    try:
        asyncio.run(bridge(connection.scope, connection.receive, connection.send))
    finally:
        workers.close()
    assert_guarded(connection, 413)


def test_a_stream_that_is_refused_says_what_browsers_may_do():
    async def listen(method: str, *, closing: bool) -> Connection:
        hub = Hub()
        hub.provide("thing:", lambda topic: None, hz=5)
        hub.start()
        if closing:
            hub.close()
        connection = Connection(method)
        await stream(connection.scope, connection.receive, connection.send, hub, "thing:1" if closing else "nothing:1")
        hub.close()
        await hub.stop()
        return connection

    assert_guarded(asyncio.run(listen("GET", closing=False)), 404)
    assert_guarded(asyncio.run(listen("POST", closing=False)), 405)
    assert_guarded(asyncio.run(listen("GET", closing=True)), 503)


# hosts


@pytest.mark.parametrize(
    ("host", "answers_to"),
    [
        ("community.example", ["community.example"]),
        ("localhost.example", ["localhost.example"]),
        ("192.168.1.9", ["192.168.1.9"]),
        ("2001:db8::1", ["[2001:db8::1]"]),
        ("localhost", ["localhost", "127.0.0.1", "[::1]"]),
        ("127.0.0.1", ["127.0.0.1", "localhost", "[::1]"]),
        ("::1", ["[::1]", "localhost", "127.0.0.1"]),
        ("0.0.0.0", ["0.0.0.0", "localhost", "127.0.0.1", "[::1]"]),  # noqa: S104 - nothing listens here
        ("site.localhost", ["site.localhost", "localhost", "127.0.0.1", "[::1]"]),
    ],
)
def test_only_a_site_on_ones_own_computer_answers_to_that_computers_names(host, answers_to):
    assert env.hosts(host) == answers_to


def settings_say(what: str, folder: Path, **around: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COLLECTIVE_")}
    asked = f"from collective import settings; print({what})"
    return subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=kept | {"COLLECTIVE_VAR": str(folder)} | around,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_the_settings_know_the_site_and_its_proxies(tmp_path):
    site = {"COLLECTIVE_URL": "https://community.example"}
    both = "settings.ALLOWED_HOSTS, settings.TRUSTED_PROXIES"

    assert settings_say(both, tmp_path, **site) == "['community.example'] ['127.0.0.1', '::1']"
    named = site | {"COLLECTIVE_HOSTS": "community.example,localhost", "COLLECTIVE_PROXIES": "10.0.0.5"}
    assert settings_say(both, tmp_path, **named) == "['community.example', 'localhost'] ['10.0.0.5']"


@pytest.mark.django_db
def test_after_signing_in_nobody_is_led_to_their_own_computer(rf):
    from allauth.account.adapter import get_adapter
    from allauth.core import context

    with override_settings(ALLOWED_HOSTS=env.hosts("community.example")):
        request = rf.get("/", headers={"host": "community.example"})
        with context.request_context(request):
            assert get_adapter().is_safe_url("http://community.example/desk/")
            assert not get_adapter().is_safe_url("http://localhost/x")


# the folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_of_the_site_is_made_for_its_owner_only(tmp_path):
    folder = tmp_path / "not" / "there"
    settings_say("1", folder)

    assert (mode(folder), mode(folder.parent)) == (0o700, 0o700)
    assert mode(folder / "secret-key") == 0o600


def test_a_folder_that_is_there_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o750)
    env.private_folder(tmp_path)

    assert mode(tmp_path) == 0o750
