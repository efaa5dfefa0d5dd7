"""What this app tells whoever listens."""

from django.dispatch import Signal

# Rows were written past Model.save(), which tells nobody by itself. Sent inside the transaction with
# `model` (the model class) and `pks` (primary keys of the rows that were created or changed).
catalogue_changed = Signal()
