"""What is seen of a refresh."""

from io import StringIO

import pytest
from django.utils import timezone
from rich.console import Console

from course_discovery.apps.data_loading.management.progress import print_runs, progress_for
from course_discovery.apps.data_loading.models import PageCheckpoint, RefreshRun, RowFailure, SourceRun


@pytest.fixture
def source_run(bare_partner):
    now = timezone.now()
    run = RefreshRun.objects.create(partner=bare_partner, started=now, ended=now, status="failed", resumed=2)
    return SourceRun.objects.create(refresh_run=run, source="lms_courses", started=now, url="http://lms/[api]")


def watch(console, source_run):
    with progress_for(console) as progress:
        progress.source_started(source_run)
        for number in (1, 2):
            source_run.seen += 50
            source_run.created += 49
            source_run.failed += 1
            progress.page_done(source_run, number, 2)
        source_run.status = "completed"
        progress.source_ended(source_run)
    return console.file.getvalue()


def test_a_terminal_shows_a_bar(source_run):
    shown = watch(Console(file=StringIO(), force_terminal=True, width=140), source_run)
    assert "2/2" in shown
    assert "100 seen, 98 created, 2 failed" in shown


def test_a_log_has_plain_lines(source_run):
    shown = watch(Console(file=StringIO(), width=140), source_run)
    assert shown.splitlines() == [
        "lms_courses: http://lms/[api]",
        "lms_courses: page 2 of 2, 100 seen, 98 created, 2 failed",
        "lms_courses: completed.",
    ]


def test_the_table_names_pages_and_rows_that_failed(source_run):
    source_run.pages, source_run.pages_failed, source_run.status = 3, 1, "failed"
    source_run.error, source_run.written = "1 pages could not be read.", {"course": {"created": 4}}
    source_run.save()
    now = timezone.now()
    PageCheckpoint.objects.create(source_run=source_run, number=2, error="GET /[2]: status 500", at=now)
    for number in range(7):
        RowFailure.objects.create(source_run=source_run, key=f"run-{number}", code="bad_key", message="[odd] key")
    RowFailure.objects.create(source_run=source_run, key="left-out", code="x", message="y", skipped=True)
    console = Console(file=StringIO(), width=140)
    print_runs([source_run.refresh_run], console)
    shown = console.file.getvalue()
    assert "edx: failed in 0.0 s, resumed 2 times" in shown
    assert "3 (+1 failed)" in shown
    assert "lms_courses wrote 4 course created." in shown
    assert "lms_courses page 2: GET /[2]: status 500" in shown
    assert shown.count("[bad_key]: [odd] key") == 5
    assert "the others are in the admin" in shown
    assert "left-out" not in shown
