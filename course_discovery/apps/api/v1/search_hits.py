"""What the search engine finds, as rows for lists; its refusals and failures as answers of the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from rest_framework.exceptions import APIException, ValidationError

from course_discovery.apps.core.models import Partner
from course_discovery.apps.search.errors import InvalidQuery, InvalidSearch, PartialAnswer, SearchUnavailable
from course_discovery.apps.search.selectors.matching import (
    course_ids_matching,
    course_run_ids_matching,
    course_run_keys_among,
    course_uuids_among,
    program_ids_matching,
)
from course_discovery.rest.ranked import RankedRows

EVERYTHING = "*"


class EngineUnavailable(APIException):
    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The search engine is not available."
    default_code = "search_unavailable"


class EngineAnswerPartial(APIException):
    status_code = HTTPStatus.BAD_GATEWAY
    default_detail = "The search engine could answer only in part."
    default_code = "search_partial"


@contextmanager
def engine_errors_as_answers() -> Iterator[None]:
    """400 {parameter: [reason]} for what makes no sense, 502 and 503 for an engine that fails.

    A query that does not parse also says so under `detail`, in the words that clients know.
    """
    try:
        yield
    except InvalidQuery as error:
        raise ValidationError({"detail": error.detail, error.field: [error.reason]}) from error
    except InvalidSearch as error:
        raise ValidationError({error.field: [error.reason]}) from error
    except PartialAnswer as error:
        raise EngineAnswerPartial from error
    except SearchUnavailable as error:
        raise EngineUnavailable from error


def courses_matching(query: str, courses: QuerySet[Any], partner: Partner) -> RankedRows:
    """Those of the ordered courses that match, in their own order."""
    keys = courses.values_list("pk", flat=True)
    if query.strip() == EVERYTHING:
        return RankedRows(courses, keys)
    with engine_errors_as_answers():
        hits = course_ids_matching(query, partner=partner.short_code)
    return RankedRows(courses, [pk for pk in keys if pk in hits])


def programs_matching(query: str, programs: QuerySet[Any], partner: Partner) -> RankedRows:
    """Those of the ordered programs that match, in their own order."""
    keys = programs.values_list("pk", flat=True)
    if query.strip() == EVERYTHING:
        return RankedRows(programs, keys)
    with engine_errors_as_answers():
        hits = program_ids_matching(query, partner=partner.short_code)
    return RankedRows(programs, [pk for pk in keys if pk in hits])


def runs_matching(
    query: str, runs: QuerySet[Any], partner: Partner, include_restricted: list[str], *, by_relevance: bool
) -> RankedRows:
    """Those of the ordered runs that match: the best first, or in their own order."""
    with engine_errors_as_answers():
        hits = course_run_ids_matching(query, partner=partner.short_code, include_restricted=tuple(include_restricted))
    keys = list(runs.values_list("pk", flat=True))
    first, second = (hits, keys) if by_relevance else (keys, hits)
    others = set(second)
    return RankedRows(runs, [pk for pk in first if pk in others])


def keys_matching(query: str, keys: list[str], partner: Partner | None) -> set[str]:
    """Those of the run keys that name an indexed run of the partner which matches, restricted runs included."""
    if partner is None:
        return set()
    with engine_errors_as_answers():
        return course_run_keys_among(keys, query, partner=partner.short_code)


def uuids_matching(query: str, uuids: list[str], partner: Partner | None) -> set[str]:
    """Those of the UUIDs that name an indexed course of the partner which matches."""
    if partner is None:
        return set()
    with engine_errors_as_answers():
        return course_uuids_among(uuids, query, partner=partner.short_code)
