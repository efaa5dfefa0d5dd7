"""Whatever a document shows, changing it the usual way leaves no drift behind."""

import pytest
from django.db import transaction

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    CourseFactory,
    CourseRunFactory,
    ExpectedLearningItemFactory,
    LevelTypeFactory,
    OrganizationFactory,
    PersonFactory,
    PrerequisiteFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SourceFactory,
    SubjectFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.search.services.verification import verify_indexes
from course_discovery.apps.search.tests.engine import search_index  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(search_index):  # noqa: F811
    english, french = (
        LanguageTag.objects.update_or_create(code=code, defaults={"name": name})[0]
        for code, name in (("en", "English"), ("fr", "French"))
    )
    course = CourseFactory(
        additional_metadata=AdditionalMetadataFactory(),
        authoring_organizations=[OrganizationFactory()],
        expected_learning_items=[ExpectedLearningItemFactory()],
        level_type=LevelTypeFactory(),
        prerequisites=[PrerequisiteFactory()],
        product_source=SourceFactory(),
        sponsoring_organizations=[OrganizationFactory()],
        subjects=[SubjectFactory()],
    )
    run = CourseRunFactory(course=course, language=english, transcript_languages=[french], staff=[PersonFactory()])
    SeatFactory(course_run=run)
    search_index()
    return course


def run_of(course) -> CourseRun:
    return course.course_runs.get()


def changed(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def move(course):
    changed(run_of(course), course=CourseFactory())


def change_type(course):
    run = run_of(course)
    changed(run.type, is_marketable=False)


CHANGES = {
    "course": lambda course: changed(course, title="New"),
    "run": lambda course: changed(run_of(course), slug="new"),
    "run moves": move,
    "run goes": lambda course: run_of(course).delete(),
    "course goes": lambda course: course.delete(),
    "run type": change_type,
    "course type": lambda course: changed(course.type, slug="new"),
    "seat": lambda course: changed(run_of(course).seats.get(), price=7, sku="NEW"),
    "seat goes": lambda course: run_of(course).seats.get().delete(),
    "organization": lambda course: changed(course.authoring_organizations.get(), name="New"),
    "tags of an organization": lambda course: course.authoring_organizations.get().tags.add("new"),
    "sponsor": lambda course: changed(course.sponsoring_organizations.get(), name="New"),
    "sponsor leaves": lambda course: course.sponsoring_organizations.clear(),
    "subject": lambda course: changed(course.subjects.get(), name="New"),
    "level": lambda course: changed(course.level_type, name="New"),
    "prerequisite": lambda course: changed(course.prerequisites.get(), name="New"),
    "learning item": lambda course: changed(course.expected_learning_items.get(), value="New"),
    "metadata": lambda course: changed(course.additional_metadata, external_course_marketing_type="sprint"),
    "source": lambda course: changed(course.product_source, slug="new"),
    "person": lambda course: changed(run_of(course).staff.get(), given_name="New"),
    "staff": lambda course: run_of(course).staff.set([PersonFactory()]),
    "language": lambda course: changed(run_of(course).language, name="New"),
    "transcripts": lambda course: run_of(course).transcript_languages.clear(),
    "partner": lambda course: changed(course.partner, short_code="new", marketing_site_url_root="https://new.example/"),
    "restriction": lambda course: RestrictedCourseRunFactory(course_run=run_of(course)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_no_drift(course, django_capture_on_commit_callbacks, name):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        CHANGES[name](course)
    # Before the commit is followed up, the index is behind: the change does concern a document.
    assert verify_indexes().drift > 0
    for callback in callbacks:
        callback()
    result = verify_indexes()
    assert result.drift == 0, result.found
