"""Which addresses our server may call on somebody's behalf: public ones, and nothing inside."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from collective.ground.lib.errors import Refused

LONGEST = 300
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BadTarget(Refused):
    """We do not call this address; the message says why."""

    status = 400


@dataclass(frozen=True)
class Target:
    """An address taken apart. `path` has its query."""

    secure: bool
    host: str
    port: int
    path: str


def target(url: str) -> Target:
    """The parts of an http or https address. Raises `BadTarget`."""
    url = url.strip()
    if len(url) > LONGEST or any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise BadTarget(f"Write one address of at most {LONGEST} signs, without spaces.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as why:
        raise BadTarget("This is not an address that can be called. It begins with https:// and a name.") from why
    if parts.scheme not in {"http", "https"} or not host:
        raise BadTarget("Write the whole address, beginning with https:// and a name.")
    if parts.username is not None or parts.password is not None:
        raise BadTarget("Leave name and password out of the address: our signature tells the receiver who calls.")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(secure, host, port or (443 if secure else 80), path)


def is_public(address: str) -> bool:
    """Whether this IP address belongs to the open internet. An address of the old kind wrapped in one of the new is
    unwrapped first, in every way that is in use (RFC 4291, 3056, 4380, 6052)."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_open(each) for each in _with_wrapped(ip))


def _with_wrapped(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> Iterable[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if not isinstance(ip, ipaddress.IPv6Address):
        return [ip]
    inside = [ip.sixtofour] if ip.sixtofour else list(ip.teredo or ())
    if ip in _NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    return [ip, *inside]


def _is_open(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    closed = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved
    closed = closed or (isinstance(ip, ipaddress.IPv6Address) and ip.is_site_local)  # fec0::/10, RFC 3879: still inside
    return ip.is_global and not closed and not ip.is_unspecified


def may_call(address: str, allowed: Iterable[Network]) -> bool:
    """Public, or in a network that the operator of this server has named."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return is_public(address) or any(ip in network for network in allowed if network.version == ip.version)
