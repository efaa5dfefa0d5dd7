"""What this app tells whoever listens."""

from django.dispatch import Signal

# Rows were written past Model.save(), which tells nobody by itself. Sent inside the transaction with
# `model` (the model class) and `pks` (primary keys of the rows that were created or changed).
catalogue_changed = Signal()

# A course run is being validated (`CourseRun.clean`), with `instance`. What apps above know to be wrong with it they
# raise as ValidationError.
course_run_cleaned = Signal()
