"""What the data warehouse knows of courses: answers of queries as tables."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from course_discovery.apps.course_metadata.choices import LearnerGoal
from course_discovery.apps.data_loading.records import CourseLengthRecord, CourseReviewRecord, RowError
from course_discovery.apps.data_loading.rules.course_length import course_length
from course_discovery.apps.data_loading.sources.table import Cells, Table, TableSource, UnreadableTable
from course_discovery.integrations import snowflake
from course_discovery.integrations.errors import PlatformError
from course_discovery.integrations.optional import NotAvailable

_SIX_PLACES = Decimal("0.000001")
_LARGEST_INTEGER = 2**31 - 1
_KEY_LENGTH = 255


def warehouse_table(sql: str, origin: str) -> Table:
    """Return the answer of a query as a table. Raises UnreadableTable."""
    try:
        answer = snowflake.query(sql)
    except (PlatformError, NotAvailable) as error:
        raise UnreadableTable(f"Error reading input data source: {origin}: {error}") from error
    return Table.from_lines([answer.columns, *answer.lines], origin)


class CourseLengths(TableSource[CourseLengthRecord]):
    columns = ("course_uuid", "average_hours")

    def key(self, cells: Cells) -> str | None:
        return cells["course_uuid"]

    def transform(self, row: Any) -> CourseLengthRecord:
        cells = self.cells(row)
        text = cells["course_uuid"] or ""
        try:
            uuid = UUID(text)
        except ValueError as error:
            raise RowError("bad_uuid", f"course_uuid: {text!r} is not a UUID") from error
        return CourseLengthRecord(uuid, course_length(_number(cells, "average_hours", below=10**6)))


class CourseReviews(TableSource[CourseReviewRecord]):
    columns = (
        *("course_key", "reviews_count", "avg_course_rating", "confident_learners_percentage"),
        *("most_common_goal", "most_common_goal_learners_percentage", "total_enrollments"),
    )

    def key(self, cells: Cells) -> str | None:
        return cells["course_key"]

    def transform(self, row: Any) -> CourseReviewRecord:
        cells = self.cells(row)
        key = cells["course_key"]
        if not key or len(key) > _KEY_LENGTH:
            raise RowError("bad_key", f"course_key: {key!r} is not the key of a course")
        goal = (cells["most_common_goal"] or "").lower()
        if goal not in LearnerGoal.values:
            raise RowError("bad_goal", f"most_common_goal: {goal!r} is none of {', '.join(LearnerGoal.values)}")
        return CourseReviewRecord(
            course_key=key,
            reviews_count=_integer(cells, "reviews_count"),
            avg_course_rating=_number(cells, "avg_course_rating", below=10),
            confident_learners_percentage=_number(cells, "confident_learners_percentage", below=1000),
            most_common_goal=goal,
            most_common_goal_learners_percentage=_number(cells, "most_common_goal_learners_percentage", below=1000),
            total_enrollments=_integer(cells, "total_enrollments"),
        )


def _number(cells: Cells, name: str, below: int) -> Decimal:
    """Return a number that is not negative, to six places."""
    try:
        number = Decimal(cells[name] or "").quantize(_SIX_PLACES)
    except InvalidOperation as error:
        raise RowError("bad_number", f"{name}: {cells[name]!r} is not a number") from error
    if not number.is_finite() or not 0 <= number < below:
        raise RowError("bad_number", f"{name}: {cells[name]} is not between 0 and {below}")
    return number


def _integer(cells: Cells, name: str) -> int:
    number = _number(cells, name, below=_LARGEST_INTEGER)
    if number != number.to_integral_value():
        raise RowError("bad_number", f"{name}: {cells[name]} is not a whole number")
    return int(number)
