"""Mail through a provider of the operator's choice (django-anymail), and what the provider tells us afterwards.

Nothing of it is loaded unless a provider is set; the address that the provider calls exists only with a secret.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import path

from collective.ground.lib import clock
from collective.ground.outbox.actions import coming_back

if TYPE_CHECKING:
    from django.urls import URLPattern


def urls() -> list[URLPattern]:
    """The one address for the chosen provider's webhook, or none."""
    if not (settings.MAIL_PROVIDER and settings.ANYMAIL.get("WEBHOOK_SECRET")):
        return []
    known = {str(each.name): each for each in import_module("anymail.urls").urlpatterns}
    names = (f"{settings.MAIL_PROVIDER}_tracking_webhook", f"{settings.MAIL_PROVIDER}_webhook")
    views = [known[name].callback for name in names if name in known]
    return [path("letters/provider/", view, name="mail-provider") for view in views[:1]]


def listen() -> None:
    """Hear what the provider says of letters that came back or were reported."""
    if settings.MAIL_PROVIDER:
        import_module("anymail.signals").tracking.connect(_heard, dispatch_uid="outbox")


def _heard(sender: object, event: Any, esp_name: str, **more: object) -> None:
    coming_back.hear(
        what=event.event_type or "",
        reason=event.reject_reason or "",
        address=event.recipient or "",
        provider_id=str(event.message_id or ""),
        words=str(event.description or event.mta_response or ""),
        now=clock.now(),
    )
