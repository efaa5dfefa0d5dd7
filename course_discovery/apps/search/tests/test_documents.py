import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    CourseTypeFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    ExpectedLearningItemFactory,
    LevelTypeFactory,
    OrganizationFactory,
    PersonFactory,
    PrerequisiteFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayCourseFactory,
    LearnerPathwayFactory,
    LearnerPathwayProgramFactory,
    LearnerPathwayStepFactory,
)
from course_discovery.apps.programs.tests.factories import DegreeFactory, ProgramFactory
from course_discovery.apps.search.documents import DOCUMENTS, CourseDocument, CourseRunDocument
from course_discovery.apps.search.documents.of_courses import documents_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def frozen():
    with freeze_time(NOW):
        yield


@pytest.fixture
def partner():
    return PartnerFactory(short_code="Acme", marketing_site_url_root="https://www.example.com/")


def language(code, name):
    return LanguageTag.objects.update_or_create(code=code, defaults={"name": name})[0]


def sources(document):
    return [source for batch in document().batches() for source in batch.values()]


def prepared(document, row):
    return document().sources([row.pk])[row.pk]


@pytest.fixture
def tide(partner):
    return OrganizationFactory(partner=partner, key="TideU", name="Tide University")


@pytest.fixture
def reef(partner, tide):
    return CourseFactory(
        partner=partner,
        key="TideU+MB210",
        title="Reef Ecology",
        short_description="<p>Reefs &amp; <b>corals</b></p>",
        full_description="<p>Living</p><p>stone</p>",
        outcome="<p>You know reefs</p>",
        level_type=LevelTypeFactory(name="Introductory"),
        card_image_url="https://images.example.com/reef.jpg",
        authoring_organizations=[tide],
        sponsoring_organizations=[tide, OrganizationFactory(partner=partner, key="SeaX", name="Sea")],
        subjects=[SubjectFactory(partner=partner, name="Biology"), SubjectFactory(partner=partner, name="Ecology")],
        prerequisites=[PrerequisiteFactory(name="Swimming")],
        expected_learning_items=[ExpectedLearningItemFactory(value="Read a reef")],
    )


def test_a_course_document_holds_what_its_visible_runs_offer(reef):
    past = CourseRunFactory(
        course=reef,
        key="course-v1:TideU+MB210+1T2025",
        start=NOW - 300 * DAY,
        end=NOW - 200 * DAY,
        language=language("en-us", "English - United States"),
    )
    SeatFactory(course_run=past, type__slug="audit", price=0)
    current = CourseRunFactory(
        course=reef,
        key="course-v1:TideU+MB210+1T2026",
        start=NOW - DAY,
        end=NOW + 60 * DAY,
        enrollment_start=NOW - 30 * DAY,
        status="unpublished",
        language=language("zh-Hans", "Chinese - Simplified"),
    )
    SeatFactory(course_run=current, type__slug="verified", price=Decimal("49.90"))
    SeatFactory(course_run=current, type__slug="audit", price=0)
    CourseRunFactory(
        course=reef, key="course-v1:TideU+MB210+X", type=CourseRunTypeFactory(slug="inner", is_marketable=False)
    )

    (source,) = sources(CourseDocument)

    expected = {
        "aggregation_key": "course:TideU+MB210",
        "aggregation_uuid": f"course:{reef.uuid}",
        "content_type": "course",
        "id": f"course_metadata.course.{reef.pk}",
        "pk": reef.pk,
        "uuid": str(reef.uuid),
        "partner": "Acme",
        "key": "TideU+MB210",
        "org": "TideU",
        "title": "Reef Ecology",
        "course_runs": ["course-v1:TideU+MB210+1T2025", "course-v1:TideU+MB210+1T2026"],
        "availability": ["Archived", "Current"],
        "status": ["published", "unpublished"],
        "start": [NOW - 300 * DAY, NOW - DAY],
        "end": [NOW - 200 * DAY, NOW + 60 * DAY],
        "enrollment_start": [None, NOW - 30 * DAY],
        "enrollment_end": [None, None],
        "end_date": datetime(2050, 1, 1, tzinfo=UTC),
        "course_ends": "Future",
        "first_enrollable_paid_seat_price": 49,
        "languages": ["English", "Chinese - Simplified"],
        "seat_types": ["audit", "verified"],
        "level_type": "Introductory",
        "subjects": ["Biology", "Ecology"],
        "organizations": ["TideU: Tide University", "SeaX: Sea"],
        "authoring_organizations": ["TideU: Tide University"],
        "sponsoring_organizations": ["TideU: Tide University", "SeaX: Sea"],
        "prerequisites": ["Swimming"],
        "expected_learning_items": ["Read a reef"],
        "image_url": "https://images.example.com/reef.jpg",
        "card_image_url": "https://images.example.com/reef.jpg",
        "logo_image_urls": [],
        "course_type": "verified-audit",
        "product_source": "edx",
        "external_course_marketing_type": None,
        "course_length": "",
    }
    assert {name: source[name] for name in expected} == expected


