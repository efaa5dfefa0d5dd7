"""Rows of tables, and what became of them."""

from django.core.files.storage import default_storage

from course_discovery.apps.course_metadata.models import (
    CourseEntitlement,
)
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import (
    OTHER_VARIANT,
    a_row,
)


def variant(host, number=2, **changes):
    """Another run of the course of a_row."""
    days = {"Start Date": f"2027-0{number + 3}-20", "End Date": f"2027-0{number + 4}-28"}
    return a_row(host, **{"Variant ID": OTHER_VARIANT} | days | changes)


def failures(run):
    return list(run.row_failures.values_list("key", "code", "message"))


def counts(run):
    return (run.created, run.updated, run.unchanged, run.failed)


def entitlement_prices():
    return {row.draft: row.price for row in CourseEntitlement.everything.all()}


def pictures():
    folder = "media/course/image"
    return sorted(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else []
