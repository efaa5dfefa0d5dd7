"""Whole responses kept for a while, each for one caller and one generation of the catalogue."""

import hashlib
import json
import zlib
from collections.abc import Callable
from functools import wraps
from typing import Any

import waffle
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from course_discovery.rest import data_version

View = Callable[..., Any]


def cached_response(method: View) -> View:
    """Keeps what a view's `list` or `retrieve` answers: JSON of status 200, compressed, for API_CACHE_SECONDS.

    The key holds everything an answer depends on: the view, its address with host and every parameter, the language,
    the caller with their rights, and the catalogue's generation. So nobody is served another's links or rights, and
    finding an entry costs no query of the catalogue. A waffle flag `compressed_cache.<ViewClass>.<method>` that
    exists and is not active for the request switches it off; a view may veto with `may_cache(request)`.
    """

    @wraps(method)
    def cached(view: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
        if not _applies(view, request, method.__name__):
            return method(view, request, *args, **kwargs)
        key = _key(view, request, method.__name__, kwargs)
        stored = cache.get(key)
        if stored is not None:
            return HttpResponse(zlib.decompress(stored), content_type="application/json")
        response = method(view, request, *args, **kwargs)
        if isinstance(response, Response) and response.status_code == 200:

            def keep(rendered: Any) -> None:
                # Returns nothing: what a callback returns, Django takes for another response.
                cache.set(key, zlib.compress(rendered.content), settings.API_CACHE_SECONDS)

            response.add_post_render_callback(keep)
        return response

    return cached


def _applies(view: Any, request: Request, method: str) -> bool:
    if not settings.USE_API_CACHING or request.method != "GET" or request.accepted_renderer.format != "json":
        return False
    if not getattr(view, "may_cache", lambda request: True)(request):
        return False
    flag = waffle.get_waffle_flag_model().get(f"compressed_cache.{type(view).__name__}.{method}")
    return flag.pk is None or bool(flag.is_active(request))


def _key(view: Any, request: Request, method: str, kwargs: dict[str, Any]) -> str:
    parts = [
        type(view).__qualname__,
        method,
        request.build_absolute_uri(request.path),
        sorted((name, request.query_params.getlist(name)) for name in request.query_params),
        sorted(kwargs.items()),
        get_language(),
        _caller(request),
        data_version.current(),
    ]
    return "api:" + hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def _caller(request: Request) -> list[Any]:
    """Who asks and with what rights: a group joined or left is another key."""
    user = request.user
    if not user.is_authenticated:
        return []
    groups = [] if user.is_staff else sorted(user.groups.values_list("pk", flat=True))
    return [user.pk, user.get_username(), user.is_staff, user.is_superuser, user.referral_tracking_id, groups]
