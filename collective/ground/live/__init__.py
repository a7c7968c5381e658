"""Everything that happens while people watch: states pushed to open streams, and writes that arrive by the hundred.

Nothing in this package knows what a topic, a state or an item is about; the apps above say so.

- `hub`      pushes the newest state of a topic to everyone who listens to it
- `sse`      one open stream: the raw endpoint that an app mounts
- `writer`   many small writes, one durable transaction
- `router`   the ASGI application: raw endpoints by path, and Django for everything else
- `bridge`   Django's synchronous side, run on a few threads
- `http`     small helpers for raw endpoints; `tokens`: short signed values; `capacity`: how many listeners fit

An app uses it from `AppConfig.ready()`:

    from collective.ground import live
    from collective.ground.live.hub import hub

    hub.provide("thing:", state_of_thing, hz=5)
    live.mount(re.compile(r"/things/(?P<key>[a-z]+)/events"), endpoint, methods={"GET"})
"""

from collective.ground.live.router import mount, on_shutdown, on_startup

__all__ = ["mount", "on_shutdown", "on_startup"]