def test_the_end_of_a_course_is_that_of_its_last_published_run(reef):
    CourseRunFactory(course=reef, start=NOW - 9 * DAY, end=NOW - 2 * DAY)
    CourseRunFactory(course=reef, start=NOW - 9 * DAY, end=NOW + 2 * DAY, status="unpublished")
    (source,) = sources(CourseDocument)
    assert (source["end_date"], source["course_ends"]) == (NOW - 2 * DAY, "Past")


def test_a_course_without_visible_runs_shows_none(reef):
    (source,) = sources(CourseDocument)
    assert (source["org"], source["course_runs"], source["start"], source["course_ends"]) == ("TideU", [], [], "Future")


def test_the_text_of_a_course_has_words_but_neither_markup_nor_addresses(reef):
    CourseRunFactory(course=reef, key="course-v1:TideU+MB210+1T2026", title_override="Reefs in spring")
    (source,) = sources(CourseDocument)
    assert source["text"].split("\n") == [
        str(reef.uuid),
        "Reef Ecology",
        "Reefs & corals",
        "Living stone",
        "Introductory",
        "Read a reef",
        "TideU: Tide University",
        "TideU: Tide University",
        "SeaX: Sea",
        "Swimming",
        "Biology",
        "Ecology",
        "course-v1:TideU+MB210+1T2026: Reefs in spring",
    ]


def test_an_organization_body_is_the_organization_as_json(reef, tide):
    (source,) = sources(CourseDocument)
    (body,) = source["authoring_organization_bodies"]
    shown = json.loads(body)
    assert (shown["uuid"], shown["key"], shown["name"]) == (str(tide.uuid), "TideU", "Tide University")
    assert shown["marketing_url"] == "https://www.example.com/school/tideu"
    assert list(shown) == [
        "uuid", "key", "name", "auto_generate_course_run_keys", "certificate_logo_image_url", "logo_image_url",
        "organization_hex_color", "data_modified_timestamp", "description", "description_es", "homepage_url", "tags",
        "marketing_url", "slug", "banner_image_url", "enterprise_subscription_inclusion",
    ]  # fmt: skip


def test_a_run_document_has_its_own_values_and_those_of_its_course(reef):
    staff = PersonFactory(given_name="Ada", family_name="Reef", salutation=None)
    run = CourseRunFactory(
        course=reef,
        key="course-v1:TideU+MB210+1T2026",
        title_override="Reefs in spring",
        start=NOW + 10 * DAY,
        end=NOW + 90 * DAY,
        enrollment_end=NOW + 50 * DAY,
        go_live_date=NOW,
        pacing_type="instructor_paced",
        fixed_price_usd=Decimal("12.50"),
        staff=[staff],
        language=language("en", "English"),
        transcript_languages=[language("es-419", "Spanish - Latin America")],
    )
    SeatFactory(course_run=run, type__slug="audit", price=0)
    SeatFactory(course_run=run, type__slug="verified", price=Decimal("79.00"), sku="ABC")

    (source,) = sources(CourseRunDocument)

    expected = {
        "aggregation_key": "courserun:TideU+MB210",
        "aggregation_uuid": f"courserun:{run.uuid}",
        "content_type": "courserun",
        "id": f"course_metadata.courserun.{run.pk}",
        "course_key": "TideU+MB210",
        "key": "course-v1:TideU+MB210+1T2026",
        "number": "MB210",
        "org": "TideU",
        "partner": "Acme",
        "title": "Reefs in spring",
        "short_description": "<p>Reefs &amp; <b>corals</b></p>",
        "availability": "Starting Soon",
        "published": True,
        "status": "published",
        "hidden": False,
        "type": "verified",
        "seat_types": ["audit", "verified"],
        "first_enrollable_paid_seat_price": 79,
        "first_enrollable_paid_seat_sku": "ABC",
        "has_enrollable_paid_seats": True,
        "has_enrollable_seats": True,
        "is_enrollable": True,
        "is_active": True,
        "is_current_and_still_upgradeable": False,
        "paid_seat_enrollment_end": NOW + 50 * DAY,
        "fixed_price_usd": 12.5,
        "language": "English",
        "transcript_languages": ["Spanish"],
        "staff_uuids": [str(staff.uuid)],
        "marketing_url": f"https://www.example.com/course/{run.slug}",
        "restriction_type": None,
        "program_types": [],
        "pacing_type": "instructor_paced",
        "level_type": "Introductory",
        "authoring_organization_uuids": [str(org.uuid) for org in reef.authoring_organizations.all()],
        "image_url": "https://images.example.com/reef.jpg",
    }
    assert {name: source[name] for name in expected} == expected
    assert source["text"].split("\n")[-4:] == [
        "instructor_paced",
        "English",
        "Spanish - Latin America",
        "Ada Reef",
    ]
    assert run.slug not in source["text"]


