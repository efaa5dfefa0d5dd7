"""What the platforms say, as plain typed records: the form in which data passes from sources to loaders."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID


class RowError(Exception):
    """A row that cannot be loaded. `code` is for counting, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A course run of an LMS. `course_key` is what its key says, `base_run_key` the run that a CCX was made from."""

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
