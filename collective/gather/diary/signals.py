"""What the diary announces. Rooms above listen; the diary does not know them."""

from django.dispatch import Signal

# sender=Entry, entry, now: its moments are about to move because a zone's rules changed, not because somebody said so.
entry_rederived = Signal()
# sender=Invitation, invitation, said, now, source: an answer that came by mail or from a page and counts; it is written next.
answered = Signal()
