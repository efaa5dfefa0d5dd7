"""What this app tells whoever listens."""

from django.dispatch import Signal

# An account was given another name: sent inside the transaction with `old` and `new`, so that what stores names of
# users by themselves follows. An exception of a listener undoes it all.
username_replaced = Signal()
