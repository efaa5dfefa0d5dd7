"""The records of refreshes in the admin: to read, at a fixed cost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from course_discovery.apps.core.tests.factories import USER_PASSWORD, UserFactory
from course_discovery.apps.data_loading.models import PageCheckpoint, RefreshRun, RowFailure, SourceRun


@pytest.fixture
def runs(bare_partner):
    now = timezone.now()
    made = []
    for _ in range(30):
        run = RefreshRun.objects.create(partner=bare_partner, started=now, ended=now, status="failed")
        source = SourceRun.objects.create(refresh_run=run, source="lms_courses", started=now, failed=1, seen=12)
        PageCheckpoint.objects.create(source_run=source, number=1, rows=12, at=now)
        PageCheckpoint.objects.create(source_run=source, number=2, error="status 500", at=now)
        RowFailure.objects.create(source_run=source, page=1, key="nonsense", code="bad_key", message="What key is it?")
        made.append(run)
    return made


@pytest.fixture
def admin(db, client):
    UserFactory(username="admin", is_staff=True, is_superuser=True)
    client.login(username="admin", password=USER_PASSWORD)
    return client


@pytest.mark.parametrize("model", ["refreshrun", "sourcerun", "rowfailure"])
def test_lists_cost_the_same_however_long(admin, runs, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        response = admin.get(reverse(f"admin:data_loading_{model}_changelist"))
    assert response.status_code == 200


def test_a_run_shows_its_sources_and_the_way_to_their_failures(admin, runs):
    source = runs[0].sources.get()
    page = admin.get(reverse("admin:data_loading_refreshrun_change", args=[runs[0].pk])).content.decode()
    assert "lms_courses" in page
    link = f"{reverse('admin:data_loading_rowfailure_changelist')}?source_run__id__exact={source.pk}"
    assert link in page
    failures = admin.get(link).content.decode()
    assert failures.count("What key is it?") == 1


def test_a_source_shows_the_pages_that_failed(admin, runs):
    url = reverse("admin:data_loading_sourcerun_change", args=[runs[0].sources.get().pk])
    page = admin.get(url).content.decode()
    assert page.count("status 500") == 1


def test_nobody_writes_them(admin, runs):
    assert admin.get(reverse("admin:data_loading_refreshrun_add")).status_code == 403
    assert admin.post(reverse("admin:data_loading_refreshrun_delete", args=[runs[0].pk])).status_code == 403
