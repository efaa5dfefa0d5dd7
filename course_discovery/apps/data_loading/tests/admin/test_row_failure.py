"""The list of rows that could not be loaded."""

from datetime import timedelta

import pytest
from django.urls import reverse

from course_discovery.apps.data_loading.tests.history import failures_of, refresh, source_of

LIST = reverse("admin:data_loading_rowfailure_changelist")


@pytest.fixture
def source(bare_partner):
    made = source_of(refresh(bare_partner, timedelta(hours=1)))
    failures_of(made, "course-v1:A+B+1", code="bad_key", message="What key is it?")
    failures_of(made, "course-v1:A+C+1", code="no_type", message="Sells nonsense.")
    return made


def keys(client, **query):
    return [failure.key for failure in client.get(LIST, query).context["cl"].result_list]


@pytest.mark.parametrize("words", ["A+C", "NO_TYPE", "sells", "nonsense course-v1"])
def test_it_is_searched_by_key_code_and_message(admin, source, words):
    assert keys(admin, q=words) == ["course-v1:A+C+1"]


def test_the_failures_of_one_refresh(admin, source):
    other = refresh(source.refresh_run.partner)
    failures_of(source_of(other, "a"), "of a")
    failures_of(source_of(other, "b"), "of b")
    assert keys(admin, refresh_run=other.pk) == ["of b", "of a"]
    assert len(keys(admin)) == 4


@pytest.mark.parametrize("value", ["x", "-1", "99999999999999999999", ""])
def test_no_refresh_of_that_kind(admin, source, value):
    assert len(keys(admin, refresh_run=value)) == 2


def test_the_filter_offers_the_latest_refreshes_and_the_one_that_is_chosen(admin, source):
    latest = [refresh(source.refresh_run.partner) for _ in range(20)]
    page = admin.get(LIST).content.decode()
    assert all(f'"?refresh_run={run.pk}"' in page for run in latest)
    assert f'"?refresh_run={source.refresh_run.pk}"' not in page
    page = admin.get(LIST, {"refresh_run": source.refresh_run.pk}).content.decode()
    assert f'"?refresh_run={source.refresh_run.pk}"' in page


def test_a_long_message_is_shown_in_part(admin, source):
    failures_of(source, "long", message="x" * 1000)
    page = admin.get(LIST).content.decode()
    assert "x" * 299 + "…" in page
    assert "x" * 300 not in page


def test_it_costs_the_same_however_long(admin, source, django_assert_max_num_queries):
    for _ in range(30):
        failures_of(source_of(refresh(source.refresh_run.partner)), "x", "y")
    with django_assert_max_num_queries(12):
        assert len(keys(admin)) == 62
