"""What a course sells by itself."""

from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, CourseRun, SeatType
from course_discovery.apps.course_metadata.rules.entitlement import Offer, inferred_entitlement
from course_discovery.apps.course_metadata.signals import offer_made_official


def create_missing_entitlement(course: Course) -> CourseEntitlement | None:
    """Give a course without entitlement the one that its active runs agree on, or its last run if none is active.

    Returns None when they do not agree. The entitlement is draft or official as the course is; for an official one
    `offer_made_official` is sent, so call it inside a transaction.
    """
    runs: list[CourseRun] = course.active_course_runs or list(course.course_runs.order_by("pk"))[-1:]
    offer = inferred_entitlement(
        [[Offer(seat.type_id, seat.price, seat.currency_id) for seat in run.seats.all()] for run in runs]
    )
    if offer is None:
        return None
    entitlement = CourseEntitlement.everything.create(
        course=course,
        draft=course.draft,
        partner_id=course.partner_id,
        mode=SeatType.objects.get(slug=offer.mode),
        price=offer.price,
        currency_id=offer.currency,
    )
    if not course.draft and course.canonical_course_run:
        offer_made_official.send(CourseRun, instance=course.canonical_course_run)
    return entitlement
