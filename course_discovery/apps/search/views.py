"""Readiness of the service."""

import logging

from django.db import DatabaseError, transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from course_discovery.apps.core.views import OK, UNAVAILABLE
from course_discovery.apps.search.selectors.health import index_states, last_verification

logger = logging.getLogger(__name__)

# Every request is answered, but some answers are not what they should be.
DEGRADED = "DEGRADED"


@never_cache
@require_safe
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database and search answer and every alias has an index, else 503.

    `DEGRADED` (200) asks for work: an index was made for another mapping, or the last comparison of the index with the
    database failed or found drift that was not mended.
    """
    try:
        verification, database = last_verification(), OK
    except DatabaseError:
        logger.exception("The database does not answer.")
        verification, database = None, UNAVAILABLE
    states = index_states()
    whole = states is not None and all(state["index"] for state in states.values())
    search = OK if whole else UNAVAILABLE
    drifted = bool(
        verification and (verification["failed"] or (verification["drift"] and not verification["repaired"]))
    )
    if UNAVAILABLE in (database, search):
        overall = UNAVAILABLE
    else:
        outdated = any(state["outdated"] for state in (states or {}).values())
        overall = DEGRADED if outdated or drifted else OK
    body = {
        "overall_status": overall,
        "detailed_status": {"database_status": database, "search_status": search},
        "indexes": states,
        "verification": verification,
    }
    return JsonResponse(body, status=503 if overall == UNAVAILABLE else 200)
