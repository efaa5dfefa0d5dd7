import pytest

from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.services.draft_world import ensure_draft_world
from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    CourseEditorFactory,
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def official():
    course = CourseFactory(
        authoring_organizations=[OrganizationFactory()],
        subjects=SubjectFactory.create_batch(2),
        topics=["a"],
        additional_metadata=AdditionalMetadataFactory(),
        url_slug_active="python",
        salesforce_id="sf",
    )
    runs = [CourseRunFactory(course=course) for _ in range(2)]
    course.canonical_course_run = runs[0]
    course.save()
    SeatFactory(course_run=runs[0])
    RestrictedCourseRunFactory(course_run=runs[1])
    return course


def test_everything_gets_a_draft(official):
    CourseEntitlementFactory(course=official, price=70)
    editor = CourseEditorFactory(course=official)
    draft = ensure_draft_world(official)

    assert (draft.draft, draft.draft_version, draft.official_version) == (True, None, official)
    assert (draft.key, draft.uuid, draft.url_slug) == (official.key, official.uuid, official.url_slug)
    assert draft.salesforce_id == "sf"
    assert list(draft.subjects.all()) == list(official.subjects.all())
    assert list(draft.authoring_organizations.all()) == list(official.authoring_organizations.all())
    assert set(draft.topics.names()) == {"a"}
    assert draft.additional_metadata == official.additional_metadata
    assert draft.active_url_slug == "python"
    assert not draft.url_slug_history.exists()
    editor.refresh_from_db()
    assert editor.course == draft

    pairs = {run.draft_version: run for run in official.course_runs.all()}
    assert set(pairs) == set(draft.course_runs.all())
    for draft_run, run in pairs.items():
        assert (draft_run.key, draft_run.uuid, draft_run.slug) == (run.key, run.uuid, run.slug)
        assert draft_run.seat_types == run.seat_types
        assert draft_run.restriction_type == run.restriction_type
        assert {seat.draft_version for seat in run.seats.all()} == set(draft_run.seats.all())
    assert draft.canonical_course_run == official.course_runs.first().draft_version
    assert [(each.price, each.draft, each.official_version.draft) for each in draft.entitlements.all()] == [
        (70, True, False)
    ]


def test_it_is_made_once(official):
    draft = ensure_draft_world(official)
    numbers = Course.everything.count(), CourseRun.everything.count()
    assert ensure_draft_world(official) == draft
    assert ensure_draft_world(draft) == draft
    assert ensure_draft_world(Course.objects.get(pk=official.pk)) == draft
    assert (Course.everything.count(), CourseRun.everything.count()) == numbers


def test_run_leads_to_its_draft(official):
    run = official.course_runs.first()
    draft = ensure_draft_world(run)
    assert (draft.draft, draft.key, draft.course.draft) == (True, run.key, True)
    assert ensure_draft_world(run) == draft


def test_run_that_came_after_the_draft_of_its_course(official):
    draft = ensure_draft_world(official)
    late = CourseRunFactory(course=official)
    assert ensure_draft_world(late).course == draft
    assert draft.course_runs.count() == 3


def test_missing_entitlement_is_made_of_seats():
    run = SeatFactory(price=50).course_run
    draft = ensure_draft_world(run.course)
    assert [(each.mode.slug, each.price, each.draft) for each in draft.entitlements.all()] == [("verified", 50, True)]
    assert not run.course.entitlements.exists()


def test_drafts_are_what_they_are():
    run = DraftCourseRunFactory()
    assert ensure_draft_world(run) is run


def test_other_rows_are_refused():
    with pytest.raises(TypeError, match="Ensure draft world only accepts Courses and Course Runs."):
        ensure_draft_world(OrganizationFactory())
