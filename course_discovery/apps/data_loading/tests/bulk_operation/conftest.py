"""A catalogue that editors change by files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.course_metadata.models import BulkOperationTask
from course_discovery.apps.course_metadata.services.bulk_operations import submit_bulk_operation
from course_discovery.apps.course_metadata.tests.factories import (
    LevelTypeFactory,
    OrganizationFactory,
    SourceFactory,
    SubjectFactory,
)
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import PictureHost
from course_discovery.sandbox.outside import running_double


@pytest.fixture(autouse=True)
def _still_world(still_clock, empty_storage):
    """Every row is loaded at the same time, into storages without files."""


@pytest.fixture
def partner(db, settings):
    partner = PartnerFactory(short_code="edx", marketing_site_url_root="https://www.example.com")
    settings.DEFAULT_PARTNER_ID = partner.pk
    return partner


@pytest.fixture
def organization(partner):
    SourceFactory(name="edX", slug="edx")
    for name in ("Law", "Water", "Ice", "Snow"):
        SubjectFactory(partner=partner, name=name)
    LevelTypeFactory(name="Introductory", name_t="Introductory")
    return OrganizationFactory(partner=partner, key="LakeX", name="Lake University")


@pytest.fixture
def host():
    with running_double(PictureHost()) as running:
        yield running


@pytest.fixture
def submit(partner, django_capture_on_commit_callbacks):
    """Uploads a file with these lines, has its job done at once, and returns the task."""

    def submit_lines(task_type, *lines):
        file = SimpleUploadedFile("spring.csv", ("\n".join(lines) + "\n").encode(), "text/csv")
        task = BulkOperationTask(csv_file=file, task_type=task_type)
        with django_capture_on_commit_callbacks(execute=True):
            submit_bulk_operation(task, UserFactory())
        task.refresh_from_db()
        return task

    return submit_lines


@pytest.fixture
def submit_rows(submit):
    """Like `submit`, with rows by column; all rows have the columns of the first."""

    def submit_dicts(task_type, *rows):
        assert all(list(row) == list(rows[0]) for row in rows)
        lines = [list(rows[0]), *(list(row.values()) for row in rows)]
        return submit(task_type, *(",".join(f'"{cell}"' for cell in line) for line in lines))

    return submit_dicts
