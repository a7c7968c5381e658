"""What happens at a gathering that others may want to follow. All are sent after commit."""

from django.dispatch import Signal

# gathering, person, now, how ("room", "hand" or "paper"). Sent once for each check-in that is made.
person_checked_in = Signal()

# gathering, person, now. Sent when a check-in was taken away again.
check_in_undone = Signal()
