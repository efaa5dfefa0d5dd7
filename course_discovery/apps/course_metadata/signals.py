"""What this app tells whoever listens."""

from django.dispatch import Signal

# Rows were written past Model.save(), which tells nobody by itself. Sent inside the transaction with
# `model` (the model class) and `pks` (primary keys of the rows that were created or changed).
catalogue_changed = Signal()

# A course run is being validated (`CourseRun.clean`), with `instance`. What apps above know to be wrong with it they
# raise as ValidationError.
course_run_cleaned = Signal()

# Somebody uploaded a file of changes. Sent after the commit with `instance`, the BulkOperationTask, whose `task_id` is
# the identifier that the job doing it must be given. An exception of a listener marks the task as failed.
bulk_operation_created = Signal()

# What a run and its course offer everybody may be something else now: the run was made official, or its official course
# got an entitlement. Sent inside the transaction with `instance`, the official CourseRun.
offer_made_official = Signal()
