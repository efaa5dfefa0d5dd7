"""Course runs as documents need them: rows of plain values, from which the rules of course_metadata tell the rest."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from course_discovery.apps.course_metadata.models import CourseRun, Seat
from course_discovery.apps.course_metadata.rules.seat import SeatFacts
from course_discovery.apps.ietf_language_tags.rules import display_name

_COLUMNS = (
    "pk",
    "uuid",
    "key",
    "course_id",
    "announcement",
    "start",
    "end",
    "enrollment_start",
    "enrollment_end",
    "go_live_date",
    "fixed_price_usd",
    "title_override",
    "short_description_override",
    "full_description_override",
    "outcome_override",
    "hidden",
    "license",
    "max_effort",
    "min_effort",
    "mobile_available",
    "pacing_type",
    "slug",
    "status",
    "weeks_to_complete",
    "language_id",
    "language__name",
    "restricted_run__restriction_type",
    "type__slug",
    "type__is_marketable",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run's row (`row.start`, `row.type__slug`, see _COLUMNS) with its seats, the oldest first."""

    row: Any
    seats: list[SeatFacts]

    @property
    def parsed_key(self) -> CourseKey | None:
        """The run key in its parts (`org`, `course`, ...), None when it is no run key."""
        try:
            return CourseKey.from_string(self.row.key)
        except InvalidKeyError:
            return None

    @property
    def seat_types(self) -> list[str]:
        return [seat.type for seat in self.seats]

    @property
    def restriction_type(self) -> str | None:
        """Who alone may take this run, or None if everybody may."""
        return self.row.restricted_run__restriction_type or None

    @property
    def may_be_shown(self) -> bool:
        """Whether the run is of a marketable type, or of none yet."""
        return self.row.type__is_marketable is not False

    @property
    def language(self) -> str | None:
        """The name under which facets show its language."""
        return display_name(self.row.language_id, self.row.language__name) if self.row.language_id else None


def load_runs(runs: QuerySet[CourseRun]) -> list[Run]:
    """Return the runs in order of primary key; two queries."""
    rows = list(runs.order_by("pk").values_list(*_COLUMNS, named=True))
    seats = _seats(row.pk for row in rows)
    return [Run(row, seats[row.pk]) for row in rows]


def by_course(runs: Iterable[Run]) -> defaultdict[int, list[Run]]:
    grouped: defaultdict[int, list[Run]] = defaultdict(list)
    for run in runs:
        grouped[run.row.course_id].append(run)
    return grouped


def _seats(run_ids: Iterable[int]) -> defaultdict[int, list[SeatFacts]]:
    found: defaultdict[int, list[SeatFacts]] = defaultdict(list)
    seats = Seat.everything.filter(course_run_id__in=list(run_ids)).order_by("created", "pk")
    columns = ("course_run_id", "type_id", "price", "upgrade_deadline_override", "_upgrade_deadline", "sku")
    for run_id, seat_type, price, override, deadline, sku in seats.values_list(*columns):
        found[run_id].append(SeatFacts(seat_type, price, override or deadline, sku))
    return found