def test_a_course_shows_nothing_of_its_restricted_runs(reef):
    shown = prepared(CourseDocument, reef)
    closed = CourseRunFactory(course=reef, start=None, end=NOW + 500 * DAY, status="reviewed")
    SeatFactory(course_run=closed, type__slug="credit")
    RestrictedCourseRunFactory(course_run=closed, restriction_type="custom-b2c")
    assert prepared(CourseDocument, reef) == shown
    courses, runs = documents_of([reef.pk])
    assert courses == {reef.pk: shown}
    assert runs[closed.pk]["restriction_type"] == "custom-b2c"


def test_documents_that_are_made_together_are_those_of_a_rebuild(reef):
    RestrictedCourseRunFactory(course_run=CourseRunFactory(course=reef))
    courses, runs = documents_of([reef.pk])
    assert courses == {reef.pk: prepared(CourseDocument, reef)}
    assert runs == {run.pk: prepared(CourseRunDocument, run) for run in CourseRun.objects.filter(course=reef)}


def test_a_restricted_run_says_to_whom(reef):
    RestrictedCourseRunFactory(course_run=CourseRunFactory(course=reef), restriction_type="custom-b2c")
    (source,) = sources(CourseRunDocument)
    assert source["restriction_type"] == "custom-b2c"


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_every_field_of_the_mapping_gets_a_value_and_no_other(document, reef):
    CourseRunFactory(course=reef, staff=[PersonFactory()])
    ProgramFactory(courses=[reef])
    LearnerPathwayFactory()
    (source,) = sources(document)
    assert set(source) == set(document._doc_type.mapping.to_dict()["properties"])


def test_drafts_retired_types_and_unmarketable_runs_have_no_document(settings):
    settings.RETIRED_COURSE_TYPES = ["old-course"]
    settings.RETIRED_RUN_TYPES = ["old-run"]
    shown = CourseRunFactory(hidden=True, status="unpublished")
    DraftCourseFactory()
    DraftCourseRunFactory()
    CourseFactory(type=CourseTypeFactory(slug="old-course"))
    CourseRunFactory(course=shown.course, type=CourseRunTypeFactory(slug="old-run"))
    CourseRunFactory(course=shown.course, type=CourseRunTypeFactory(slug="inner", is_marketable=False))
    assert [source["pk"] for source in sources(CourseRunDocument)] == [shown.pk]
    assert [source["pk"] for source in sources(CourseDocument)] == [shown.course.pk]


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_more_rows_cost_no_more_queries(document, tide):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            sources(document)
        return len(queries)

    def add_course():
        course = CourseFactory(
            partner=tide.partner,
            authoring_organizations=[tide],
            sponsoring_organizations=[OrganizationFactory()],
            subjects=[SubjectFactory()],
            level_type=LevelTypeFactory(),
        )
        for _ in range(2):
            run = CourseRunFactory(course=course, staff=[PersonFactory()])
            SeatFactory(course_run=run)
            RestrictedCourseRunFactory(course_run=run)
        program = DegreeFactory(
            courses=[course, CourseRunFactory(course__partner=tide.partner, staff=[PersonFactory()]).course],
            authoring_organizations=[tide],
            credit_backing_organizations=[OrganizationFactory()],
            expected_learning_items=[ExpectedLearningItemFactory()],
            excluded_course_runs=[run],
        )
        step = LearnerPathwayStepFactory(pathway__partner=tide.partner)
        LearnerPathwayCourseFactory(step=step, course=course)
        LearnerPathwayProgramFactory(step=step, program=program)

    add_course()
    one = cost()
    for _ in range(3):
        add_course()
    assert cost() == one
