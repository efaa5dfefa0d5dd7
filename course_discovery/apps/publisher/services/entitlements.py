"""What a course sells by itself."""

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, SeatType
from course_discovery.apps.publisher.rules.switching import entitlement_error
from course_discovery.apps.publisher.services.changes import check_prices, write_changes


def create_entitlement(draft_course: Course, prices: Mapping[str, Decimal]) -> None:
    """Give a new draft course the entitlement of its type, free if `prices` (by seat type slug) do not name it.

    Raises ValidationError for a bad price.
    """
    check_prices(prices)
    kinds = _kinds(draft_course)
    if kinds:
        # A course row has at most one.
        kind = next((kind for kind in kinds if kind.slug in prices), kinds[0])
        _new(draft_course, kind, prices.get(kind.slug, Decimal(0))).save()


@transaction.atomic
def update_entitlement(draft_course: Course, prices: Mapping[str, Decimal]) -> bool:
    """Make the entitlement of a draft course one that its type has, and tell whether anything changed.

    An entitlement that the type has keeps what `prices` do not name; one that it does not have goes. Raises
    ValidationError for a bad price, and for a switch that learners must not meet.
    """
    check_prices(prices)
    kinds = _kinds(draft_course)
    present = next(iter(draft_course.entitlements.all()), None)
    priced = [kind for kind in kinds if kind.slug in prices]
    if not priced:
        if present is None or present.mode_id in {kind.pk for kind in kinds}:
            return False
        present.delete()
        return True
    kind = next((kind for kind in priced if present and kind.pk == present.mode_id), priced[0])
    if present is None or kind.pk != present.mode_id:
        _refuse_switch(draft_course, present, kind)
    if present is None:
        _new(draft_course, kind, prices[kind.slug]).save()
        return True
    return bool(write_changes(present, {"mode": kind, "price": prices[kind.slug]}))


def _kinds(course: Course) -> list[SeatType]:
    return sorted(course.type.entitlement_types.all(), key=lambda kind: kind.pk) if course.type else []


def _new(course: Course, kind: SeatType, price: Decimal) -> CourseEntitlement:
    return CourseEntitlement(course=course, draft=True, partner_id=course.partner_id, mode=kind, price=price)


def _refuse_switch(course: Course, present: CourseEntitlement | None, kind: SeatType) -> None:
    current = present.mode.slug if present else None
    if error := entitlement_error(course.official_version is not None, current, kind.slug):
        raise ValidationError(error)
