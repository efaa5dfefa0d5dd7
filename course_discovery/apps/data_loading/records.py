"""What the platforms say, as plain typed records: the form in which data passes from sources to loaders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.pictures import Picture


class RowError(Exception):
    """A row that cannot be loaded. `code` is for counting, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A course run of an LMS. `course_key` is what its key says, `base_run_key` the run that a CCX was made from.

    `is_partial`: an event told it, and events do not tell license, short_description, mobile_available, video_url and
    card_image_url.
    """

    key: str
    org: str
    course_key: str
    base_run_key: str | None
    title: str | None
    start: datetime | None
    end: datetime | None
    enrollment_start: datetime | None
    enrollment_end: datetime | None
    pacing_type: str | None
    hidden: bool
    license: str
    short_description: str | None
    mobile_available: bool
    video_url: str | None
    card_image_url: str | None
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class OrganizationRecord:
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class RowNote:
    """What is to be reported of a row, or of a part of it. `skipped`: left out on purpose, not at fault."""

    key: str
    code: str
    message: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class SeatRecord:
    """A seat that is sold: its kind, price and SKU, and until when it can be bought.

    From an LMS `type` is the slug of a mode, and only those SKUs are there that a shop has left in the LMS.
    """

    type: str
    currency: str
    price: Decimal
    sku: str | None
    upgrade_deadline: datetime | None
    credit_provider: str | None
    credit_hours: int | None
    bulk_sku: str | None = None


@dataclass(frozen=True, slots=True)
class RunSeatsRecord:
    """All seats of a run. `notes` tell of products that could not be read: then what is missing proves nothing.

    Not `is_told`: the platform says nothing of the run, and the seats are what may be assumed of it.
    """

    run_key: str
    seats: tuple[SeatRecord, ...]
    notes: tuple[RowNote, ...] = ()
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class AiLanguagesRecord:
    """The languages that machine translation and transcription offer for a run; of transcriptions only the codes."""

    run_key: str
    translations: tuple[Language, ...]
    transcription_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntitlementRecord:
    """The right to enroll in any run of a course. The course is named by uuid, and by key where the shop knows it."""

    title: str
    sku: str
    mode: str
    currency: str
    price: Decimal
    course_uuid: UUID | None
    course_key: str | None


@dataclass(frozen=True, slots=True)
class EnrollmentCodeRecord:
    """A product that buys many seats of one kind of a run at once."""

    title: str
    sku: str
    run_key: str
    seat_type: str


@dataclass(frozen=True, slots=True)
class ProgramRecord:
    """A program as the programs service of an LMS tells it: an XSeries. `run_keys` are the runs that count."""

    uuid: UUID
    marketing_slug: str
    title: str
    subtitle: str
    status: str
    organization_keys: tuple[str, ...]
    run_keys: tuple[str, ...]
    banner_image_url: str | None
    banner: Picture | None
    notes: tuple[RowNote, ...] = ()


@dataclass(frozen=True, slots=True)
class EnrollmentCountRecord:
    """How many ever enrolled in a run, and how many of them lately."""

    run_key: str
    count: int
    recent_count: int


@dataclass(frozen=True, slots=True)
class NodeName:
    """How one node of a marketing site refers to another."""

    uuid: UUID | None
    title: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRecord:
    """What all nodes of a marketing site have. `title` is what the site's editors call it. Texts are sanitized HTML."""

    uuid: UUID
    title: str
    is_published: bool
    notes: tuple[RowNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectNode(NodeRecord):
    slug: str | None
    subtitle: str | None
    description: str | None
    banner_image_url: str | None
    card_image_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationNode(NodeRecord):
    """A school or a sponsor. The logo is a PNG."""

    key: str
    name: str
    slug: str | None
    description: str | None
    logo: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNode(NodeRecord):
    """Somebody on the site. Without names of their own, nodes have just the title, which may be ours come back."""

    slug: str | None
    salutation: str | None
    given_name: str | None
    family_name: str | None
    bio: str | None
    major_works: str | None
    photo: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseNode(NodeRecord):
    """The page of a course run."""

    run_key: str
    short_description: str | None
    full_description: str | None
    outcome: str | None
    prerequisites_raw: str | None
    syllabus_raw: str | None
    level: str | None
    video_url: str | None
    subjects: tuple[NodeName, ...]
    organizations: tuple[NodeName, ...]


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """A course or program that a table names, as it spells it, and why its row cannot be loaded, if it cannot.

    `uuid` is None when it cannot be read, `product_type` is "course" or "program" unless there are problems.
    """

    label: str
    uuid: UUID | None
    product_type: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceRecord(ProductRecord):
    """Where a product takes place. The values count when there are no problems."""

    location_name: str
    lat: Decimal
    lng: Decimal


@dataclass(frozen=True, slots=True)
class RestrictionRecord(ProductRecord):
    """The countries in which alone, or in which not, a product is offered."""

    restriction_type: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductValueRecord(ProductRecord):
    """What leads and clicks are worth in U.S. dollars; None where the table says nothing."""

    per_lead_usa: int | None
    per_lead_international: int | None
    per_click_usa: int | None
    per_click_international: int | None


@dataclass(frozen=True, slots=True)
class SubscriptionRecord:
    """Whether one may subscribe to a program, and the price in a currency, if the row names one.

    `label` is the program's uuid as the table spells it; `problem` tells why the row cannot be loaded, if it cannot.
    """

    label: str
    uuid: UUID | None
    is_eligible: bool
    price: Decimal | None
    currency: str | None
    problem: RowNote | None


@dataclass(frozen=True, slots=True)
class EditorRecord:
    """Somebody who is to be, or no longer to be, an editor of a course. None where the table says nothing.

    Rows are numbered from 1; the header is none.
    """

    row: int
    user: str | None
    course: str | None
    action: str | None


@dataclass(frozen=True, slots=True)
class DegreeRecord:
    """A degree of a table. Names of what the catalogue knows (subject, level, ...) are as the table spells them.

    `missing` names required columns that are blank; then blank values are empty. Pictures are None where the table
    names none or they could not be had, which `notes` tell. `courses` and `specializations` are None for blank.
    """

    identifier: str
    slug: str
    title: str
    overview: str
    product_type: str
    organization_key: str
    organization_short_code: str
    subject: str
    level: str
    language: str
    external_url: str
    organic_url: str
    courses: tuple[str, ...] | None
    specializations: tuple[str, ...] | None
    card_image: Picture | None = None
    organization_logo: Picture | None = None
    missing: tuple[str, ...] = ()
    notes: tuple[RowNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ExternalCourseRecord:
    """A row of a table of courses, one of their runs. `cells` has the columns that the table has; blank is None.

    What a row must tell depends on what it names, so its values are read when that is known. A picture that could not
    be had is its error. `sets_price`: this row, the last of its course that may, decides the price of the course.
    """

    line: int
    cells: Mapping[str, str | None]
    course_key: str | None
    sets_price: bool
    image: Picture | PlatformError | None = None
    logo: Picture | PlatformError | None = None


@dataclass(frozen=True, slots=True)
class BulkCourseRecord:
    """A row of a table by which editors make or change many courses. `cells` has what is not blank, by column.

    What the cells mean depends on the course, so it is read when that is known. A picture that could not be had is its
    error.
    """

    line: int
    cells: Mapping[str, str]
    image: Picture | PlatformError | None = None
    logo: Picture | PlatformError | None = None


@dataclass(frozen=True, slots=True)
class RerunRecord:
    """A row of a table of runs to be made after the pattern of others. `cells` has what is not blank, by column."""

    row: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CourseLengthRecord:
    """How long a course takes: one of CourseLength."""

    uuid: UUID
    length: str


@dataclass(frozen=True, slots=True)
class CourseReviewRecord:
    """What learners said of a course, as columns of CourseReview."""

    course_key: str
    reviews_count: int
    avg_course_rating: Decimal
    confident_learners_percentage: Decimal
    most_common_goal: str
    most_common_goal_learners_percentage: Decimal
    total_enrollments: int
