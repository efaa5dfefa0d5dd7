"""What old deployments keep on a Drupal marketing site: subjects, schools, sponsors, people and the texts of courses.

The site is read where the partner has an account there. `GET {root}/node.json?type=...&page=N` answers
`{"list": [node, ...], "last": "...&page=N"}`; pages count from 0, and nodes come whole. All nodes have `uuid`, `title`
and `status` ("1": everybody sees it). Their dates, in seconds since 1970, are not read: dates of runs are the LMS's.
What else is read of a node stands with its source.
"""

from dataclasses import replace
from typing import Any, ClassVar

from course_discovery.apps.core.models import Partner
from course_discovery.apps.data_loading.records import (
    CourseNode,
    OrganizationNode,
    PersonNode,
    RowNote,
    SubjectNode,
)
from course_discovery.apps.data_loading.sources import nodes
from course_discovery.apps.data_loading.sources.base import Record, Source, value_of
from course_discovery.apps.data_loading.sources.pictures import IllustratedRow, illustrate
from course_discovery.apps.data_loading.sources.reading import as_row, required_text
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.marketing_site import MarketingSite
from course_discovery.integrations.pages import Page
from course_discovery.integrations.pictures import Picture, PictureHosts


class _Nodes(Source[MarketingSite, Record]):
    # Many a marketing site is no Drupal any more, while the account is still written down.
    absent_statuses: ClassVar[frozenset[int]] = frozenset({404})
    kind: ClassVar[str]
    # What comes whole where a node refers to it.
    references: ClassVar[str] = "file"

    @staticmethod
    def url(partner: Partner) -> str:
        return (partner.marketing_site_url_root or "") if partner.marketing_site_api_username else ""

    def connect(self, url: str) -> MarketingSite:
        partner = self.partner
        return MarketingSite(url, partner.marketing_site_api_username or "", partner.marketing_site_api_password or "")

    def fetch_page(self, number: int) -> Page:
        return self.api.nodes(self.kind, self.references, number)

    def identity(self, row: Any) -> str | None:
        return value_of(row, "uuid")


class _IllustratedNodes(_Nodes[Record]):
    """Nodes with a picture, which is fetched with them."""

    picture_field: ClassVar[str]

    def __init__(self, partner: Partner) -> None:
        super().__init__(partner)
        self._hosts = PictureHosts()

    def fetch_page(self, number: int) -> Page:
        page = super().fetch_page(number)
        return replace(page, rows=[self._illustrate(row) for row in page.rows])

    def _illustrate(self, row: Any) -> IllustratedRow:
        return illustrate(row, lambda each: nodes.file_url(as_row(each), self.picture_field, 2000), self._hosts)

    def identity(self, row: Any) -> str | None:
        return value_of(row.row, "uuid")

    def close(self) -> None:
        super().close()
        self._hosts.cancelled.set()


class MarketingSubjects(_Nodes[SubjectNode]):
    """`title`: the name; `field_subject_subtitle`, `body`: rich texts; `field_subject_url_slug`: a text;
    `field_xseries_banner_image`, `field_subject_card_image`: files.
    """

    kind = "subject"

    def transform(self, row: Any) -> SubjectNode:
        row = as_row(row)
        return SubjectNode(
            uuid=nodes.node_uuid(row),
            title=required_text(row, "title", limit=255),
            is_published=nodes.is_published(row),
            slug=nodes.plain(row, "field_subject_url_slug", limit=255),
            subtitle=nodes.plain(row, "field_subject_subtitle", limit=255),
            description=nodes.markup(row, "body"),
            banner_image_url=nodes.file_url(row, "field_xseries_banner_image"),
            card_image_url=nodes.file_url(row, "field_subject_card_image"),
        )


