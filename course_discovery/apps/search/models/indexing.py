from django.db import models


class ChangeDuringBuild(models.Model):
    """Something that changed while an index was being built, to be indexed once more before the index is searched.

    `document_type` is a name of DOCUMENTS, and `row_id` says of which row. A course stands for its runs too; a course
    run is noted only when it is gone.
    """

    document_type = models.CharField(max_length=32)
    row_id = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.document_type} {self.row_id}"


class ClockRefresh(models.Model):
    """Up to which moment documents follow the clock. There is one row, or none before the first build."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)
