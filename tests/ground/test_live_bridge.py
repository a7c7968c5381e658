"""Django behind the bridge: ordinary pages, uploads, files, streams, and people who go away."""

import asyncio
import json
import logging
import threading
import time

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.test import override_settings

from collective.ground.live.bridge import Bridge
from collective.ground.live.workers import Workers
from tests.ground import live_views
from tests.ground.live_kit import Connection, until

MAX_BODY = 3 * 1024 * 1024


@pytest.fixture(autouse=True)
def _small_site():
    live_views.seen.clear()
    with override_settings(
        ROOT_URLCONF="tests.ground.live_views",
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        ALLOWED_HOSTS=["*"],
        TEMPLATES=[],  # Django's own error pages, not the platform's
        DATA_UPLOAD_MAX_MEMORY_SIZE=None,
    ):
        yield


def ask(path="/", *, threads=2, during=None, **more):
    """One request through a bridge; `during(connection)` may interfere while it is answered."""

    async def main():
        bridge = Bridge(WSGIHandler(), workers=Workers(threads, "test-page"), max_body=MAX_BODY, stall=0.3)
        connection = Connection(path=path, **more)
        task = asyncio.create_task(bridge(connection.scope, connection.receive, connection.send))
        try:
            if during:
                await during(connection)
            await asyncio.wait_for(task, 5)
        finally:
            await asyncio.to_thread(bridge.close)
        return connection

    return asyncio.run(main())


def said(connection):
    return json.loads(connection.body)


def test_a_view_sees_the_request_as_it_was():
    answer = ask(
        "/echo/%C3%A9/",
        query=b"name=Zo%C3%AB&b=2",
        headers=[
            ("Host", "testserver"),
            ("X-Note", "one"),
            ("X-Note", "two"),
            ("Cookie", "a=1"),
            ("Cookie", "b=2"),
        ],
    )
    assert answer.status == 200
    got = said(answer)
    assert (got["method"], got["path"]) == ("GET", "/echo/é/")
    assert got["query"] == {"name": "Zoë", "b": "2"}
    assert got["headers"]["X-Note"] == "one,two"
    assert got["cookies"] == {"a": "1", "b": "2"}
    assert got["address"] == "127.0.0.1"
    assert got["secure"] is False
    assert answer.headers["content-length"] == str(len(answer.body))


def test_headers_that_could_pass_for_others_are_left_out():
    got = said(
        ask(
            "/echo/",
            headers=[
                ("Host", "testserver"),
                ("X_Forwarded_Proto", "https"),
                ("Proxy", "http://elsewhere"),
                ("X-Forwarded-For", "10.0.0.1"),
            ],
        )
    )
    assert "X-Forwarded-Proto" not in got["headers"]
    assert "Proxy" not in got["headers"]
    assert got["headers"]["X-Forwarded-For"] == "10.0.0.1"


def test_a_body_arrives_whole_whether_its_length_was_declared_or_not():
    parts = [b"a" * 700_000, b"b" * 700_000, b"c"]
    declared = ask("/echo/", method="POST", body=parts, headers=[("Host", "testserver"), ("Content-Length", "1400001")])
    chunked = ask(
        "/echo/", method="POST", body=parts, headers=[("Host", "testserver"), ("Transfer-Encoding", "chunked")]
    )
    assert said(declared)["length"] == said(chunked)["length"] == 1_400_001


def test_a_file_is_uploaded_by_a_form():
    edge = "form-edge"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\n{'x,y' * 500_000}\r\n--{edge}--\r\n"
    ).encode()
    answer = ask(
        "/upload/",
        method="POST",
        body=[body[:1000], body[1000:]],
        headers=[
            ("Host", "testserver"),
            ("Content-Type", f"multipart/form-data; boundary={edge}"),
            ("Content-Length", str(len(body))),
        ],
    )
    assert said(answer) == {"name": "list.csv", "size": 1_500_000, "note": "hello"}


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_refused_in_words(declared):
    headers = [
        ("Host", "testserver"),
        ("Content-Length", str(MAX_BODY + 1)) if declared else ("Transfer-Encoding", "chunked"),
    ]
    answer = ask("/echo/", method="POST", body=[b"x" * 1024 * 1024] * 4, headers=headers)
    assert answer.status == 413
    assert (
        answer.body.decode() == "That is larger than this site takes (3 MB at most). Please choose something smaller."
    )


def test_head_has_the_headers_of_the_page_and_no_body():
    page = ask("/headers/", headers=[("Host", "testserver")])
    head = ask("/headers/", method="HEAD", headers=[("Host", "testserver")])
    assert head.status == page.status == 201
    assert head.headers["content-length"] == page.headers["content-length"] == "11"
    assert head.body == b""
    for path in ("/streaming/", "/file/1000000/", "/endless/"):
        assert ask(path, method="HEAD", headers=[("Host", "testserver")]).body == b""
    assert live_views.seen == {"closed": True}


def test_repeated_and_non_ascii_headers_survive():
    answer = ask("/headers/", headers=[("Host", "testserver")])
    cookies = [value for name, value in answer.sent[0]["headers"] if name == b"set-cookie"]
    assert [cookie.split(b";")[0] for cookie in cookies] == [b"one=1", b"two=2"]
    assert answer.body.decode() == "grüß Gott"
    assert b"x-name" in dict(answer.sent[0]["headers"])


