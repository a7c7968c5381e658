"""A room whose next tables are to be drawn, made in the server's own database: colleagues, a facilitator, a round behind it."""

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page

from tests.browser.served import Served

NAMES = (
    "Amina Yusuf", "Ben Carr", "Carla Mendes", "Dafydd Rees", "Esi Boateng", "Farah Iqbal",
    "Gwen Hughes", "Hamish Orr", "Ines Duarte", "Jo Park", "Kofi Asante", "Lena Brandt",
)  # fmt: skip


@dataclass(frozen=True)
class MadeDraw:
    """Where the draw page of the second round is, and the session of the organiser."""

    room: int
    step: int
    session: str

    @property
    def page_url(self) -> str:
        return f"/desk/rooms/{self.room}/rounds/{self.step}/drawing/"

    def sign_in(self, page: Page, origin: str) -> Page:
        """Lets this page be the organiser's."""
        page.context.add_cookies([{"name": "sessionid", "value": self.session, "url": origin}])
        return page


def made_draw(site: Served, *, drawn: bool = True) -> MadeDraw:
    """Twelve people with one round of tables behind them, and the tables of the next proposed if `drawn`."""
    code = f"from tests.browser.draws_made import lay; print('MADE', lay({drawn}))"
    line = next(line for line in site.manage("shell", "-c", code).splitlines() if line.startswith("MADE "))
    return MadeDraw(**json.loads(line.removeprefix("MADE ")))


def seated(site: Served, made: MadeDraw) -> dict[str, int]:
    """Who sits at which table, by name, read from the database."""
    code = f"from tests.browser.draws_made import where; print('SEATED', where({made.step}))"
    line = next(line for line in site.manage("shell", "-c", code).splitlines() if line.startswith("SEATED "))
    found: dict[str, int] = json.loads(line.removeprefix("SEATED "))
    return found


# from here on: inside the server's environment


def lay(drawn: bool) -> str:
    """Called by `made_draw` where Django is set up."""
    from collective.gather.gatherings import actions as gatherings
    from collective.ground.lib import clock
    from collective.join.people import actions as people
    from collective.talk.conversations.actions import drawing
    from collective.talk.rooms.actions import host, joining, planning
    from tests.browser.rooms_made import _session

    now = clock.now()
    ada = people.make_organiser(email=f"ada-{uuid.uuid4().hex[:8]}@example.org", name="Ada Hussain", now=now)
    gathering = gatherings.plan(title="Winter lunch", starts_at=now, ends_at=now + timedelta(hours=1), now=now, by=ada)
    room = planning.lay_out(gathering=gathering, now=now)
    first, second = (
        planning.add_step(room=room, kind="tables", title=title, minutes=15)
        for title in ("What do you need?", "What should we do together?")
    )
    host.open_room(room=room, now=now, by=ada)
    for number, name in enumerate(NAMES):
        organisation = "Shelter North" if number < 2 else f"Charity {number}"
        person, _ = joining.join(room=room, name=name, now=now, organisation=organisation)
        if number == 2:
            joining.set_facilitating(participant=person, facilitating=True)
    drawing.propose(round=first.round, now=now, by=ada, seed=1)
    drawing.publish(round=first.round, now=now, by=ada)
    if drawn:
        drawing.propose(round=second.round, now=now, by=ada, seed=2)
    return json.dumps({"room": room.pk, "step": second.pk, "session": _session(ada)})


def where(step: int) -> str:
    from collective.talk.conversations.models import Seat

    seats = Seat.objects.filter(draw__round__step=step, draw__undone_at__isnull=True, left_at__isnull=True)
    return json.dumps(dict(seats.values_list("participant__name", "group__number")))
