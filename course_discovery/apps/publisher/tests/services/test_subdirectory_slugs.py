import pytest
from django.core.exceptions import ValidationError
from waffle.testutils import override_switch

from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseTypeFactory,
    CourseUrlSlugFactory,
    SourceFactory,
    SubjectFactory,
)
from course_discovery.apps.publisher.services.review import send_to_legal_review
from course_discovery.apps.publisher.services.subdirectory_slugs import SWITCH, SWITCHES_OF_TYPES
from course_discovery.apps.publisher.tests.services.conftest import drafts_of

pytestmark = pytest.mark.django_db
EXECUTIVE = "executive-education-2u"


@pytest.fixture
def course(new_course, organization):
    organization.name = "People's University"
    organization.save()
    made = new_course()
    made.subjects.set([SubjectFactory(partner=made.partner, name="Computer Science")])
    return made


def slug_after_review(course, new_run):
    send_to_legal_review(new_run(course))
    return drafts_of(course).active_url_slug


def test_without_switch_slugs_stay(course, new_run):
    assert slug_after_review(course, new_run) == "python-for-all"


@override_switch(SWITCH, active=True)
def test_open_courses_get_subject_and_organization_on_both_rows(course, new_run):
    official = officialise_run(new_run(course)).course
    assert slug_after_review(course, new_run) == "learn/computer-science/peoples-university-python-for-all"
    assert drafts_of(official).active_url_slug == "learn/computer-science/peoples-university-python-for-all"


@override_switch(SWITCH, active=True)
def test_a_slug_that_is_taken_gets_a_number(course, new_run):
    taken = "learn/computer-science/peoples-university-python-for-all"
    CourseUrlSlugFactory(course=CourseFactory(partner=course.partner), url_slug=taken)
    assert slug_after_review(course, new_run) == f"{taken}-2"


@override_switch(SWITCH, active=True)
def test_a_course_of_another_source_or_with_such_a_slug_keeps_its_own(course, new_course, new_run):
    foreign = new_course(number="PY2", title="Foreign", product_source=SourceFactory(slug="ext", name="Ext"))
    assert slug_after_review(foreign, new_run) == "foreign"
    chosen = new_course(number="PY3", url_slug="learn/code/chosen")
    assert slug_after_review(chosen, new_run) == "learn/code/chosen"


@override_switch(SWITCH, active=True)
def test_external_courses_have_a_switch_of_their_own(course, new_course, new_run):
    executive = new_course(number="EX", title="Lead", type=CourseTypeFactory(slug=EXECUTIVE))
    assert slug_after_review(executive, new_run) == "lead"
    with override_switch(SWITCHES_OF_TYPES[EXECUTIVE], active=True):
        assert slug_after_review(executive, new_run) == "executive-education/peoples-university-lead"


@override_switch(SWITCH, active=True)
def test_a_course_that_lacks_its_subject_does_not_go_into_review(course, new_run):
    course.subjects.clear()
    run = new_run(course)
    with pytest.raises(ValidationError) as refusal:
        send_to_legal_review(run)
    assert refusal.value.messages == [
        "Slug generation Failed: unable to set active url slug for course: UniX+PY1 with error "
        f"Course with uuid {course.uuid} and title Python for all does not have any subject"
    ]
    run.refresh_from_db()
    assert run.status == "unpublished"
