"""What a refresh did: one run, its sources, their pages, and the rows that could not be loaded."""

from django.db import models

from course_discovery.apps.core.models import Partner


class RunStatus(models.TextChoices):
    Running = "running", "Running"
    Completed = "completed", "Completed"
    Failed = "failed", "Failed"
    Interrupted = "interrupted", "Interrupted"
    # An unfinished run that was not resumed.
    Abandoned = "abandoned", "Abandoned"
    # A source that the partner's platform does not have.
    Absent = "absent", "Absent"


UNFINISHED = (RunStatus.Running, RunStatus.Interrupted)


class RefreshRun(models.Model):
    """One refresh of one partner, or one file loaded for it. A killed refresh is resumed in place: `resumed` counts how
    often. A killed file is begun again in a new run."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="refresh_runs")
    stage = models.PositiveSmallIntegerField(default=0, help_text="The one stage that was asked for; 0 is all.")
    file = models.CharField(
        max_length=255,
        blank=True,
        default="",
        help_text="The file or sheet that was loaded; empty: platforms were.",
    )
    status = models.CharField(max_length=16, choices=RunStatus.choices, default=RunStatus.Running, db_index=True)
    holder = models.CharField(max_length=255, blank=True, default="", help_text="Process and machine that did it.")
    started = models.DateTimeField(db_index=True)
    ended = models.DateTimeField(null=True, blank=True)
    resumed = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("-started", "-pk")
        get_latest_by = "started"
        permissions = (("start_refresh", "Can start a refresh"),)

    def __str__(self) -> str:
        return f"{self.partner} {self.started:%Y-%m-%d %H:%M} {self.status}"


class SourceRun(models.Model):
    """What a refresh read from one source. Each row seen is created, updated, unchanged, skipped or failed."""

    refresh_run = models.ForeignKey(RefreshRun, on_delete=models.CASCADE, related_name="sources")
    source = models.CharField(max_length=64)
    url = models.CharField(max_length=255, blank=True, default="")
    status = models.CharField(max_length=16, choices=RunStatus.choices, default=RunStatus.Running)
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    announced = models.PositiveIntegerField(default=0, help_text="Rows that the listing said it holds.")
    resumed = models.BooleanField(default=False, help_text="Was this listing read in more than one go?")
    pages = models.PositiveIntegerField(default=0)
    pages_failed = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    written = models.JSONField(
        default=dict, blank=True, help_text="Database rows by kind and by what happened to them."
    )
    results = models.JSONField(default=dict, blank=True, help_text="What reports tell one by one, in lists by name.")
    error = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("refresh_run", "source"), name="one_run_of_a_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.status}"


class PageCheckpoint(models.Model):
    """A page that is done with. It is written in the transaction that wrote the page's rows."""

    source_run = models.ForeignKey(SourceRun, on_delete=models.CASCADE, related_name="checkpoints")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, default="", help_text="Why the page could not be read; empty: it was.")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("source_run", "number"), name="one_checkpoint_of_a_page")]

    def __str__(self) -> str:
        return f"page {self.number}"


class RowFailure(models.Model):
    """A row that was not loaded, or not wholly, and why."""

    source_run = models.ForeignKey(SourceRun, on_delete=models.CASCADE, related_name="row_failures")
    page = models.PositiveIntegerField(null=True, blank=True, help_text="Empty for what was found after all pages.")
    key = models.CharField(max_length=255, help_text="What the platform calls the row.")
    code = models.CharField(max_length=64)
    message = models.TextField()
    skipped = models.BooleanField(default=False, help_text="Left out on purpose; nobody has to act.")

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=("code",), name="row_failures_of_a_code")]

    def __str__(self) -> str:
        return f"{self.key}: {self.code}"
