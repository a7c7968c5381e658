"""`python -m collective.cli serve`: the one process that answers people, keeps streams open and sends what is due."""

import argparse
import importlib
import importlib.util
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress

import django
import uvicorn
from django.conf import settings

TICK = "collective.ground.outbox.tick"
KEEP_ALIVE = 75  # seconds; above the 60 of the usual proxies, so that a proxy never writes to a door just closed
GOODBYE = 3  # seconds that open requests get when the server is asked to stop


def main(words: list[str] | None = None) -> int:
    """Returns an exit status: 0 after a stop that somebody asked for."""
    parser = argparse.ArgumentParser(prog="python -m collective.cli", description=__doc__)
    chores = parser.add_subparsers(dest="chore", required=True)
    serve_words = chores.add_parser("serve", help="answer requests until told to stop")
    serve_words.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    serve_words.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    serve_words.add_argument("--no-tick", action="store_true", help="leave due jobs to cron or systemd")
    asked = parser.parse_args(words)
    return serve(host=asked.host, port=asked.port, tick=not asked.no_tick)


def serve(*, host: str, port: int, tick: bool = True) -> int:
    """Answers requests at `host`:`port` until SIGINT or SIGTERM, and with `tick` also runs what is due."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collective.settings")
    django.setup()
    _allow_many_connections()
    signal.signal(signal.SIGTERM, _interrupt)
    server = uvicorn.Server(_config(host, port))
    # uvicorn raises the signal again after it has closed everything in order
    with _ticking() if tick else nullcontext(), suppress(KeyboardInterrupt):
        server.run()
    return 0 if server.started else 1


def _config(host: str, port: int) -> uvicorn.Config:
    behind_proxy = settings.SECURE_PROXY_SSL_HEADER is not None
    return uvicorn.Config(
        "collective.asgi:application",
        host=host,
        port=port,
        loop="uvloop" if importlib.util.find_spec("uvloop") else "asyncio",
        http="httptools",
        ws="none",
        lifespan="auto",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips=settings.TRUSTED_PROXIES if behind_proxy else [],
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GOODBYE,
    )


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _allow_many_connections() -> None:
    """Each open page is an open file; most systems allow only 1,024 unless asked."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < hard:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):  # macOS names a limit that it then refuses
            logging.getLogger(__name__).info("Up to %d open files.", soft)


@contextmanager
def _ticking() -> Iterator[None]:
    """A thread beside the server that does what is due, until the server has stopped."""
    stop = threading.Event()
    thread = threading.Thread(target=_tick_until, args=(stop,), name="tick", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(GOODBYE)


def _tick_until(stop: threading.Event) -> None:
    run_forever: Callable[[threading.Event], None] = importlib.import_module(TICK).run_forever
    run_forever(stop)


if __name__ == "__main__":
    sys.exit(main())
