"""The live layer under a real server, over real sockets."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CROWD = 300


@pytest.fixture
def server():
    """A server process and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ground.live_site", str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process, port
    finally:
        process.kill()
        process.communicate()


class Browser:
    """An open stream, read like a browser would, only with less care."""

    def __init__(self, reader, writer):
        self.reader, self.writer, self.raw = reader, writer, b""

    async def read_until(self, mark):
        while mark not in self.raw:
            part = await asyncio.wait_for(self.reader.read(65536), 5)
            assert part, "the stream ended early"
            self.raw += part

    async def read_to_the_end(self):
        while part := await asyncio.wait_for(self.reader.read(65536), 5):
            self.raw += part


async def opened(port, request, tries=1000):
    for _ in range(tries):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        except OSError:
            await asyncio.sleep(0.02)
    writer.write(f"{request} HTTP/1.1\r\nHost: 127.0.0.1\r\n".encode())
    return Browser(reader, writer)


async def listening(port, extra=""):
    browser = await opened(port, "GET /events")
    browser.writer.write(f"{extra}\r\n".encode())
    return browser


async def post(port):
    browser = await opened(port, "POST /raise")
    browser.writer.write(b"Content-Length: 0\r\nConnection: close\r\n\r\n")
    await browser.read_to_the_end()
    browser.writer.close()
    return int(browser.raw.rpartition(b"\r\n\r\n")[2])


def test_three_hundred_listeners_all_see_the_newest_state_and_the_server_stops_when_told(server):
    process, port = server

    async def main():
        first = await listening(port)
        await first.read_until(b"number 0 ")
        crowd = [first, *await asyncio.gather(*(listening(port) for _ in range(CROWD - 1)))]
        await asyncio.gather(*(one.read_until(b"number 0 ") for one in crowd))
        asleep = await listening(port)  # never reads again
        counts = [await post(port) for _ in range(30)]
        assert counts[-1] == CROWD + 1
        await asyncio.gather(*(one.read_until(b"number 30 ") for one in crowd))
        assert all(one.raw.count(b"event: state") <= 31 for one in crowd)
        newest = crowd[0].raw.rpartition(b"\nid: ")[2].partition(b"\n")[0].decode()
        back = await listening(port, f"Last-Event-ID: {newest}\r\n")
        await back.read_until(b"\n:\n\n")
        for one in crowd[:50]:
            one.writer.close()
        raised, count = 30, CROWD + 2
        while count > CROWD + 2 - 50:
            count = await post(port)
            raised += 1
        assert count == CROWD + 2 - 50
        await back.read_until(b"number %d " % raised)
        assert b"number 30 " not in back.raw
        process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(one.read_to_the_end() for one in crowd[50:]))
        assert all(one.raw.endswith(b"0\r\n\r\n") for one in crowd[50:])
        await asyncio.to_thread(process.wait, 10)
        for one in (*crowd[50:], back, asleep):
            one.writer.close()
        await asyncio.gather(*(one.writer.wait_closed() for one in (*crowd, back, asleep)), return_exceptions=True)

    asyncio.run(main())
    said = process.stdout.read()
    assert "can listen at once" in said
    assert "Traceback" not in said
    assert "ERROR" not in said
