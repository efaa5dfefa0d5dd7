"""What the data warehouse knows of courses. It knows nothing of partners: courses of all of them are found."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from django.utils import timezone

from course_discovery.apps.course_metadata.models import Course, CourseReview
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk import create_rows, update_rows
from course_discovery.apps.data_loading.loaders.stamps import stamp_courses
from course_discovery.apps.data_loading.outcome import UPDATED, Outcome
from course_discovery.apps.data_loading.records import CourseLengthRecord, CourseReviewRecord

logger = logging.getLogger(__name__)


class CourseLengthLoader(Loader[CourseLengthRecord]):
    """Sets the length of courses, on both rows. Courses that are not told of keep theirs."""

    def load(self, records: Sequence[CourseLengthRecord]) -> Outcome:
        outcome = Outcome()
        rows: defaultdict[UUID, list[Course]] = defaultdict(list)
        for course in Course.everything.filter(uuid__in=[record.uuid for record in records]):
            rows[course.uuid].append(course)
        for record in records:
            if record.uuid not in rows:
                message = f"There is no course with the UUID {record.uuid}"
                logger.warning("%s", message)
                outcome.skip(str(record.uuid), "unknown_course", message)
            elif all(row.course_length == record.length for row in rows[record.uuid]):
                outcome.unchanged += 1
            else:
                outcome.updated += 1
                for row in rows[record.uuid]:
                    row.course_length = record.length
        changed = {row.pk for row in update_rows(Course, [row for each in rows.values() for row in each], outcome)}
        stamp_courses(changed)
        outcome.touch(Course, changed)
        return outcome


class CourseReviewLoader(Loader[CourseReviewRecord]):
    """Creates and updates reviews, which are known by the key of the course. None is ever taken away."""

    def load(self, records: Sequence[CourseReviewRecord]) -> Outcome:
        outcome = Outcome()
        stored = CourseReview.objects.in_bulk([record.course_key for record in records])
        new: dict[str, CourseReview] = {}
        changed: list[CourseReview] = []
        columns = [field for field in CourseReviewRecord.__dataclass_fields__ if field != "course_key"]
        for record in records:
            values = asdict(record)
            review = stored.get(record.course_key)
            if record.course_key in new or review in changed:
                message = f"The course {record.course_key} is told of more than once"
                logger.error("%s", message)
                outcome.fail(record.course_key, "repeated", message)
            elif review is None:
                new[record.course_key] = CourseReview(**values)
                outcome.created += 1
            elif any(getattr(review, name) != values[name] for name in columns):
                for name in columns:
                    setattr(review, name, values[name])
                review.modified = timezone.now()
                changed.append(review)
                outcome.updated += 1
            else:
                outcome.unchanged += 1
        create_rows(CourseReview, list(new.values()), ("course_key",), outcome, history=False)
        if changed:
            CourseReview.objects.bulk_update(changed, [*columns, "modified"])
            outcome.wrote(CourseReview, UPDATED, len(changed))
        return outcome
