"""What a room announces. Sent inside the transaction of the act, so that what follows stands or falls with it."""

from django.dispatch import Signal

# participant, now
participant_joined = Signal()
participant_left = Signal()
# room, now: people may come in from now on
room_opened = Signal()
# step, now
step_started = Signal()
step_ended = Signal()
# room: something its screens show may have changed; sent after commit, as often as you like
room_changed = Signal()
