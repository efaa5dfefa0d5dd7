"""The pages of refreshes: what stands there, who may start one, and how far one is."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from course_discovery.apps.core.tests.factories import USER_PASSWORD, PartnerFactory, StaffUserFactory
from course_discovery.apps.data_loading.admin import refresh_run
from course_discovery.apps.data_loading.models import PageCheckpoint
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing
from course_discovery.apps.data_loading.tests.history import failures_of, lease_of, refresh, source_of

LIST = reverse("admin:data_loading_refreshrun_changelist")
START = reverse("admin:data_loading_refreshrun_start")


@pytest.fixture
def runs(bare_partner):
    made = []
    for hours in range(30, 0, -1):
        run = refresh(bare_partner, timedelta(hours=hours), status="failed", error="Failed: lms_courses")
        source = source_of(run, failed=1, seen=12, created=11, status="failed", error="1 pages could not be read.")
        PageCheckpoint.objects.create(source_run=source, number=1, rows=12, at=run.started)
        failures_of(source, "nonsense", page=1)
        made.append(run)
    return made


@pytest.fixture
def running(bare_partner):
    run = refresh(bare_partner, status="running", ended=None, holder="process 7 on elsewhere")
    source_of(run, seconds=None, status="running", pages=2, seen=100, announced=1756, created=98, failed=2)
    lease_of(run)
    return run


@pytest.fixture
def started(monkeypatch):
    """What was asked to be started."""
    calls = []
    monkeypatch.setattr(refresh_run, "start_refresh", lambda *arguments: calls.append(arguments))
    return calls


def page_of(client, url, **query):
    return client.get(url, query).content.decode()


def staff_with(client, *codenames):
    user = StaffUserFactory(username="staff")
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="data_loading", codename__in=codenames))
    client.login(username="staff", password=USER_PASSWORD)
    return client


def change_url(run):
    return reverse("admin:data_loading_refreshrun_change", args=[run.pk])


def test_the_list_costs_the_same_however_long(admin, runs, django_assert_max_num_queries):
    with django_assert_max_num_queries(18):
        assert admin.get(LIST).status_code == 200


def test_the_overview_shows_each_source_with_its_chart_and_why_rows_failed(admin, runs, bare_partner):
    page = page_of(admin, LIST)
    source = runs[-1].sources.get()
    assert page.count('class="refresh-chart"') == 1
    # A bar for each of the last twenty runs, with what was created and what failed.
    assert page.count('<rect class="refresh-bar-created"') == page.count('<rect class="refresh-bar-failed"') == 20
    assert page.count("✕</text>") == 20
    assert "1 bad_key</a>" in page
    assert "for example <code>nonsense</code>: What key is it?" in page
    assert "1 pages could not be read." in page
    link = f"?source_run__id__exact={source.pk}&amp;code=bad_key&amp;skipped__exact=0"
    assert f"{reverse('admin:data_loading_rowfailure_changelist')}{link}" in page
    assert reverse("admin:data_loading_sourcerun_failures", args=[source.pk]) in page


def test_the_way_to_failed_rows_leads_there(admin, runs):
    source = runs[-1].sources.get()
    failures_of(source, "left out", code="mobile", message="An app sells it.", skipped=True)
    url = reverse("admin:data_loading_rowfailure_changelist")
    page = page_of(admin, url, source_run__id__exact=source.pk, code="mobile", skipped__exact=1)
    assert page.count("An app sells it.") == 1
    assert "nonsense" not in page


def test_the_overview_of_one_partner(admin, runs):
    other = PartnerFactory(name="Other Partner")
    source_of(refresh(other))
    assert "<h2>Other Partner" in page_of(admin, LIST)
    page = page_of(admin, LIST, partner__id__exact=other.pk)
    assert "<h2>Other Partner" in page
    assert page.count('class="refresh-chart"') == 1


@pytest.mark.parametrize("query", [{"status__exact": "failed"}, {"partner__id__exact": "x"}, {"p": "2"}])
def test_a_list_that_is_narrowed_down_otherwise_has_no_overview(admin, runs, query):
    answer = admin.get(LIST, query, follow=True)
    assert answer.status_code == 200
    assert answer.content.decode().count("refresh-bar-created") in (0, 21)


def test_nothing_was_refreshed_yet(admin):
    assert "Nothing has been refreshed yet." in page_of(admin, LIST)


def test_a_run_shows_its_sources_and_the_way_to_their_failures(admin, runs):
    source = runs[0].sources.get()
    page = page_of(admin, change_url(runs[0]))
    assert f'<a href="{reverse("admin:data_loading_sourcerun_change", args=[source.pk])}">lms_courses</a>' in page
    rows = f"{reverse('admin:data_loading_rowfailure_changelist')}?source_run__id__exact={source.pk}"
    assert f'<a href="{rows}">1 row</a>' in page
    assert reverse("admin:data_loading_sourcerun_failures", args=[source.pk]) in page
    assert "1 pages could not be read." in page
    assert f"{reverse('admin:data_loading_rowfailure_changelist')}?refresh_run={runs[0].pk}" in page
    assert reverse("admin:data_loading_refreshrun_failures", args=[runs[0].pk]) in page
    assert "data-progress" not in page
    assert 'http-equiv="refresh"' not in page


def test_a_running_one_shows_how_far_it_is_and_keeps_itself_up_to_date(admin, running):
    page = page_of(admin, change_url(running))
    progress = reverse("admin:data_loading_refreshrun_progress", args=[running.pk])
    assert f'data-progress="{progress}"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    answer = admin.get(progress)
    found = answer.json()
    assert found["is_over"] is False
    for shown in (page, found["html"]):
        assert "<td>2 of 36</td>" in shown
        assert "<td>100 of 1,756</td>" in shown
        assert '<progress max="1" value="0.057"' in shown
    assert "no-store" in answer["Cache-Control"]


def test_one_whose_process_died_is_over(admin, running, bare_partner):
    bare_partner.refresh_lease.delete()
    assert admin.get(reverse("admin:data_loading_refreshrun_progress", args=[running.pk])).json()["is_over"] is True
    page = page_of(admin, change_url(running))
    assert "data-progress" not in page
    assert "It will be taken up by the next refresh of the same stage." in page
    assert '<td class="field-standing">interrupted</td>' in page_of(admin, LIST)


def test_one_that_lives_is_running_in_the_list(admin, running):
    assert '<td class="field-standing">running</td>' in page_of(admin, LIST)


def test_the_progress_of_no_refresh(admin):
    assert admin.get(reverse("admin:data_loading_refreshrun_progress", args=[7])).status_code == 404


def test_a_refresh_is_started(admin, bare_partner, started):
    assert 'value="Refresh now"' in page_of(admin, LIST)
    answer = admin.post(START, {"partner": bare_partner.pk, "stage": "2", "allow_large_deletes": "on"}, follow=True)
    assert started == [(bare_partner, 2, True)]
    assert "The refresh of edx has been asked for." in answer.content.decode()


def test_nothing_large_is_deleted_unasked(admin, bare_partner, started):
    admin.post(START, {"partner": bare_partner.pk, "stage": "0"})
    assert started == [(bare_partner, 0, False)]


def test_whoever_is_at_it_already_is_named(admin, bare_partner, monkeypatch):
    def busy(*_):
        raise AlreadyRefreshing("Partner edx is already being refreshed by process 7.")

    monkeypatch.setattr(refresh_run, "start_refresh", busy)
    page = admin.post(START, {"partner": bare_partner.pk, "stage": "0"}, follow=True).content.decode()
    assert '<li class="warning">Partner edx is already being refreshed by process 7.</li>' in page


@pytest.mark.parametrize("stage", ["4", "-1", "x", ""])
def test_what_is_asked_for_has_to_exist(admin, bare_partner, started, stage):
    page = admin.post(START, {"partner": bare_partner.pk, "stage": stage}, follow=True).content.decode()
    assert '<li class="error">Stage: ' in page
    page = admin.post(START, {"partner": "0", "stage": "0"}, follow=True).content.decode()
    assert '<li class="error">Partner: ' in page
    assert started == []


def test_starting_takes_a_post_and_its_permission(client, admin, bare_partner, started):
    assert admin.get(START).status_code == 405
    staff_with(client, "view_refreshrun")
    assert "Refresh now" not in page_of(client, LIST)
    assert client.post(START, {"partner": bare_partner.pk, "stage": "0"}).status_code == 403
    assert started == []


def test_the_permission_is_enough(client, bare_partner, started):
    staff_with(client, "view_refreshrun", "start_refresh")
    assert "Refresh now" in page_of(client, LIST)
    assert client.post(START, {"partner": bare_partner.pk, "stage": "0"}).status_code == 302
    assert len(started) == 1


def test_nobody_starts_one_from_another_site(admin, bare_partner, started):
    admin.handler.enforce_csrf_checks = True
    assert admin.post(START, {"partner": bare_partner.pk, "stage": "0"}).status_code == 403
    assert started == []


def test_those_who_may_not_see_refreshes(client, running):
    staff_with(client)
    for name, arguments in (("changelist", []), ("progress", [running.pk]), ("failures", [running.pk])):
        assert client.get(reverse(f"admin:data_loading_refreshrun_{name}", args=arguments)).status_code == 403
    client.logout()
    assert client.get(reverse("admin:data_loading_refreshrun_progress", args=[running.pk])).status_code == 302


def test_the_failures_of_all_sources_as_a_file(admin, runs):
    failures_of(source_of(runs[0], "ecommerce_seats"), "=1")
    answer = admin.get(reverse("admin:data_loading_refreshrun_failures", args=[runs[0].pk]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="refresh-{runs[0].pk}-failures.csv"'
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines] == ["key", "nonsense", "'=1"]
    assert admin.get(reverse("admin:data_loading_refreshrun_failures", args=[0])).status_code == 404


def test_nobody_writes_them(admin, runs):
    assert admin.get(reverse("admin:data_loading_refreshrun_add")).status_code == 403
    assert admin.post(reverse("admin:data_loading_refreshrun_delete", args=[runs[0].pk])).status_code == 403
