"""A made-up audience, as a pure subject: who they are, what they say, and when each of them does what.

Nothing here knows a database or a clock. The same seed makes the same people, and they do the same things at the same distance
from whatever they react to; so a rehearsal needs no memory but what stands in the room's own rows.

- `people`   who they are           - `words`    what they write
- `scene`    what the room shows    - `acts`     what somebody may do
- `reacting` who is due to do what  - `hosting`  a made-up host who goes through the run-sheet
"""

from collective.share.rehearsal.audience.acts import Act
from collective.share.rehearsal.audience.hosting import host_act
from collective.share.rehearsal.audience.people import MadeUp, invent
from collective.share.rehearsal.audience.reacting import due
from collective.share.rehearsal.audience.scene import Scene

__all__ = ["Act", "MadeUp", "Scene", "due", "host_act", "invent"]
