"""What taxonomy-connector asks of this service: the texts of its products, in which skills are found.

Settings TAXONOMY_*_PROVIDER name the classes; the library makes one for each question.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.conf import settings
from taxonomy.providers import (
    CourseMetadataProvider,
    CourseRunContent,
    CourseRunMetadataProvider,
    ProgramMetadataProvider,
    XBlockContent,
    XBlockMetadataProvider,
)

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun, Organization
from course_discovery.apps.programs.models import Program
from course_discovery.apps.taxonomy_support.selectors.block_texts import BlockTree
from course_discovery.integrations.contentful import aggregate_contentful_data, get_data_from_contentful
from course_discovery.integrations.lms_blocks import BlocksApi
from course_discovery.integrations.oauth import service_session

_COURSE_FIELDS = ("uuid", "key", "title", "short_description", "full_description")
_PROGRAM_FIELDS = ("uuid", "title", "subtitle", "overview")


class DiscoveryCourseMetadataProvider(CourseMetadataProvider):
    @staticmethod
    def get_courses(course_ids: Collection[str]) -> list[dict[str, Any]]:
        """The courses with these UUIDs: of a pair the official row, else the draft."""
        rows = Course.everything.filter(uuid__in=course_ids).order_by("-draft", "pk")
        return list({row["uuid"]: row for row in _course_texts(rows)}.values())

    @staticmethod
    def get_all_courses() -> Iterator[dict[str, Any]]:
        return _course_texts(Course.objects.order_by("pk"))

    @staticmethod
    def get_course_key(course_run_key: str) -> str | None:
        runs = CourseRun.everything.filter(key=course_run_key).order_by("draft", "pk")
        return runs.values_list("course__key", flat=True).first()

    @staticmethod
    def is_valid_course(course_key: str) -> bool:
        return Course.objects.filter(key=course_key).exists()

    @staticmethod
    def is_valid_organization(organization_key: str) -> bool:
        return Organization.objects.filter(key=organization_key).exists()


class DiscoveryCourseRunMetadataProvider(CourseRunMetadataProvider):
    @staticmethod
    def get_course_runs(course_run_keys: Collection[str]) -> list[CourseRunContent]:
        return list(_runs(CourseRun.objects.filter(key__in=course_run_keys)))

    @staticmethod
    def get_all_published_course_runs() -> Iterator[CourseRunContent]:
        return _runs(CourseRun.objects.filter(status=CourseRunStatus.Published))


class DiscoveryProgramMetadataProvider(ProgramMetadataProvider):
    @staticmethod
    def get_programs(program_ids: Collection[str]) -> list[dict[str, Any]]:
        return list(_texts(Program.objects.filter(uuid__in=program_ids).order_by("pk"), _PROGRAM_FIELDS))

    @staticmethod
    def get_all_programs() -> Iterator[dict[str, Any]]:
        return _texts(Program.objects.order_by("pk"), _PROGRAM_FIELDS)


class DiscoveryXBlockMetadataProvider(XBlockMetadataProvider):
    """Texts of blocks, from the LMS of DEFAULT_PARTNER_ID, else of the first partner. Raises PlatformError."""

    def __init__(self) -> None:
        partners = Partner.objects.order_by("pk")
        if settings.DEFAULT_PARTNER_ID is not None:
            partners = partners.filter(pk=settings.DEFAULT_PARTNER_ID)
        partner = partners.first()
        if partner is None:
            raise KeyError("No partner object found!")
        self.api = BlocksApi(f"{(partner.lms_url or '').rstrip('/')}/api/courses/v1", service_session())

    def get_xblocks(self, xblock_ids: Collection[str]) -> list[XBlockContent]:
        """The named blocks, each with the text of all below it. Those that the LMS does not know are left out."""
        contents: list[XBlockContent] = []
        for block_id in xblock_ids:
            tree = BlockTree(self.api.below_block(block_id), self.api.block_metadata)
            contents += tree.contents([block_id])
        return contents

    def get_all_xblocks_in_course(self, course_id: str) -> Iterator[XBlockContent]:
        """The blocks of a course run (`course_id` is its key), each with the text of all below it."""
        tree = BlockTree(self.api.in_course(course_id), self.api.block_metadata)
        return tree.contents(tree.blocks)


def _course_texts(rows: Any) -> Iterator[dict[str, Any]]:
    """Boot camps are described by their marketing pages, where these are known."""
    pages = get_data_from_contentful(settings.BOOTCAMP_CONTENTFUL_CONTENT_TYPE)
    for row in _texts(rows, _COURSE_FIELDS):
        text = aggregate_contentful_data(pages, row["uuid"])
        yield row | {"full_description": text} if text else row


def _texts(rows: Any, fields: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for row in rows.values(*fields).iterator(chunk_size=500):
        yield row | {"uuid": str(row["uuid"])}


def _runs(runs: Any) -> Iterator[CourseRunContent]:
    rows = runs.order_by("pk").values_list("key", "course__key")
    return (CourseRunContent(course_run_key=key, course_key=course) for key, course in rows.iterator(chunk_size=500))
