import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun, Seat
from course_discovery.apps.course_metadata.models.drafts import counterpart
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    """A course with both rows, each with a run, as (official, draft)."""
    draft = DraftCourseFactory()
    official = CourseFactory(
        partner=draft.partner, key=draft.key, uuid=draft.uuid, title=draft.title, draft_version=draft
    )
    draft_run = DraftCourseRunFactory(course=draft)
    CourseRunFactory(course=official, key=draft_run.key, uuid=draft_run.uuid, draft_version=draft_run)
    return official, draft


def test_official_rows_are_the_default(pair):
    official, draft = pair
    assert list(Course.objects.all()) == [official]
    assert Course._default_manager is Course.objects
    assert set(Course.everything.all()) == {official, draft}
    assert set(Course._base_manager.all()) == {official, draft}


def test_relations_of_a_row_give_the_rows_of_that_row(pair):
    official, draft = pair
    assert [run.draft for run in official.course_runs.all()] == [False]
    assert [run.draft for run in draft.course_runs.all()] == [True]
    assert draft.course_runs.count() == 1


def test_prefetching_gives_the_same(pair):
    courses = Course.everything.prefetch_related("course_runs").order_by("draft")
    assert [[run.draft for run in course.course_runs.all()] for course in courses] == [[False], [True]]


def test_relations_of_other_rows_give_official_rows(pair):
    organization = OrganizationFactory()
    for course in pair:
        course.authoring_organizations.set([organization])
    assert list(organization.authored_courses.all()) == [pair[0]]
    assert [course for each in type(organization).objects.prefetch_related("authored_courses")
            for course in each.authored_courses.all()] == [pair[0]]  # fmt: skip


def test_foreign_keys_lead_to_drafts(pair):
    _official, draft = pair
    assert CourseRun.everything.get(draft=True).course == draft


def test_versions_know_each_other(pair):
    official, draft = pair
    assert draft.official_version == official
    assert official.official_version is None
    assert counterpart(official) == draft
    assert counterpart(draft) == official
    assert counterpart(CourseFactory()) is None
    assert counterpart(DraftCourseFactory()) is None


def test_drafts_are_preferred(pair):
    _official, draft = pair
    lone_official, lone_draft = CourseFactory(), DraftCourseFactory()
    assert set(Course.everything.filter_drafts()) == {draft, lone_official, lone_draft}
    assert Course.everything.get_draft(key=draft.key) == draft
    assert Course.everything.get_draft(key=lone_official.key) == lone_official
    with pytest.raises(Course.DoesNotExist):
        Course.everything.get_draft(key="none")


def test_pair_shares_key_and_uuid_but_two_drafts_do_not(pair):
    _official, draft = pair
    for clash in ({"key": draft.key}, {"uuid": draft.uuid}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DraftCourseFactory(partner=draft.partner, **clash)
    DraftCourseFactory(partner=PartnerFactory(), key=draft.key, uuid=draft.uuid)


def test_keys_are_compared_exactly(pair):
    official, _draft = pair
    CourseFactory(partner=official.partner, key=official.key.lower())
    assert Course.objects.filter(key=official.key).count() == 1


def test_forms_see_clashing_drafts():
    """Whatever fields a form shows: the draft flag is never one of them."""
    draft = DraftCourseRunFactory()
    clash = CourseRun(key=draft.key, course=draft.course, type=draft.type, draft=True)
    with pytest.raises(ValidationError, match="Course run with this Key already exists"):
        clash.full_clean(exclude=["draft", "draft_version"])
    clash.key = "course-v1:Other+C+R"
    clash.full_clean(exclude=["draft", "draft_version"])
    draft.full_clean()


def test_forms_see_clashing_one_to_one_relations_of_drafts():
    run = DraftCourseRunFactory()
    DraftCourseFactory(canonical_course_run=run)
    other = DraftCourseFactory()
    other.canonical_course_run = run
    with pytest.raises(ValidationError, match="Course with this Canonical course run already exists"):
        other.full_clean()


def test_deleting_a_draft_leaves_the_official_row(pair):
    official, draft = pair
    draft.delete()
    official.refresh_from_db()
    assert official.draft_version is None
    assert official.course_runs.count() == 1


class TestSeats:
    def test_seat_without_credit_provider_is_unique(self):
        seat = SeatFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            SeatFactory(course_run=seat.course_run)
        SeatFactory(course_run=seat.course_run, credit_provider="asu")
        SeatFactory(course_run=seat.course_run, type__slug="audit")
        with pytest.raises(IntegrityError), transaction.atomic():
            SeatFactory(course_run=seat.course_run, credit_provider="asu")

    def test_forms_see_the_clash(self):
        seat = SeatFactory(course_run=DraftCourseRunFactory())
        clash = Seat(course_run=seat.course_run, type=seat.type, draft=True)
        with pytest.raises(ValidationError, match="already exists"):
            clash.full_clean()
        clash.credit_provider = "asu"
        clash.full_clean()

    def test_bulk_creation_is_held_to_it_too(self):
        seat = SeatFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            Seat.objects.bulk_create([Seat(course_run=seat.course_run, type=seat.type)])