def test_a_broken_view_is_answered_by_djangos_own_error_page(caplog):
    with caplog.at_level(logging.ERROR, "django.request"):
        answer = ask("/broken/", headers=[("Host", "testserver")])
    assert answer.status == 500
    assert "this view is broken" not in answer.body.decode()
    assert "this view is broken" in caplog.text
    assert ask("/forbidden/", headers=[("Host", "testserver")]).status == 403
    assert ask("/nowhere/", headers=[("Host", "testserver")]).status == 404


def test_an_application_that_fails_outright_is_an_error_page_too(caplog):
    def application(environ, start_response):
        raise RuntimeError("before anything was said")

    async def main():
        bridge = Bridge(application, workers=Workers(1, "test-page"), max_body=10)
        connection = Connection()
        await bridge(connection.scope, connection.receive, connection.send)
        bridge.close()
        return connection

    answer = asyncio.run(main())
    assert answer.status == 500
    assert "before anything was said" in caplog.text


def test_a_plain_wsgi_application_works_as_well():
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return iter([b"one ", b"", b"two"])

    async def main():
        bridge = Bridge(application, workers=Workers(1, "test-page"), max_body=10)
        connection = Connection()
        await bridge(connection.scope, connection.receive, connection.send)
        bridge.close()
        return connection

    assert asyncio.run(main()).body == b"one two"


def test_a_stream_is_passed_on_as_it_comes():
    arrived = []

    async def watch(connection):
        for number in range(5):
            await until(lambda number=number: f"piece {number}\n".encode() in connection.body)
            arrived.append(time.monotonic())

    answer = ask("/streaming/", during=watch, headers=[("Host", "testserver")])
    assert answer.body == b"".join(b"piece %d\n" % number for number in range(5))
    assert arrived[-1] - arrived[0] > 0.05
    assert "content-length" not in answer.headers
    assert answer.sent[-1]["more_body"] is False


def test_a_stream_ends_when_its_reader_leaves():
    async def leave(connection):
        await until(lambda: len(connection.body) > 100_000)
        connection.hang_up()

    ask("/endless/", during=leave, headers=[("Host", "testserver")])
    assert live_views.seen["ended"] == live_views.seen["thread"]


def test_a_stream_whose_reader_takes_nothing_is_given_up_and_cut(caplog):
    async def stall(connection):
        await until(lambda: connection.calls >= 1)
        connection.fill()
        await until(lambda: "ended" in live_views.seen)
        connection.drain()

    with pytest.raises(ConnectionError):
        ask("/endless/", during=stall, headers=[("Host", "testserver")])


def test_a_stream_that_breaks_off_does_not_end_as_if_it_were_whole(caplog):
    with pytest.raises(ConnectionError):
        ask("/half/", headers=[("Host", "testserver")])
    assert "no second half" in caplog.text


@pytest.mark.parametrize("size", [0, 100, 262_140, 262_150, 1_000_000])
def test_files_of_any_size_arrive_whole_and_are_closed(size):
    answer = ask(f"/file/{size}/", headers=[("Host", "testserver")])
    assert answer.body == b"0123456789" * (size // 10)
    assert answer.headers["content-length"] == str(size)
    assert answer.sent[-1]["more_body"] is False
    assert live_views.seen["closed"]


def test_a_slow_download_holds_no_thread():
    async def main():
        bridge = Bridge(WSGIHandler(), workers=Workers(1, "test-page"), max_body=10)
        big = Connection(path="/file/3000000/", headers=[("Host", "testserver")])
        task = asyncio.create_task(bridge(big.scope, big.receive, big.send))
        await until(lambda: big.calls >= 2)
        big.fill()
        page = Connection(path="/echo/", headers=[("Host", "testserver")])
        await asyncio.wait_for(bridge(page.scope, page.receive, page.send), 3)
        assert page.status == 200
        assert not task.done()
        big.hang_up()
        big.drain()
        await asyncio.wait_for(task, 3)
        bridge.close()

    asyncio.run(main())
    assert live_views.seen["closed"]


def test_who_leaves_while_sending_is_not_answered():
    async def main():
        bridge = Bridge(WSGIHandler(), workers=Workers(1, "test-page"), max_body=10)
        connection = Connection("POST", "/echo/", headers=[("Content-Length", "5")], body=[])
        connection.hang_up()
        await bridge(connection.scope, connection.receive, connection.send)
        assert connection.sent == []

    asyncio.run(main())


def test_requests_run_beside_each_other_up_to_the_number_of_threads():
    async def main():
        bridge = Bridge(WSGIHandler(), workers=Workers(3, "test-page"), max_body=10)
        asked = [Connection(path="/slow/", headers=[("Host", "testserver")]) for _ in range(6)]
        started = time.monotonic()
        await asyncio.gather(*(bridge(one.scope, one.receive, one.send) for one in asked))
        took = time.monotonic() - started
        await asyncio.to_thread(bridge.close)
        assert len({one.body for one in asked}) == 3
        assert took > 0.19

    asyncio.run(main())


@pytest.mark.django_db(transaction=True)
def test_a_request_begins_and_ends_on_its_own_thread_and_leaves_no_connection_behind():
    heard = []

    def hear(signal, **_):
        heard.append((signal, threading.current_thread().name))

    request_started.connect(hear)
    request_finished.connect(hear)
    try:
        answer = ask("/rows/", threads=1, headers=[("Host", "testserver")])
    finally:
        request_started.disconnect(hear)
        request_finished.disconnect(hear)
    assert answer.body == b"0"
    assert heard == [(request_started, "test-page-1"), (request_finished, "test-page-1")]
    assert live_views.seen["connection"].connection is None
