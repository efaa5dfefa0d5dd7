"""The pages of what was read from one source."""

import pytest
from django.urls import reverse

from course_discovery.apps.data_loading.models import PageCheckpoint
from course_discovery.apps.data_loading.tests.history import failures_of, refresh, source_of


@pytest.fixture
def source(bare_partner):
    made = source_of(refresh(bare_partner), failed=1, skipped=1)
    PageCheckpoint.objects.create(source_run=made, number=1, rows=12, at=made.started)
    PageCheckpoint.objects.create(source_run=made, number=2, error="status 500", at=made.started)
    failures_of(made, "nonsense")
    return made


def test_the_list_costs_the_same_however_long(admin, source, django_assert_max_num_queries):
    for _ in range(30):
        source_of(refresh(source.refresh_run.partner))
    with django_assert_max_num_queries(12):
        assert admin.get(reverse("admin:data_loading_sourcerun_changelist")).status_code == 200


def test_a_source_shows_the_pages_that_failed_and_the_way_to_its_rows(admin, source):
    page = admin.get(reverse("admin:data_loading_sourcerun_change", args=[source.pk])).content.decode()
    assert page.count("status 500") == 1
    assert f'?source_run__id__exact={source.pk}">2 rows</a>' in page


def test_its_failures_as_a_file(admin, source):
    failures_of(source_of(source.refresh_run, "another"), "of another")
    answer = admin.get(reverse("admin:data_loading_sourcerun_failures", args=[source.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="lms_courses-{source.pk}-failures.csv"'
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["key", "nonsense"]
    assert admin.get(reverse("admin:data_loading_sourcerun_failures", args=[0])).status_code == 404
