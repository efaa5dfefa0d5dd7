"""What documents make of plain rows is what the models say of the same rows."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from freezegun import freeze_time

from course_discovery.apps.course_metadata.models import Course, CourseRun, Person, Subject
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    OrganizationFactory,
    PersonFactory,
    PrerequisiteFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.search.documents import CourseDocument, CourseRunDocument, course_content, course_run
from course_discovery.apps.search.documents.relations import members

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)
# Of a run: start, end, end of enrollment.
DATES = [
    (None, None, None),
    (NOW - 90 * DAY, NOW - 30 * DAY, None),
    (NOW - 90 * DAY, NOW + 10 * DAY, None),
    (NOW - 90 * DAY, NOW + 90 * DAY, NOW - DAY),
    (NOW - 90 * DAY, NOW + 90 * DAY, NOW + 5 * DAY),
    (NOW + 20 * DAY, NOW + 200 * DAY, None),
    (NOW + 200 * DAY, None, None),
]
# Of its seats: type, price, upgrade deadline, override.
SEATS = [
    [],
    [("audit", 0, None, None)],
    [("audit", 0, None, None), ("verified", "49.50", NOW + 3 * DAY, None)],
    [("professional", 99, NOW + 3 * DAY, NOW - DAY), ("verified", 49, None, NOW + DAY), ("credit", 300, None, None)],
]
RUN_PROPERTIES = (
    "availability",
    "first_enrollable_paid_seat_price",
    "first_enrollable_paid_seat_sku",
    "full_description",
    "has_enrollable_paid_seats",
    "has_enrollable_seats",
    "image_url",
    "is_active",
    "is_current_and_still_upgradeable",
    "is_enrollable",
    "marketing_url",
    "outcome",
    "paid_seat_enrollment_end",
    "restriction_type",
    "seat_types",
    "short_description",
    "title",
)
COURSE_PROPERTIES = ("course_ends", "end_date", "first_enrollable_paid_seat_price", "image_url", "title")


@pytest.fixture(autouse=True)
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture
def runs():
    """A run of every kind; each fifth belongs to the course of the one before."""
    inner = CourseRunTypeFactory(slug="inner", is_marketable=False)
    course = None
    for number, ((start, end, enrollment_end), seats) in enumerate(product(DATES, SEATS)):
        if number % 5 or course is None:
            course = CourseFactory(
                image="media/course/image/reef.png" if number % 2 else "",
                card_image_url="https://images.example.com/reef.jpg",
            )
        run = CourseRunFactory(
            course=course,
            start=start,
            end=end,
            enrollment_end=enrollment_end,
            title_override="Own title" if number % 3 else None,
            status="published" if number % 4 else "unpublished",
        )
        for seat_type, price, deadline, override in seats:
            SeatFactory(
                course_run=run,
                type__slug=seat_type,
                price=price,
                sku=f"SKU{number}",
                upgrade_deadline=deadline,
                upgrade_deadline_override=override,
            )
        if number == 7:
            CourseRun.objects.filter(pk=run.pk).update(type=inner)
        if number == 11:
            CourseRun.objects.filter(pk=run.pk).update(type=None)
        if number == 13:
            RestrictedCourseRunFactory(course_run=run, restriction_type="custom-b2c")
        if number == 14:
            RestrictedCourseRunFactory(course_run=run, restriction_type=None)
    return CourseRun.objects.all()


def test_of_runs(runs):
    sources = CourseRunDocument().sources([run.pk for run in runs])
    # The one of a type that is not marketable has no document.
    assert len(sources) == len(DATES) * len(SEATS) - 1
    assert {source["is_active"] for source in sources.values()} == {True, False}
    for run in runs.filter(pk__in=sources):
        expected = {name: getattr(run, name) for name in RUN_PROPERTIES}
        assert {name: sources[run.pk][name] for name in RUN_PROPERTIES} == expected


def test_of_courses(runs):
    courses = Course.objects.prefetch_related("course_runs")
    sources = CourseDocument().sources([course.pk for course in courses])
    for course in courses:
        restricted = [run for run in course.course_runs.all() if run.restriction_type]
        if not restricted:
            expected = {name: getattr(course, name) for name in COURSE_PROPERTIES}
            assert {name: sources[course.pk][name] for name in COURSE_PROPERTIES} == expected


class TestOrganizationOfACourse:
    def org(self, course):
        return CourseDocument().sources([course.pk])[course.pk]["org"]

    def test_is_that_of_its_first_visible_run(self):
        run = CourseRunFactory(key="course-v1:TideU+MB210+1", course__key="Other+MB210")
        assert self.org(run.course) == "TideU"

    def test_is_that_of_its_own_key_when_all_runs_are_restricted(self):
        run = CourseRunFactory(key="course-v1:Secret+MB210+1", course__key="TideU+MB210")
        RestrictedCourseRunFactory(course_run=run, restriction_type="custom-b2b-enterprise")
        assert self.org(run.course) == "TideU"

    def test_is_its_first_author_when_its_key_tells_none(self):
        authors = [OrganizationFactory(key="SeaX"), OrganizationFactory(key="TideU")]
        assert self.org(CourseFactory(key="reefs", authoring_organizations=authors)) == "SeaX"
        assert self.org(CourseFactory(key="corals")) is None


class TestMembers:
    def test_sorted_relations_keep_their_order(self):
        first, second, third = (SubjectFactory() for _ in range(3))
        courses = [CourseFactory(subjects=chosen) for chosen in ([third, first], [second, third, first], [])]
        found = members(Course.subjects, [course.pk for course in courses], "pk")
        assert [found[course.pk] for course in courses] == [
            [third.pk, first.pk],
            [second.pk, third.pk, first.pk],
            [],
        ]

    def test_others_come_in_the_order_of_their_model(self):
        tags = [
            LanguageTag.objects.update_or_create(code=code, defaults={"name": code})[0] for code in ("zh", "en", "fr")
        ]
        run = CourseRunFactory(transcript_languages=tags)
        assert members(CourseRun.transcript_languages, [run.pk], "name")[run.pk] == ["en", "fr", "zh"]

    def test_other_columns(self):
        course = CourseFactory(prerequisites=[PrerequisiteFactory(name="Swimming")])
        CourseFactory(prerequisites=[PrerequisiteFactory(name="Diving")])
        assert members(Course.prerequisites, [course.pk], "name") == {course.pk: ["Swimming"]}

    def test_nobody_costs_no_query(self, django_assert_num_queries):
        run = CourseRunFactory(staff=[PersonFactory()])
        with django_assert_num_queries(0):
            assert members(CourseRun.staff, [], "pk") == {}
        assert run.staff.count() == 1


class TestRowsThatAreDeletedMeanwhile:
    """Documents are made of several queries, and the rows of the later ones may be gone by then."""

    def gone_after(self, monkeypatch, module, function, rows):
        read = getattr(module, function)

        def read_then_delete(*arguments):
            found = read(*arguments)
            rows.delete()
            return found

        monkeypatch.setattr(module, function, read_then_delete)

    def test_are_left_out(self, monkeypatch):
        course = CourseFactory(subjects=[SubjectFactory()], authoring_organizations=[OrganizationFactory(key="TideU")])
        run = CourseRunFactory(course=course, staff=[PersonFactory()])
        for module, rows in ((course_content, Subject.objects), (course_run, Person.objects)):
            self.gone_after(monkeypatch, module, "members", rows.all())
        sources = CourseRunDocument().sources([run.pk])
        assert (sources[run.pk]["subjects"], sources[run.pk]["staff_uuids"]) == ([], [])
        assert sources[run.pk]["authoring_organizations"][0].startswith("TideU")

    def test_take_their_runs_along(self, monkeypatch):
        run = CourseRunFactory()
        self.gone_after(monkeypatch, course_run, "load_runs", Course.objects.filter(pk=run.course_id))
        assert CourseRunDocument().sources([run.pk]) == {}
