"""Finding a door for the server, and waiting until somebody answers it."""

import http.client
import socket
import subprocess
import time
from contextlib import closing
from urllib.parse import urlsplit

from chores.say import Stop, say

USUAL = 8000
TRIES = 40


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as knock:
        knock.settimeout(0.3)
        if knock.connect_ex((host, port)) == 0:
            return False
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError:
            return False
        return True


def choose(wanted: int | None, host: str = "127.0.0.1") -> int:
    """The wanted port, or the usual one, or the next one free after it. Raises Stop when the wanted one is taken."""
    if wanted is not None:
        if not is_free(wanted, host):
            raise Stop(f"Port {wanted} is taken by another program. Choose another with --port, or leave --port out.")
        return wanted
    for port in range(USUAL, USUAL + TRIES):
        if is_free(port, host):
            if port != USUAL:
                say(f"Port {USUAL} is taken by another program, so this uses {port}.")
            return port
    raise Stop(f"Ports {USUAL} to {USUAL + TRIES - 1} are all taken. Choose another with --port.")


def answers(url: str, *, seconds: float = 2) -> bool:
    """Whether a web server answers at `url`, with whatever status."""
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.hostname or "localhost", parts.port, timeout=seconds)) as line:
        try:
            line.request("GET", parts.path or "/")
            line.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        return True


def wait_for(url: str, server: subprocess.Popen[bytes], *, seconds: float = 60) -> None:
    """Returns once `url` answers. Raises Stop when the server ends first, or when the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise Stop(
                f"The server stopped before it answered (exit status {server.returncode}); its words above say why."
            )
        if answers(url):
            return
        time.sleep(0.1)
    raise Stop(
        f"The server did not answer at {url} within {seconds:.0f} seconds. Stop other heavy programs and try again."
    )
