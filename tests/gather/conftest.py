"""Each test starts with no sign-ups counted, and its letters go at once instead of beside the request."""

import pytest

from collective.join.people.doors import sign_ups


@pytest.fixture(autouse=True)
def _letters_at_once_and_nobody_counted(settings):
    settings.SEND_BESIDE = lambda send: send()
    sign_ups.forget()
    yield
    sign_ups.forget()