class MarketingSchools(_IllustratedNodes[OrganizationNode]):
    """`title`: the key of the organization; `field_school_name`, `field_school_url_slug`: texts;
    `field_school_description`: a rich text; `field_school_image_logo`: a file.
    """

    kind = "school"
    picture_field = "field_school_image_logo"
    name_field: ClassVar[str] = "field_school_name"
    description_field: ClassVar[str] = "field_school_description"
    slug_field: ClassVar[str] = "field_school_url_slug"

    def transform(self, row: Any) -> OrganizationNode:
        node = as_row(row.row)
        title = required_text(node, "title", limit=255)
        logo, notes = _as_png(row)
        return OrganizationNode(
            uuid=nodes.node_uuid(node),
            title=title,
            is_published=nodes.is_published(node),
            notes=notes,
            key=nodes.organization_key(node),
            name=nodes.plain(node, self.name_field, limit=255) or title,
            slug=nodes.plain(node, self.slug_field, limit=50),
            description=nodes.markup(node, self.description_field),
            logo=logo,
        )


class MarketingSponsors(MarketingSchools):
    """`title`: the name, of which the key is made; `body`: a rich text; `field_sponsorer_image`: a file."""

    kind = "sponsorer"
    picture_field = "field_sponsorer_image"
    name_field = "title"
    description_field = "body"
    slug_field = "field_sponsorer_url_slug"


class MarketingPeople(_IllustratedNodes[PersonNode]):
    """`field_person_salutation`, `field_person_first_middle_name`, `field_person_last_name`, `field_person_slug`:
    texts; `field_person_resume`, `field_person_major_works`: rich texts; `field_person_image`: a file.
    """

    kind = "person"
    picture_field = "field_person_image"

    def transform(self, row: Any) -> PersonNode:
        node = as_row(row.row)
        given_name = nodes.plain(node, "field_person_first_middle_name", limit=255)
        family_name = nodes.plain(node, "field_person_last_name", limit=255)
        if given_name is None:
            # Somebody with one name.
            given_name, family_name = family_name, None
        return PersonNode(
            uuid=nodes.node_uuid(node),
            title=required_text(node, "title", limit=255),
            is_published=nodes.is_published(node),
            notes=tuple(_fault(row)),
            slug=nodes.plain(node, "field_person_slug", limit=255),
            salutation=nodes.plain(node, "field_person_salutation", limit=10),
            given_name=given_name,
            family_name=family_name,
            bio=nodes.markup(node, "field_person_resume"),
            major_works=nodes.markup(node, "field_person_major_works"),
            photo=row.picture,
        )


class MarketingCourses(_Nodes[CourseNode]):
    """`field_course_id`: the key of a course run; `field_course_sub_title_long`, `field_course_description`,
    `field_course_what_u_will_learn`, `field_course_prerequisites`, `field_course_syllabus`: rich texts;
    `field_course_level`: a term; `field_product_video`: a file; `field_course_subject`, `field_course_school_node`:
    nodes.

    Partners with Publisher have none of it from here: their editors write in Publisher.
    """

    kind = "course"
    references = "file,node,taxonomy_term"

    @staticmethod
    def url(partner: Partner) -> str:
        return "" if partner.uses_publisher else _Nodes.url(partner)

    def identity(self, row: Any) -> str | None:
        return value_of(row, "field_course_id") or value_of(row, "uuid")

    def transform(self, row: Any) -> CourseNode:
        row = as_row(row)
        return CourseNode(
            uuid=nodes.node_uuid(row),
            title=required_text(row, "title"),
            is_published=nodes.is_published(row),
            run_key=required_text(row, "field_course_id", limit=255),
            short_description=nodes.markup(row, "field_course_sub_title_long"),
            full_description=nodes.markup(row, "field_course_description"),
            outcome=nodes.markup(row, "field_course_what_u_will_learn"),
            prerequisites_raw=nodes.markup(row, "field_course_prerequisites"),
            syllabus_raw=nodes.markup(row, "field_course_syllabus"),
            level=nodes.term(row, "field_course_level"),
            video_url=nodes.file_url(row, "field_product_video", 255),
            subjects=nodes.names(row, "field_course_subject"),
            organizations=nodes.names(row, "field_course_school_node"),
        )


def _as_png(row: IllustratedRow) -> tuple[Picture | None, tuple[RowNote, ...]]:
    """Return the logo as the kind of file that logos here are."""
    return (row.picture.as_png() if row.picture else None), tuple(_fault(row))


def _fault(row: IllustratedRow) -> list[RowNote]:
    fault: PlatformError | None = row.fault
    key = value_of(row.row, "uuid") or ""
    return [RowNote(key, "picture_failed", f"The picture could not be loaded: {fault}")] if fault else []
