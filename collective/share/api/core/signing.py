"""Signatures of what we send, by the Standard Webhooks specification (standardwebhooks.com), and secrets for them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"


def new_secret() -> str:
    """32 random bytes, in the form that receivers' libraries take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(*, secret: str, identity: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers. What is signed is "id.timestamp.body", with HMAC-SHA256."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": identity,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }


def digest(token: str) -> str:
    """How a token is kept: whoever reads the database cannot use it. 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
