"""A provider's webhook: there only with a secret, believed only with it, and what it says ends in a suppression."""

import base64
import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from collective.ground.outbox import provider
from collective.ground.outbox.actions import coming_back
from collective.ground.outbox.models import Letter, OptOut, Suppression
from tests.ground.outbox_kit import NOON, ROOT, post

pytestmark = pytest.mark.django_db

SECRET = "anymail:a-secret-that-is-long-enough"
BOUNCE = {
    "RecordType": "Bounce",
    "ID": 42,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Email": "Amina@example.org",
    "MessageID": "from-the-provider",
    "Description": "The mailbox does not exist.",
    "BouncedAt": "2026-12-03T12:31:00Z",
}


def test_there_is_no_address_without_a_provider_or_without_a_secret(settings):
    assert provider.urls() == []
    settings.MAIL_PROVIDER, settings.ANYMAIL = "postmark", {}
    assert provider.urls() == []
    assert Client().post("/letters/provider/").status_code == 404


@pytest.fixture
def urlconf(settings):
    """The site as it is when the operator has set a provider and a secret."""
    import types

    settings.MAIL_PROVIDER, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": SECRET}
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "anymail"]
    addresses = types.ModuleType("addresses_with_a_provider")
    addresses.urlpatterns = provider.urls()
    sys.modules[addresses.__name__] = addresses
    settings.ROOT_URLCONF = addresses.__name__
    provider.listen()
    yield
    from anymail.signals import tracking

    tracking.disconnect(dispatch_uid="outbox")
    del sys.modules[addresses.__name__]


def told(body, secret=SECRET):
    signed = "Basic " + base64.b64encode(secret.encode()).decode()
    browser = Client(enforce_csrf_checks=True)
    return browser.post(
        "/letters/provider/", json.dumps(body), content_type="application/json", headers={"Authorization": signed}
    )


@pytest.mark.usefixtures("urlconf")
class TestWebhook:
    def test_a_hard_bounce_suppresses_the_address_and_is_noted_on_the_letter(self):
        letter = post()
        Letter.objects.update(provider_id="from-the-provider")
        assert told(BOUNCE).status_code == 200
        assert told(BOUNCE).status_code == 200
        assert Suppression.objects.get().reason == "bounce"
        assert [each.what for each in letter.happenings.all()] == ["bounced"]

    def test_a_soft_bounce_suppresses_nobody(self):
        assert told(BOUNCE | {"Type": "Transient", "TypeCode": 2}).status_code == 200
        assert not Suppression.objects.exists()

    def test_a_complaint_is_its_own_reason(self):
        assert told(BOUNCE | {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}).status_code == 200
        assert Suppression.objects.get().reason == "complaint"

    def test_without_the_secret_nothing_is_believed(self):
        assert told(BOUNCE, secret="anymail:guessed").status_code in {400, 403}
        assert not Suppression.objects.exists()


class TestHear:
    def test_who_unsubscribes_at_the_provider_gets_no_news_and_still_gets_service(self):
        coming_back.hear(
            what="unsubscribed", reason="unsubscribed", address="amina@example.org", provider_id="", words="", now=NOON
        )
        assert OptOut.objects.get().scope == ""
        assert not Suppression.objects.exists()

    @pytest.mark.parametrize("reason", ["blocked", "spam", "timed_out", "other"])
    def test_a_bounce_that_may_be_about_us_is_noted_and_suppresses_nobody(self, reason):
        coming_back.hear(what="bounced", reason=reason, address="amina@example.org", provider_id="", words="", now=NOON)
        assert not Suppression.objects.exists()


class TestSettings:
    def start(self, **surroundings):
        return subprocess.run(
            [
                sys.executable,
                "-c",
                "import collective.settings as s; print(s.EMAIL_BACKEND, 'anymail' in s.INSTALLED_APPS)",
            ],
            cwd=ROOT,
            env={**os.environ, **surroundings},
            capture_output=True,
            text=True,
            check=False,
        )

    def test_a_provider_is_one_word_and_nothing_of_it_is_loaded_otherwise(self):
        assert self.start().stdout.split()[1] == "False"
        chosen = self.start(COLLECTIVE_MAIL_PROVIDER="mailgun", ANYMAIL_MAILGUN_API_KEY="k")
        assert chosen.stdout.split() == ["anymail.backends.mailgun.EmailBackend", "True"]

    def test_a_secret_that_is_none_stops_the_start_with_a_sentence(self):
        short = self.start(COLLECTIVE_MAIL_PROVIDER="mailgun", COLLECTIVE_MAIL_WEBHOOK_SECRET="secret")
        assert "COLLECTIVE_MAIL_WEBHOOK_SECRET needs 20 signs or more, with a colon" in short.stderr
