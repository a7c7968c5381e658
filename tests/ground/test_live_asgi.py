"""The application that the server runs: Django's pages and the streams of the apps, from one address."""

import asyncio

import pytest
from django.test import override_settings

from tests.ground.live_kit import Connection


@pytest.mark.django_db(transaction=True)
@override_settings(ALLOWED_HOSTS=["testserver"], DEBUG=False)
def test_the_servers_application_starts_answers_pages_and_stops():
    from collective.asgi import application

    async def main():
        orders: asyncio.Queue = asyncio.Queue()
        said: asyncio.Queue = asyncio.Queue()
        running = asyncio.create_task(application({"type": "lifespan"}, orders.get, said.put))
        await orders.put({"type": "lifespan.startup"})
        assert (await asyncio.wait_for(said.get(), 5))["type"] == "lifespan.startup.complete"
        missing = Connection(path="/an-address-that-nobody-has/", headers=[("Host", "testserver")])
        await asyncio.wait_for(application(missing.scope, missing.receive, missing.send), 10)
        strange = Connection(path="/", headers=[("Host", "somewhere.else")])
        await asyncio.wait_for(application(strange.scope, strange.receive, strange.send), 10)
        await orders.put({"type": "lifespan.shutdown"})
        assert (await asyncio.wait_for(said.get(), 10))["type"] == "lifespan.shutdown.complete"
        await running
        return missing, strange

    missing, strange = asyncio.run(main())
    assert missing.status == 404
    assert strange.status == 400
