"""Helpers for raw endpoints, signed values, the router and the words about capacity."""

import asyncio
import re
import resource
import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collective.ground.live import capacity, tokens
from collective.ground.live.http import (
    Disconnected,
    TooLarge,
    cookies,
    header,
    read_body,
    respond,
    same_origin,
)
from collective.ground.live.hub import Hub
from collective.ground.live.router import Router
from collective.ground.web.middleware import HEADERS
from tests.ground.live_kit import Connection


@pytest.fixture(autouse=True)
def _site(settings):
    settings.ALLOWED_HOSTS = ["example.org"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://desk.example.org"]


def scope(**headers):
    return Connection("POST", headers=[(name.replace("_", "-"), value) for name, value in headers.items()]).scope


# same origin


@pytest.mark.parametrize(
    ("allowed", "headers"),
    [
        (True, {"sec_fetch_site": "same-origin", "origin": "null"}),
        (True, {"sec_fetch_site": "none"}),
        (False, {"sec_fetch_site": "cross-site", "host": "example.org", "origin": "http://example.org"}),
        (False, {"sec_fetch_site": "same-site", "host": "example.org"}),
        (True, {"host": "example.org", "origin": "http://example.org"}),
        (True, {"host": "example.org:8000", "origin": "http://example.org:8000"}),
        (False, {"host": "example.org:8000", "origin": "http://example.org:9000"}),
        (True, {"host": "example.org", "origin": "https://example.org"}),
        (False, {"host": "example.org", "origin": "https://elsewhere.org"}),
        (False, {"host": "elsewhere.org", "origin": "https://elsewhere.org"}),
        (False, {"host": "example.org", "origin": "null"}),
        (False, {"host": "example.org", "origin": "https://[broken"}),
        (True, {"sec_fetch_site": "same-site", "host": "example.org", "origin": "https://desk.example.org"}),
        (True, {"host": "example.org"}),
    ],
)
def test_only_our_own_pages_may_send(allowed, headers):
    assert same_origin(scope(**headers)) is allowed


def test_a_plain_page_may_not_send_to_a_secure_one():
    asked = scope(host="example.org", origin="http://example.org")
    asked["scheme"] = "https"
    assert not same_origin(asked)


# bodies, cookies, answers


def test_a_body_is_read_up_to_its_limit():
    async def read(parts, limit):
        return await read_body(Connection("POST", body=parts).receive, limit)

    assert asyncio.run(read([b"ab", b"", b"c"], 3)) == b"abc"
    with pytest.raises(TooLarge, match="3 bytes at most") as told:
        asyncio.run(read([b"ab", b"cd", b"never asked for"], 3))
    assert told.value.status == 413


def test_a_body_that_ends_half_way_is_no_body():
    async def main():
        connection = Connection("POST", body=[])
        connection.hang_up()
        await read_body(connection.receive, 10)

    with pytest.raises(Disconnected):
        asyncio.run(main())


def test_headers_and_cookies_are_found():
    asked = scope(cookie='a=1; b="two"; c', x_name="Zoë")
    assert cookies(asked) == {"a": "1", "b": "two", "": "c"}
    assert cookies(scope()) == {}
    assert header(asked, "x-name") == "ZoÃ«"
    assert header(asked, "x-other") is None


@pytest.mark.parametrize(
    ("status", "body", "headers", "wanted"),
    [
        (200, "grüß", {}, {"content-type": "text/plain; charset=utf-8", "content-length": "6"}),
        (303, b"", {"Location": "/there/"}, {"location": "/there/", "content-length": "0"}),
        (204, b"", [(b"set-cookie", b"a=1")], {"set-cookie": "a=1"}),
    ],
)
def test_an_answer_is_whole(status, body, headers, wanted):
    connection = Connection()
    asyncio.run(respond(connection.send, status, body, headers))
    assert (connection.status, connection.headers) == (
        status,
        wanted | {name.lower(): HEADERS[name] for name in HEADERS},
    )
    assert connection.body == (body.encode() if isinstance(body, str) else body)


# tokens


@given(st.from_regex(r"[A-Za-z0-9_.:~-]{1,60}", fullmatch=True), st.text(max_size=20))
def test_a_signed_value_comes_back_and_only_for_its_purpose(value, purpose):
    token = tokens.sign(purpose, value)
    assert tokens.check(purpose, token) == value
    assert tokens.check(purpose + "!", token) is None
    assert re.fullmatch(r"[\w.:~-]+", token)


@given(st.from_regex(r"[A-Za-z0-9_.:~-]{1,30}", fullmatch=True), st.integers(min_value=0), st.characters())
def test_a_changed_token_is_nobodys(value, place, letter):
    token = tokens.sign("seat", value)
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    assert tokens.check("seat", changed) == (value if changed == token else None)


@given(st.text())
def test_nonsense_is_no_token(text):
    assert tokens.check("seat", text) is None


def test_values_that_would_need_escaping_are_not_signed():
    for value in ("", "a b", "é", "a;b", "x" * 201, "line\n"):
        with pytest.raises(ValueError, match="Only letters"):
            tokens.sign("seat", value)


def test_a_new_secret_keeps_old_tokens_while_the_old_one_is_named(settings):
    settings.SECRET_KEY = "old"
    token = tokens.sign("seat", "a")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert tokens.check("seat", token) == "a"
    settings.SECRET_KEY_FALLBACKS = []
    assert tokens.check("seat", token) is None


# router


def call(router, connection):
    asyncio.run(router(connection.scope, connection.receive, connection.send))
    return connection


def naming(name):
    async def endpoint(scope, receive, send):
        await respond(send, 200, f"{name} {scope.get('path_params', {})}")

    return endpoint


def test_paths_go_to_the_endpoint_that_was_mounted_and_all_else_to_django():
    router = Router(Hub(), naming("django"))
    router.mount(re.compile(r"/things/(?P<key>\w+)/events"), naming("events"))
    router.mount(re.compile(r"/things/(?P<key>\w+)/items"), naming("items"), methods={"POST"})
    router.mount("/files/", naming("files"))
    said = {
        (method, path): call(router, Connection(method, path)).body.decode()
        for method, path in [
            ("GET", "/things/a1/events"),
            ("GET", "/things/a1/events/more"),
            ("POST", "/things/a1/items"),
            ("GET", "/things/a1/items"),
            ("GET", "/files/any/thing"),
            ("GET", "/"),
        ]
    }
    assert list(said.values()) == [
        "events {'key': 'a1'}",
        "django {}",
        "items {'key': 'a1'}",
        "django {}",
        "files {}",
        "django {}",
    ]


def test_a_path_without_its_slash_is_a_mistake():
    with pytest.raises(ValueError, match="slash"):
        Router(Hub()).mount("things/", naming("x"))


def test_websockets_are_closed_politely():
    connection = Connection(body=[b""])
    connection.scope["type"] = "websocket"
    call(Router(Hub()), connection)
    assert [message["type"] for message in connection.sent] == ["websocket.close"]


def lifespan(router):
    """Start and stop the router as a server does; returns what it said."""

    async def main():
        said, orders = [], asyncio.Queue()
        await orders.put({"type": "lifespan.startup"})

        async def send(message):
            said.append(message["type"])
            await orders.put({"type": "lifespan.shutdown"})

        await router({"type": "lifespan"}, orders.get, send)
        return said

    return asyncio.run(main())


def test_hooks_run_at_start_and_in_reverse_at_the_end(capsys):
    done = []
    router = Router(Hub(), naming("django"))
    router.on_startup(lambda: done.append("first"))

    async def second():
        done.append("second")

    def fails():
        raise RuntimeError("not in the mood")

    router.on_startup(second)
    router.on_shutdown(lambda: done.append("last"))
    router.on_shutdown(fails)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    assert lifespan(router) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert done == ["first", "second", "last"]
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
    assert "can listen at once" in capsys.readouterr().out


def test_a_start_that_fails_is_said():
    router = Router(Hub())

    def fails():
        raise RuntimeError("no database")

    router.on_startup(fails)
    assert lifespan(router) == ["lifespan.startup.failed"]


# capacity


def test_the_capacity_is_one_sentence_with_the_real_number():
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    assert capacity.open_files() == (None if files == resource.RLIM_INFINITY else files)
    said = capacity.sentence()
    assert said.endswith(".")
    assert f"{files:,}" in said or files == resource.RLIM_INFINITY
