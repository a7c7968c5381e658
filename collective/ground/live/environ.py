"""An ASGI request as WSGI sees it."""

import sys
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from collective.ground.live.http import Scope

BLOCK = 256 * 1024  # bytes of a file that are read at once

# Made from the body as it arrived, or never to be taken from outside: HTTP_PROXY would be read as a setting.
_SKIPPED = {b"content-length", b"content-type", b"transfer-encoding", b"proxy", b"expect", b"connection"}


class FileBody:
    """What `wsgi.file_wrapper` makes: a file that may be read in any thread, a block at a time."""

    def __init__(self, file: IO[bytes], block_size: int = BLOCK) -> None:
        self._file = file
        self.block_size = block_size

    def read(self) -> bytes:
        return self._file.read(BLOCK)

    def close(self) -> None:
        self._file.close()


def make(scope: Scope, body: IO[bytes], length: int) -> dict[str, Any]:
    """The WSGI environment of this request. `length` is the number of bytes in `body`, which starts at its
    beginning."""
    client = scope.get("client") or ("", 0)
    server = scope.get("server") or ("localhost", 80)
    root = scope.get("root_path", "")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": root.encode().decode("latin-1"),
        "PATH_INFO": _path(scope, root),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "CONTENT_LENGTH": str(length) if length else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileBody,
    }
    _add_headers(environ, scope["headers"])
    return environ


def _path(scope: Scope, root: str) -> str:
    raw = scope.get("raw_path")
    path = unquote_to_bytes(raw) if raw is not None else scope["path"].encode()
    prefix = root.encode()
    if prefix and path.startswith(prefix):
        path = path[len(prefix) :]
    return bytes(path).decode("latin-1")


def _add_headers(environ: dict[str, Any], headers: list[tuple[bytes, bytes]]) -> None:
    for name, value in headers:
        if name == b"content-type":
            environ.setdefault("CONTENT_TYPE", value.decode("latin-1"))
        # X_Forwarded_For would arrive under the same name as X-Forwarded-For, which a proxy may have checked.
        if name in _SKIPPED or b"_" in name:
            continue
        key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text
