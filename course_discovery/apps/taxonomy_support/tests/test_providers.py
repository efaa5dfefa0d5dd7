import pytest
from taxonomy.providers import CourseRunContent
from taxonomy.providers.utils import (
    get_course_metadata_provider,
    get_course_run_metadata_provider,
    get_program_metadata_provider,
    get_xblock_metadata_provider,
)

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
)
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.tests.factories import ProgramFactory
from course_discovery.integrations.lms_blocks import BlocksApi

pytestmark = pytest.mark.django_db


def test_courses_come_with_the_texts_that_skills_are_found_in():
    course = CourseFactory(
        key="X+1", title="Rivers", short_description="About rivers", full_description="All about rivers"
    )
    CourseFactory()
    expected = {
        "uuid": str(course.uuid),
        "key": "X+1",
        "title": "Rivers",
        "short_description": "About rivers",
        "full_description": "All about rivers",
    }
    assert get_course_metadata_provider().get_courses(course_ids=[str(course.uuid)]) == [expected]


def test_a_draft_is_found_by_its_uuid_and_not_among_all():
    pair = CourseFactory(key="X+1", title="Published")
    DraftCourseFactory(key="X+1", title="Edited", uuid=pair.uuid, partner=pair.partner)
    draft = DraftCourseFactory(key="X+2", title="Unpublished")
    provider = get_course_metadata_provider()
    found = provider.get_courses(course_ids=[str(pair.uuid), str(draft.uuid)])
    assert sorted(course["title"] for course in found) == ["Published", "Unpublished"]
    assert [course["title"] for course in provider.get_all_courses()] == ["Published"]


def test_a_run_tells_its_course():
    run = CourseRunFactory(key="course-v1:X+1+1", course__key="X+1")
    DraftCourseRunFactory(key="course-v1:X+2+1", course__key="X+2")
    provider = get_course_metadata_provider()
    assert provider.get_course_key(run.key) == "X+1"
    assert provider.get_course_key("course-v1:X+2+1") == "X+2"
    assert provider.get_course_key("course-v1:X+3+1") is None


def test_keys_of_courses_and_organizations_are_checked():
    CourseFactory(key="X+1")
    OrganizationFactory(key="NorthX")
    provider = get_course_metadata_provider()
    assert provider.is_valid_course("X+1")
    assert not provider.is_valid_course("X+2")
    assert provider.is_valid_organization("NorthX")
    assert not provider.is_valid_organization("SouthX")


def test_runs_come_with_their_courses():
    CourseRunFactory(key="course-v1:X+1+1", course__key="X+1", status=CourseRunStatus.Published)
    CourseRunFactory(key="course-v1:X+2+1", course__key="X+2", status=CourseRunStatus.Unpublished)
    provider = get_course_run_metadata_provider()
    assert provider.get_course_runs(course_run_keys=["course-v1:X+2+1", "course-v1:X+9+1"]) == [
        CourseRunContent("course-v1:X+2+1", "X+2")
    ]
    assert list(provider.get_all_published_course_runs()) == [CourseRunContent("course-v1:X+1+1", "X+1")]


def test_programs_come_with_the_texts_that_skills_are_found_in():
    program = ProgramFactory(title="Water", subtitle="Salt and sweet", overview="All about water")
    other = ProgramFactory(status=ProgramStatus.Unpublished)
    provider = get_program_metadata_provider()
    assert provider.get_programs(program_ids=[str(program.uuid)]) == [
        {"uuid": str(program.uuid), "title": "Water", "subtitle": "Salt and sweet", "overview": "All about water"}
    ]
    assert [row["uuid"] for row in provider.get_all_programs()] == [str(program.uuid), str(other.uuid)]


@pytest.mark.parametrize(
    ("number_given", "address"),
    [(False, "https://lms.one.example.com/api/courses/v1"), (True, "https://lms.two.example.com/api/courses/v1")],
)
def test_blocks_are_asked_of_the_default_partner_else_of_the_first(settings, number_given, address):
    PartnerFactory(lms_url="https://lms.one.example.com/")
    second = PartnerFactory(lms_url="https://lms.two.example.com")
    settings.DEFAULT_PARTNER_ID = second.pk if number_given else None
    assert get_xblock_metadata_provider().api._base_url == address


def test_without_a_partner_there_are_no_blocks(settings):
    settings.DEFAULT_PARTNER_ID = None
    with pytest.raises(KeyError, match="No partner object found!"):
        get_xblock_metadata_provider()


def test_blocks_come_with_the_texts_below_them(settings, monkeypatch):
    settings.DEFAULT_PARTNER_ID = PartnerFactory().pk
    tree = {
        "unit": {"type": "vertical", "children": ["film", "page"]},
        "film": {"type": "video", "children": []},
        "page": {"type": "html"},
    }
    texts = {"unit": {"display_name": "Rivers"}, "film": {"transcript_en": "Hello"}, "page": {"html_content": "Read"}}
    monkeypatch.setattr(BlocksApi, "below_block", lambda self, block_id: tree if block_id in tree else {})
    monkeypatch.setattr(BlocksApi, "in_course", lambda self, course_id: tree)
    monkeypatch.setattr(
        BlocksApi, "block_metadata", lambda self, block_id: {"index_dictionary": {"content": texts[block_id]}}
    )
    provider = get_xblock_metadata_provider()
    assert list(provider.get_all_xblocks_in_course("course-v1:X+1+1")) == [
        ("unit", "vertical", "Rivers Hello Read"),
        ("film", "video", "Hello"),
    ]
    assert provider.get_xblocks(["film", "gone"]) == [("film", "video", "Hello")]


def test_boot_camps_are_described_by_their_marketing_pages(settings, monkeypatch):
    settings.BOOTCAMP_CONTENTFUL_CONTENT_TYPE = "bootcampPage"
    described, other = CourseFactory(), CourseFactory(full_description="As stored")
    pages = {"bootcampPage": {str(described.uuid): {"subheading": "Learn to swim"}}}
    monkeypatch.setattr(
        "course_discovery.apps.taxonomy_support.providers.get_data_from_contentful", lambda kind: pages[kind]
    )
    texts = {
        row["uuid"]: row["full_description"]
        for row in get_course_metadata_provider().get_courses([str(described.uuid), str(other.uuid)])
    }
    assert texts == {str(described.uuid): "Learn to swim", str(other.uuid): "As stored"}
