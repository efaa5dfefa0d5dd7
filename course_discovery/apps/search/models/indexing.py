from django.db import models


class ChangeDuringBuild(models.Model):
    """Something that changed while an index was being built, to be indexed once more before the index is searched.

    A course, or a run that is gone; one of the two is null.
    """

    course_id = models.IntegerField(null=True, blank=True)
    gone_run_id = models.IntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"run {self.gone_run_id}" if self.course_id is None else f"course {self.course_id}"


class ClockRefresh(models.Model):
    """Up to which moment documents follow the clock. There is one row, or none before the first build."""

    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.at)
