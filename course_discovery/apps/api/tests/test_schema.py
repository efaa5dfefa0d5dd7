from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

COMMITTED = Path(settings.ROOT_DIR, "docs", "openapi.yml")


def test_the_committed_schema_is_current(tmp_path):
    """After a change of the API: `manage.py spectacular --validate --fail-on-warn --file docs/openapi.yml`."""
    file = tmp_path / "openapi.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(file))
    assert file.read_text() == COMMITTED.read_text()


def test_parameters_that_are_checked_are_documented():
    schema = COMMITTED.read_text()
    for name in ("include_hidden_course_runs", "course_run_statuses", "language_code", "page_size", "offset"):
        assert f"name: {name}\n" in schema


@pytest.mark.django_db
def test_the_page_takes_its_assets_from_here(staff):
    page = staff.get("/api-docs/", HTTP_ACCEPT="text/html")
    assert page.status_code == 200
    text = page.content.decode()
    assert "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in text
    assert "//cdn" not in text


@pytest.mark.django_db
def test_every_list_can_be_browsed(staff, course):
    for resource in (
        "",
        "bulk_operation_tasks/",
        "courses/",
        "course_runs/",
        "organizations/",
        "people/",
        "subjects/",
        "sources/",
    ):
        page = staff.get(f"/api/v1/{resource}", HTTP_ACCEPT="text/html")
        assert page.status_code == 200
        assert page["Content-Type"].startswith("text/html")
