"""What this app tells whoever listens."""

from django.dispatch import Signal

# Pushes have been written that are to be sent once the transaction is through.
outbox_filled = Signal()
