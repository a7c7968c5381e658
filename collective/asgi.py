"""What the server runs: Django, and beside it the raw endpoints that the apps mounted while they loaded."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collective.settings")
django.setup()

from collective.ground.live.bridge import django_bridge  # noqa: E402 - needs the settings
from collective.ground.live.router import router  # noqa: E402

router.otherwise = django_bridge()
application = router
