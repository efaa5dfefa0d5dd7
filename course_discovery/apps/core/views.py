"""Liveness of the service, a CSRF token for single-page applications, and accounts for tests in browsers."""

import logging
import secrets

from django.conf import settings
from django.contrib.auth import login
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from course_discovery.apps.core.models import User

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


class AutoAuth(View):
    """A new superuser at every call, logged in, where ENABLE_AUTO_AUTH says so: for tests only."""

    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.ENABLE_AUTO_AUTH:
            raise Http404
        name = settings.AUTO_AUTH_USERNAME_PREFIX + secrets.token_hex(10)
        user = User.objects.create_superuser(name, password=name)
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponseRedirect("/")
