"""A room for the browser, made in the server's own database: `manage.py shell` runs `lay`, the browser does the rest."""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.served import Served


@dataclass(frozen=True)
class MadeRoom:
    """Where a room's screens are, and the session of the organiser who runs it."""

    code: str
    stage: str
    pk: int
    session: str

    @property
    def phone_url(self) -> str:
        return f"/r/{self.code}/"

    @property
    def stage_url(self) -> str:
        return f"/stage/{self.stage}/"

    @property
    def desk_url(self) -> str:
        return f"/desk/rooms/{self.pk}/"

    def sign_in(self, page: Page, origin: str) -> Page:
        """Lets this page be the organiser's."""
        page.context.add_cookies([{"name": "sessionid", "value": self.session, "url": origin}])
        return page

    def sit(self, page: Page, name: str = "Amina Yusuf") -> Page:
        """Takes a seat in the room, as a guest does."""
        page.goto(self.phone_url)
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Take a seat").click()
        expect(page.get_by_role("heading", name="Take a seat")).to_have_count(0)
        return page


def made_room(site: Served, steps: list[dict[str, Any]], *, opened: bool = True, guests: int = 0) -> MadeRoom:
    """A gathering's room with these steps (as `planning.add_step` takes them), opened by an organiser."""
    wish = json.dumps({"steps": steps, "opened": opened, "guests": guests})
    code = f"from tests.browser.rooms_made import lay; print('MADE', lay({wish!r}))"
    line = next(line for line in site.manage("shell", "-c", code).splitlines() if line.startswith("MADE "))
    return MadeRoom(**json.loads(line.removeprefix("MADE ")))


def counted(site: Served, room: MadeRoom) -> dict[str, int]:
    """What the answers to the room's first question add up to, read from the database."""
    code = f"from tests.browser.rooms_made import tallied; print('COUNTED', tallied({room.pk}))"
    line = next(line for line in site.manage("shell", "-c", code).splitlines() if line.startswith("COUNTED "))
    found: dict[str, int] = json.loads(line.removeprefix("COUNTED "))
    return found


# from here on: inside the server's environment


def lay(wish: str) -> str:
    """Called by `made_room` where Django is set up."""
    from collective.gather.gatherings import actions as gatherings
    from collective.ground.lib import clock
    from collective.join.people import actions as people
    from collective.talk.rooms.actions import host, joining, planning

    wanted, now = json.loads(wish), clock.now()
    ada = people.make_organiser(email=f"ada-{uuid.uuid4().hex[:8]}@example.org", name="Ada Hussain", now=now)
    gathering = gatherings.plan(title="Winter lunch", starts_at=now, ends_at=now + timedelta(hours=1), now=now, by=ada)
    gatherings.list_publicly(gathering=gathering, now=now, by=ada)
    room = planning.lay_out(gathering=gathering, now=now)
    for step in wanted["steps"]:
        planning.add_step(room=room, **{"minutes": 3, **step})
    if wanted["opened"]:
        host.open_room(room=room, now=now, by=ada)
    for number in range(wanted["guests"]):
        joining.join(room=room, name=f"Guest {number + 1}", now=now)
    return json.dumps({"code": room.code, "stage": room.stage_token, "pk": room.pk, "session": _session(ada)})


def _session(member: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def tallied(room: int) -> str:
    from collective.talk.rooms import queries
    from collective.talk.rooms.models import Prompt

    prompt = Prompt.objects.filter(step__room=room).order_by("step__position").first()
    assert prompt is not None
    return json.dumps(queries.live_tally(prompt).counts)
