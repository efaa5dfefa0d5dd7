"""Refreshes that are started by a button."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone

from course_discovery.apps.data_loading import tasks
from course_discovery.apps.data_loading.management.commands.refresh_course_metadata import Command
from course_discovery.apps.data_loading.models import RefreshRun
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing, refreshing
from course_discovery.apps.data_loading.tests.history import lease_of, refresh
from course_discovery.apps.data_loading.tests.rows import run_row


@pytest.fixture
def processes(monkeypatch):
    """The processes that were started, instead of starting them."""
    found = []

    class Process:
        def __init__(self, command, **options):
            found.append((command, options))

        def wait(self):
            return 0

    monkeypatch.setattr(subprocess, "Popen", Process)
    return found


@pytest.fixture
def queued(monkeypatch, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    found = []
    monkeypatch.setattr(tasks.refresh_partner_task, "delay", lambda *arguments: found.append(arguments))
    return found


def test_a_worker_does_it_where_there_is_one(bare_partner, queued, processes, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tasks.start_refresh(bare_partner, 2, allow_large_deletes=True)
        assert queued == []
    assert queued == [("edx", 2, True)]
    assert processes == []


def test_what_is_rolled_back_starts_nothing(bare_partner, queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(KeyError), transaction.atomic():
        tasks.start_refresh(bare_partner)
        raise KeyError
    assert queued == []


@pytest.mark.parametrize(("stage", "allow_large_deletes"), [(0, False), (3, True)])
def test_else_a_process_of_its_own(
    bare_partner, processes, django_capture_on_commit_callbacks, stage, allow_large_deletes
):
    bare_partner.short_code = "--odd code"
    with django_capture_on_commit_callbacks(execute=True):
        tasks.start_refresh(bare_partner, stage, allow_large_deletes)
    ((command, options),) = processes
    assert command[:4] == [sys.executable, "-m", "django", "refresh_course_metadata"]
    read = Command().create_parser("manage.py", "refresh_course_metadata").parse_args(command[4:])
    assert (read.partner_code, read.data_loader_stage, read.allow_large_deletes, read.restart) == (
        "--odd code",
        stage,
        allow_large_deletes,
        False,
    )
    # It outlives the web server, in whose session it was started.
    assert options["start_new_session"]


def test_such_a_process_finds_the_command_wherever_the_server_was_started(tmp_path, monkeypatch, processes):
    """As it is started, but asked for help alone."""
    tasks._start("edx", 0, allow_large_deletes=False)
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    ((command, options),) = processes
    options = options | {"stdout": subprocess.PIPE}
    done = subprocess.run([*command, "--help"], **options, text=True, timeout=60, check=True)
    assert "--allow-large-deletes" in done.stdout


def test_whoever_is_at_it_is_named_and_nothing_is_started(bare_partner, queued):
    run = refresh(bare_partner, timedelta(minutes=1), holder="process 7 on elsewhere")
    lease = lease_of(run, timedelta(seconds=20))
    told = (
        f"Partner edx is already being refreshed by process 7 on elsewhere since {lease.taken_at:%Y-%m-%d %H:%M:%S} "
        f"UTC; it was last heard of at {lease.renewed_at:%H:%M:%S}."
    )
    with pytest.raises(AlreadyRefreshing) as busy:
        tasks.start_refresh(bare_partner)
    assert str(busy.value) == told
    assert queued == []


def test_a_process_that_died_long_ago_stops_nobody(bare_partner, queued, django_capture_on_commit_callbacks):
    lease = lease_of(refresh(bare_partner))
    lease.renewed_at = timezone.now() - timedelta(seconds=django_settings.DATA_LOADING_LEASE_SECONDS + 1)
    lease.save()
    with django_capture_on_commit_callbacks(execute=True):
        tasks.start_refresh(bare_partner)
    assert len(queued) == 1


def test_the_task_refreshes(partner, platform):
    platform.catalogue.lms_course_runs.add(run_row("course-v1:LakeX+B+1"))
    tasks.refresh_partner_task.delay("edx", 1, False)
    run = RefreshRun.objects.get()
    assert (run.stage, run.status, run.sources.get(source="lms_courses").created) == (1, "completed", 1)


def test_a_task_that_comes_second_says_so_and_ends(partner, platform, caplog):
    with refreshing(partner):
        tasks.refresh_partner_task.delay("edx", 0, False)
    assert not RefreshRun.objects.exists()
    assert "The refresh of edx that was asked for in admin: Partner edx is already being refreshed by" in caplog.text
