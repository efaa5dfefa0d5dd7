"""Runs of which another system does not know yet what was changed here: what it lists would take that back."""

from collections.abc import Collection
from datetime import datetime

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.data_loading.rules.event_times import surely_listed
from course_discovery.apps.publisher.choices import OutboundSystem
from course_discovery.apps.publisher.selectors.outbound_pushes import unheard

CODE = "not_told_yet"
MESSAGE = "What is listed is older than changes made here, of which the other side is being told: it was not loaded"


def runs_studio_is_told_later(partner: Partner, keys: Collection[str], began: datetime) -> set[str]:
    """Return those of the run keys of which Studio had not heard all when the LMS was begun to be read.

    Card images do not count: the LMS is not believed about them.
    """
    if not keys or not partner.studio_url:
        return set()
    pushes = unheard(partner, OutboundSystem.Studio, surely_listed(began)).exclude(what="image")
    return set(pushes.filter(key__in=keys).values_list("key", flat=True))


def runs_shop_is_told_later(partner: Partner, keys: Collection[str], began: datetime) -> set[str]:
    """Return those of the run keys of which the shop had not heard all when it was begun to be read."""
    if not keys or not partner.ecommerce_api_url:
        return set()
    pushes = unheard(partner, OutboundSystem.Ecommerce, surely_listed(began))
    return set(pushes.filter(key__in=keys).values_list("key", flat=True))


def courses_shop_is_told_later(partner: Partner, course_pks: Collection[int], began: datetime) -> set[int]:
    """Return those of the courses, by the keys of either row, of which that is true of any run."""
    if not course_pks or not partner.ecommerce_api_url:
        return set()
    keys = set(unheard(partner, OutboundSystem.Ecommerce, surely_listed(began)).values_list("key", flat=True))
    if not keys:
        return set()
    runs = CourseRun.everything.filter(course__in=course_pks).values_list("course_id", "key")
    return {course_pk for course_pk, key in runs if key in keys}
