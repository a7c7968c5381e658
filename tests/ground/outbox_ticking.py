"""A process that ticks once: what a test starts and kills."""

import json
import sys
from datetime import datetime

import django
from django.conf import settings

facts = json.loads(sys.argv[1])
settings.DATABASES["default"]["NAME"] = facts["database"]
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", facts["port"], False
django.setup()

from collective.ground.outbox import tick  # noqa: E402 - after setup

tick.once(datetime.fromisoformat(facts["now"]))
print("ticked")
