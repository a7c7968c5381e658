"""A whole server for tests: a number that can be raised by a POST, and everybody who listens to it.

Run as `python live_site.py PORT`. It has no database and none of the platform's apps.
"""

import asyncio
import sys

import uvicorn
from django.conf import settings

settings.configure(
    SECRET_KEY="for-tests", ALLOWED_HOSTS=["127.0.0.1"], DATABASES={}, ROOT_URLCONF="tests.ground.live_views"
)

from collective.ground.live.frames import State  # noqa: E402
from collective.ground.live.http import respond  # noqa: E402
from collective.ground.live.hub import hub  # noqa: E402
from collective.ground.live.router import router  # noqa: E402
from collective.ground.live.sse import stream  # noqa: E402

number = 0


async def listen(scope, receive, send):
    await stream(scope, receive, send, hub, "number")


async def raise_it(scope, receive, send):
    global number
    number += 1
    await asyncio.to_thread(hub.touch, "number")
    await respond(send, 200, str(hub.listeners("number")))


hub.provide("number", lambda topic: State(number, f"number {number} " + "x" * 1000), hz=20)
router.mount("/events", listen)
router.mount("/raise", raise_it, methods={"POST"})

if __name__ == "__main__":
    uvicorn.run(
        router,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        http="httptools",
        ws="none",
        lifespan="on",
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
