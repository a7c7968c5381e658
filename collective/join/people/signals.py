"""What others may want to know about people."""

from django.dispatch import Signal

# person, purpose (its slug), now. Sent after commit, once for each yes that was taken back.
consent_withdrawn = Signal()
