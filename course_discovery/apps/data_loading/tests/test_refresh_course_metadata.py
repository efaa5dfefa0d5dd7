"""The command, as operators and crontabs call it."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection

from course_discovery.apps.core.models import Partner
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import CourseRun, Video
from course_discovery.apps.course_metadata.tests.factories import VideoFactory
from course_discovery.apps.data_loading.models import RefreshRun
from course_discovery.apps.data_loading.services.lease import refreshing
from course_discovery.apps.data_loading.tests.rows import mode, modes_row, run_row


def add_runs(platform, count):
    platform.catalogue.lms_course_runs.add(*(run_row(f"course-v1:LakeX+B{n}+1") for n in range(count)))


def refresh(**options):
    out = StringIO()
    call_command("refresh_course_metadata", stdout=out, **options)
    return out.getvalue()


def test_the_record_is_printed(partner, platform):
    add_runs(platform, 60)
    platform.catalogue.lms_course_runs.add(run_row("nonsense"))
    printed = refresh(partner_code="edx")
    assert "lms_courses: page 2 of 2, 61 seen, 60 created, 1 failed" in printed
    assert "edx: completed in" in printed
    assert "60 course created, 60 courserun created, 1 organization created, 1 video created" in printed
    assert 'lms_courses nonsense [bad_key]: Could not understand course run key "nonsense".' in printed


def test_the_end_of_the_command(partner, platform):
    VideoFactory(image=None)
    cache.set("api_timestamp", 1)
    assert "Orphans removed: 0 images, 1 videos." in refresh()
    assert not Video.objects.exists()
    assert cache.get("api_timestamp") > 1


def test_a_failed_source_fails_the_command_after_all_the_rest(partner, platform):
    add_runs(platform, 1)
    platform.fail("500", "ecommerce_courses", times=None)
    VideoFactory(image=None)
    out = StringIO()
    with pytest.raises(CommandError, match=r"^One or more of the data loaders above failed\.$"):
        call_command("refresh_course_metadata", stdout=out)
    assert "ecommerce_seats page 1: GET http" in out.getvalue()
    assert CourseRun.objects.count() == 1
    assert Video.objects.count() == 1


def test_one_partners_trouble_is_none_of_the_others(partner, platform):
    add_runs(platform, 1)
    other = PartnerFactory(short_code="other", courses_api_url=partner.courses_api_url, lms_url=partner.lms_url)
    with refreshing(partner), pytest.raises(CommandError, match="Partner edx is already being refreshed by process"):
        refresh()
    assert CourseRun.objects.get().course.partner == other


def test_only_the_partner_that_was_named(partner, platform):
    PartnerFactory(short_code="other", courses_api_url=partner.courses_api_url, lms_url=partner.lms_url)
    refresh(partner_code="other")
    assert RefreshRun.objects.get().partner.short_code == "other"


@pytest.mark.django_db
def test_an_lms_is_all_that_a_partner_needs(platform):
    add_runs(platform, 2)
    platform.catalogue.modes.add(modes_row("course-v1:LakeX+B1+1", mode("audit", 0), mode()))
    address = f"{platform.url}/api/courses/v1"
    call_command("create_or_update_partner", site_domain="a.example.com", code="a", name="A", courses_api_url=address)
    printed = refresh(partner_code="a")
    assert "a: completed in" in printed
    assert f"lms_modes: {platform.url}" in printed
    assert set(CourseRun.objects.values_list("key", "type__slug", "course__type__slug")) == {
        ("course-v1:LakeX+B0+1", "audit", "audit"),
        ("course-v1:LakeX+B1+1", "verified-audit", "verified-audit"),
    }


@pytest.mark.parametrize("stage", [4, -1])
def test_no_such_stage(partner, stage):
    with pytest.raises(CommandError, match=r"^Invalid data loader stage\. It must be between 1-3$"):
        refresh(data_loader_stage=stage)


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{}, {"partner_code": "nobody"}])
def test_no_partners(options):
    Partner.objects.all().delete()
    with pytest.raises(CommandError, match=r"^No partners available!$"):
        refresh(**options)


def test_old_records_are_forgotten(partner, platform):
    RefreshRun.objects.create(partner=partner, started="2020-01-01T00:00:00Z", status="completed")
    refresh()
    assert RefreshRun.objects.get().started.year > 2020


def database_for_other_processes(folder):
    """Return the URL of a database that holds what this test has committed."""
    if connection.vendor != "sqlite":
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    # Nobody else sees the memory of this process.
    copy = folder / "discovery.sqlite3"
    copy.write_bytes(connection.connection.serialize())
    return f"sqlite:///{copy}"


def rows(table, database):
    query = f"SELECT count(*) FROM {table}"
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]
    with sqlite3.connect(database.removeprefix("sqlite:///")) as reader:
        return reader.execute(query).fetchone()[0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_killed_process_is_taken_up_by_the_next(partner, platform, tmp_path):
    add_runs(platform, 150)
    database = database_for_other_processes(tmp_path)
    command = [sys.executable, "-m", "django", "refresh_course_metadata", "--data_loader_stage", "1", "--skip-checks"]
    environment = os.environ | {
        "DISCOVERY_DATA_DIR": str(tmp_path),
        "DATABASE_URL": database,
        "BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL": platform.oauth_provider_url,
        "BACKEND_SERVICE_EDX_OAUTH2_SECRET": "secret",
        "ELASTICSEARCH_DSL_AUTOSYNC": "False",
    }

    def count(table):
        return rows(table, database)

    platform.fail("slow", "lms_courses", page=3, seconds=30)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as killed:
        deadline = time.monotonic() + 120
        while count("data_loading_pagecheckpoint") < 2:
            assert killed.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        killed.send_signal(signal.SIGKILL)
    assert count("course_metadata_courserun") == 100
    assert count("data_loading_refreshlease") == 1

    platform.reset()
    finished = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert finished.returncode == 0, finished.stderr
    assert "completed in" in finished.stdout
    assert "resumed 1 times" in finished.stdout
    # The slow answer to the killed process may be counted as late as now.
    assert set(platform.pages_requested("lms_courses")) == {1, 3}
    assert count("course_metadata_courserun") == 150
    assert count("data_loading_refreshlease") == 0


def test_new_failures_are_mailed_once_and_only_by_the_refresh_that_met_them(partner, platform, settings, mailoutbox):
    settings.DATA_LOADING_REPORT_RECIPIENTS = ["a@example.com"]
    platform.catalogue.lms_course_runs.add(run_row("nonsense"))
    with refreshing(partner), pytest.raises(CommandError):
        refresh()
    assert mailoutbox == []
    refresh()
    assert [message.subject for message in mailoutbox] == ["edx - Refresh completed"]
    assert 'Could not understand course run key "nonsense".' in mailoutbox[0].body
    refresh()
    assert len(mailoutbox) == 1
