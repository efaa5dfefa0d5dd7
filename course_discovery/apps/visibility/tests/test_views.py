"""The pages of the admin, and the ways to them."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.tests.factories import StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory, DraftCourseRunFactory
from course_discovery.apps.programs.tests.factories import DegreeFactory, ProgramFactory
from course_discovery.apps.visibility import views

pytestmark = pytest.mark.django_db


def browser_of(user):
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def browser():
    return browser_of(UserFactory(is_staff=True, is_superuser=True))


def page_of(kind, row):
    return reverse(f"visibility:{kind}", args=[row.pk])


@pytest.fixture
def run():
    return CourseRunFactory(key="course-v1:X+1+1", title_override="<b>Reefs</b>", hidden=True)


def test_each_change_page_links_to_the_explanation(browser, run):
    program, degree = ProgramFactory(), DegreeFactory()
    ways = [
        ("course_metadata_courserun", run, page_of("courserun", run)),
        ("course_metadata_course", run.course, page_of("course", run.course)),
        ("programs_program", program, page_of("program", program)),
        ("programs_degree", degree, page_of("program", degree)),
    ]
    for name, row, page in ways:
        change = browser.get(reverse(f"admin:{name}_change", args=[row.pk])).content.decode()
        assert f'href="{page}"' in change, name
        assert browser.get(page).status_code == 200
        # The tools that were there still are.
        assert reverse(f"admin:{name}_history", args=[row.pk]) in change


def test_the_page_tells_each_rule(browser, run):
    catalog = CatalogFactory(name="All of <it>", query="*")
    text = browser.get(page_of("courserun", run)).content.decode()
    assert "It is hidden." in text
    assert "/api/v1/course_runs/?hidden=0" in text
    assert "<b>Reefs</b>" not in text
    assert f"{catalog.pk}: All of &lt;it&gt;" in text


def test_either_row_of_a_pair_is_explained_as_the_official_one(browser, run):
    draft = DraftCourseRunFactory(key=run.key, uuid=run.uuid, course__key=run.course.key)
    run.draft_version = draft
    run.save()
    for row in (run, draft):
        assert "official and draft" in browser.get(page_of("courserun", row)).content.decode()
    alone = DraftCourseRunFactory()
    assert "There is only a draft" in browser.get(page_of("courserun", alone)).content.decode()


def test_many_catalogs_are_shown_page_by_page(browser, run, monkeypatch):
    monkeypatch.setattr(views, "CATALOGS_SHOWN", 2)
    CatalogFactory.create_batch(5, query="*")
    first = browser.get(page_of("course", run.course)).content.decode()
    assert "?catalogs_from=2" in first
    assert "Previous catalogs" not in first
    last = browser.get(f"{page_of('course', run.course)}?catalogs_from=4").content.decode()
    assert "?catalogs_from=2" in last
    assert "Next catalogs" not in last
    assert browser.get(f"{page_of('course', run.course)}?catalogs_from=x").status_code == 200


def test_the_pages_are_for_those_who_may_see_the_object_in_admin(run):
    page = page_of("courserun", run)
    assert Client().get(page).status_code == 302
    assert browser_of(UserFactory()).get(page).status_code == 302
    staff = StaffUserFactory()
    assert browser_of(staff).get(page).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="view_courserun"))
    assert browser_of(staff).get(page).status_code == 200
    assert browser_of(staff).get(page_of("course", run.course)).status_code == 403


def test_what_does_not_exist_is_not_found(browser):
    assert browser.get(reverse("visibility:program", args=[0])).status_code == 404
