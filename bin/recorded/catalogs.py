"""Differences of catalogs that are there on purpose."""

import re

from bin.recorded.cases import Answer, Case, CaseDifference
from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.catalogs.selectors.membership import contains_courses
from course_discovery.apps.course_metadata.models import Course, RestrictedCourseRun

_ADDRESS = re.compile(r"^/api/v1/catalogs/(\d+)/")
_LOWER_CASE_OPERATOR = re.compile(" (and|or|not|to) ")


def is_refused_query(case: Case, answer: Answer | None) -> bool:
    """Whether the catalog's stored query does not parse, which used to look like a catalog without courses."""
    return bool(_ADDRESS.match(case.endpoint)) and isinstance(answer and answer.body, dict) and "query" in answer.body


def is_of_another_query(case: Case, difference: CaseDifference) -> bool:
    """Whether less is found because `or` in a stored query is an operator, not a word that many courses have."""
    if not _LOWER_CASE_OPERATOR.search(_query(case, difference)):
        return False
    if difference.where == "courses_count":
        return difference.got < difference.expected
    return case.endpoint.endswith("/contains/") and (difference.expected, difference.got) == (True, False)


def is_order_of_csv(case: Case, difference: CaseDifference) -> bool:
    """Whether the rows of a file, which were in no order, are in that of their keys."""
    return (
        case.endpoint.endswith("/csv/")
        and difference.where.endswith("(order)")
        and difference.got == sorted(difference.got)
    )


def is_without_restricted_runs(case: Case, difference: CaseDifference) -> bool:
    """Whether what is missing are runs that not everybody may take, or courses that are found by them alone."""
    if difference.where == "courses_count" and (catalog := _catalog(case)):
        keys = Course.objects.filter(course_runs__restricted_run__isnull=False).values_list("key", flat=True)
        outside = [key for key, held in contains_courses(catalog, list(keys)).items() if not held]
        return 0 < difference.expected - difference.got <= len(outside)
    if not (case.endpoint.endswith("/csv/") and difference.where.endswith("(members)")):
        return False
    lacking = {*difference.expected} - {*difference.got}
    restricted = RestrictedCourseRun.objects.filter(course_run__key__in=lacking)
    return {*difference.got} < {*difference.expected} and restricted.count() == len(lacking)


def _query(case: Case, difference: CaseDifference) -> str:
    if isinstance(difference.our_object, dict):
        return difference.our_object.get("query") or ""
    catalog = _catalog(case)
    return catalog.query if catalog else ""


def _catalog(case: Case) -> Catalog | None:
    address = _ADDRESS.match(case.endpoint)
    return Catalog.objects.filter(pk=address[1]).first() if address else None
