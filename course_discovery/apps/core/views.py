"""Liveness of the service, and a CSRF token for single-page applications."""

import logging

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

OK = "OK"
UNAVAILABLE = "UNAVAILABLE"


@never_cache
@require_safe
@transaction.non_atomic_requests
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503; both say so of the whole and of the database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        database = OK
    except DatabaseError:
        logger.exception("The database does not answer.")
        database = UNAVAILABLE
    body = {"overall_status": database, "detailed_status": {"database_status": database}}
    return JsonResponse(body, status=200 if database == OK else 503)


@require_safe
def csrf_token(request: HttpRequest) -> JsonResponse:
    """The token that a single-page application sends back with its writes."""
    return JsonResponse({"csrfToken": get_token(request)})
