"""Calendar files, written and read: RFC 5545 (what they are), 5546 (what they ask for) and 6047 (how they travel by mail).

Written by hand, because what Outlook, Google and Apple make of a file hangs on its very bytes; read with bounds, because
anybody may send one. Pure: no Django, no clock.
"""

from collective.gather.diary.ics.events import Attendee, Event, Party, cancel, publish, request
from collective.gather.diary.ics.links import Link, links

__all__ = ["Attendee", "Event", "Link", "Party", "cancel", "links", "publish", "request"]
