"""Settings read from the environment: typed, and loud when wrong."""

import ipaddress
import os
from pathlib import Path


class BadSetting(Exception):
    """A setting has a value that cannot be used; the message says which and what to do."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def boolean(name: str, *, default: bool) -> bool:
    value = text(name)
    if value == "":
        return default
    if value.lower() in {"1", "true", "yes", "on"}:
        return True
    if value.lower() in {"0", "false", "no", "off"}:
        return False
    raise BadSetting(f"{name} is {value!r}. Set it to true or false.")


def integer(name: str, *, default: int) -> int:
    value = text(name)
    if value == "":
        return default
    try:
        return int(value)
    except ValueError:
        raise BadSetting(f"{name} is {value!r}. Set it to a whole number.") from None


def words(name: str, *, default: str = "") -> list[str]:
    """A list, written with commas between."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def beginning_with(start: str) -> dict[str, str]:
    """Everything whose name begins so, without that beginning: what another package reads by names of its own."""
    return {name.removeprefix(start): value.strip() for name, value in os.environ.items() if name.startswith(start)}


def addresses(name: str, *, default: list[str]) -> list[str]:
    """IP addresses and networks (10.0.0.0/8), written with commas between."""
    found = words(name) or default
    for each in found:
        try:
            ipaddress.ip_network(each)
        except ValueError:
            raise BadSetting(
                f"{name} has {each!r} in it. Write IP addresses, or networks like 10.0.0.0/8, with commas between."
            ) from None
    return found


def hosts(host: str) -> list[str]:
    """The names that a site at `host` answers to: its own, and on one's own computer all of that computer's names."""
    own = f"[{host}]" if ":" in host else host
    return list(dict.fromkeys([own, "localhost", "127.0.0.1", "[::1]"])) if _is_this_computer(host) else [own]


def _is_this_computer(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def private_folder(path: Path) -> None:
    """Make a folder that nobody else on this computer may look into. One that is there already stays as it is."""
    for folder in reversed([path, *path.parents]):
        folder.mkdir(mode=0o700, exist_ok=True)


def secret(name: str, *, keep_in: Path) -> str:
    """A secret from the environment, from the file that NAME_FILE points to, or made once and kept in `keep_in`."""
    value = text(name)
    if value:
        return value
    named = text(f"{name}_FILE")
    if named:
        path = Path(named)
        if not path.is_file():
            raise BadSetting(
                f"{name}_FILE points to {named}, which is not a file. Point it to the file with the secret."
            )
        return path.read_text().strip()
    return _made_once(keep_in)


def _made_once(path: Path) -> str:
    import secrets  # noqa: PLC0415 - only on the very first start

    private_folder(path.parent)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass  # another process made it first, or it is there since the first start
    return path.read_text().strip()
