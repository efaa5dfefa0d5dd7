from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.tests.factories import (
    CollaboratorFactory,
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    CourseTypeFactory,
    CourseUrlSlugFactory,
    SubjectFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory
from course_discovery.apps.publisher.rules.switching import ENTITLEMENTS_MESSAGE
from course_discovery.apps.publisher.services.course import publish_course_edits, update_course
from course_discovery.apps.publisher.tests.services.conftest import NOW, a_run, drafts_of

pytestmark = pytest.mark.django_db


def reviewed(run, status=CourseRunStatus.Reviewed):
    """Make the run and its official row of that status."""
    run.status = status
    run.save()
    officialise_run(run)
    return run


def test_a_new_course_is_a_draft_with_all_that_follows_from_its_type(new_course, organization):
    editor, collaborator = UserFactory(), CollaboratorFactory()
    course = drafts_of(new_course(editor=editor, collaborators=[collaborator], first_run=a_run()))
    assert (course.draft, course.key, course.title, course.active_url_slug) == (
        True,
        "UniX+PY1",
        "Python for all",
        "python-for-all",
    )
    assert list(course.authoring_organizations.all()) == [organization]
    assert list(course.collaborators.all()) == [collaborator]
    assert [(entitlement.mode.slug, entitlement.price) for entitlement in course.entitlements.all()] == [
        ("verified", Decimal("49.50"))
    ]
    assert course.editors.get().user == editor
    assert [run.key for run in course.course_runs.all()] == ["course-v1:UniX+PY1+1T2027"]
    assert course.enterprise_subscription_inclusion is False
    assert not Course.objects.exists()


def test_a_price_that_is_not_given_is_nothing(new_course):
    assert new_course(prices={}).entitlements.get().price == 0


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"number": "PY 1"}, "number", "Special characters not allowed in Course Number."),
        ({"number": "OLD"}, "number", "A course with key [UniX+OLD] already exists."),
        (
            {"url_slug": "taken"},
            "url_slug",
            "Course creation was unsuccessful. The course URL slug ‘[taken]’ is already in use. "
            "Please update this field and try again.",
        ),
        ({"title": "x" * 256}, "title", "Ensure this value has at most 255 characters (it has 256)."),
        (
            {"prices": {"verified": Decimal(-1)}},
            "prices",
            "verified: Ensure this value is greater than or equal to 0.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_left(new_course, organization, given, field, message):
    other = CourseFactory(partner=organization.partner, key="UniX+OLD", url_slug_active="taken")
    with pytest.raises(ValidationError) as refusal:
        new_course(**given)
    assert refusal.value.message_dict == {field: [message]}
    assert list(Course.everything.all()) == [other]


def test_only_what_is_given_and_differs_is_changed(new_course):
    course = new_course()
    subjects = SubjectFactory.create_batch(2, partner=course.partner)
    edited = update_course(
        course,
        {"title": "Python for all", "full_description": "<p>Long</p>", "subjects": subjects, "topics": ["code"]},
        prices={"verified": Decimal("49.5")},
        video_url="https://v.example.com/1",
    )
    assert edited.changed == {"full_description", "subjects", "topics", "video"}
    assert update_course(course, {"subjects": subjects, "topics": ["code"]}).changed == frozenset()
    assert update_course(course, {"subjects": subjects[::-1]}).changed == {"subjects"}
    assert update_course(course, {}, video_url="", prices={"verified": Decimal(60)}).changed == {"video", "prices"}
    course = drafts_of(course)
    assert (course.full_description, course.video, course.entitlements.get().price) == ("<p>Long</p>", None, 60)
    assert list(course.subjects.all()) == subjects[::-1]


def test_bad_values_are_refused_by_field(new_course):
    with pytest.raises(ValidationError) as refusal:
        update_course(new_course(), {"outcome": "<h1>Loud</h1>", "card_image_url": "nowhere"})
    assert refusal.value.message_dict == {
        "outcome": ["Invalid HTML received: h1 tag is not allowed"],
        "card_image_url": ["Enter a valid URL."],
    }


def test_the_draft_of_an_official_course_is_edited(organization):
    official = CourseFactory(partner=organization.partner, title="Old", draft=False)
    edited = update_course(official, {"title": "New"})
    assert (edited.draft.draft, edited.draft.title) == (True, "New")
    assert Course.objects.get(pk=official.pk).title == "Old"


def test_an_edit_is_stamped_on_both_rows_and_on_programs(new_course, new_run):
    with freeze_time(NOW) as clock:
        course = new_course()
        official = officialise_run(new_run(course)).course
        program = ProgramFactory(courses=[official])
        clock.tick(60)
        later = clock().replace(tzinfo=NOW.tzinfo)
        update_course(course, {"title": "Python for all"})
        assert drafts_of(course).data_modified_timestamp == NOW
        update_course(course, {"subjects": [SubjectFactory(partner=course.partner)]})
    program.refresh_from_db()
    official.refresh_from_db()
    stamps = {drafts_of(course).data_modified_timestamp, official.data_modified_timestamp}
    assert stamps | {program.data_modified_timestamp} == {later}


@pytest.mark.parametrize(
    ("values", "more", "status"),
    [
        ({"title": "Other"}, {}, "unpublished"),
        ({}, {"prices": {"verified": Decimal(1)}}, "unpublished"),
        ({"watchers": ["a@example.com"]}, {}, "reviewed"),
        ({}, {"video_url": "https://v.example.com/1"}, "reviewed"),
        ({"title": "Python for all"}, {}, "reviewed"),
    ],
)
def test_a_change_that_reviewers_look_at_undoes_their_review(new_course, new_run, values, more, status):
    course = new_course()
    run = reviewed(new_run(course))
    published = reviewed(new_run(course), CourseRunStatus.Published)
    update_course(course, values, **more)
    assert set(CourseRun.everything.filter(key=run.key).values_list("status", flat=True)) == {status}
    assert set(CourseRun.everything.filter(key=published.key).values_list("status", flat=True)) == {"published"}


def test_a_slug_becomes_public_at_once_only_beside_a_reviewed_run(new_course, new_run):
    course = new_course()
    run = reviewed(new_run(course), CourseRunStatus.Published)
    official = run.official_version.course
    update_course(course, {}, url_slug="snakes")
    assert (drafts_of(course).active_url_slug, drafts_of(official).active_url_slug) == ("snakes", "python-for-all")
    reviewed(run)
    update_course(drafts_of(course), {}, url_slug="pythons")
    assert (drafts_of(course).active_url_slug, drafts_of(official).active_url_slug) == ("pythons", "pythons")


def test_a_slug_of_another_course_is_refused(new_course):
    course = new_course()
    CourseUrlSlugFactory(course=CourseFactory(partner=course.partner), url_slug="taken")
    with pytest.raises(ValidationError, match="Course edit was unsuccessful. The course URL slug ‘\\[taken\\]’"):
        update_course(course, {}, url_slug="taken")


def test_another_type_takes_another_entitlement(new_course):
    course = new_course()
    update_course(course, {"type": CourseTypeFactory(slug="professional")}, prices={"professional": Decimal(7)})
    assert [(row.mode.slug, row.price) for row in course.entitlements.all()] == [("professional", 7)]
    update_course(course, {"type": CourseTypeFactory(slug="audit")})
    assert not drafts_of(course).entitlements.exists()


def test_what_learners_may_have_bought_is_not_switched(new_course, new_run):
    course = new_course()
    reviewed(new_run(course))
    with pytest.raises(ValidationError, match=ENTITLEMENTS_MESSAGE):
        update_course(course, {"type": CourseTypeFactory(slug="professional")}, prices={"professional": Decimal(7)})
    assert drafts_of(course).type.slug == "verified-audit"


def test_an_official_course_without_entitlement_can_begin_to_sell_verified_only(organization):
    course = CourseFactory(partner=organization.partner)
    CourseRunFactory(course=course)
    edited = update_course(course, {}, prices={"verified": Decimal(5)})
    assert (edited.changed, edited.draft.entitlements.get().price) == ({"prices"}, 5)
    assert not CourseEntitlementFactory._meta.model.objects.exists()


def test_edits_become_public_with_open_published_runs_alone(new_course, new_run):
    course = new_course()
    run = new_run(course)
    update_course(course, {"title": "Second"})
    publish_course_edits(course)
    assert not Course.objects.exists()
    reviewed(run, CourseRunStatus.Published)
    update_course(course, {"title": "Third"})
    publish_course_edits(course)
    assert Course.objects.get().title == "Third"
    with freeze_time("2028-01-01"):
        update_course(course, {"title": "Fourth"})
        publish_course_edits(course)
    assert Course.objects.get().title == "Third"
