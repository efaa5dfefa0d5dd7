"""The endpoints of old deployments that speak other than the LMS does: analytics, a Drupal site, and pictures."""

from math import ceil
from typing import Any
from urllib.parse import parse_qsl, urlencode

from course_discovery.sandbox.api import MARKETING_LOGIN, MARKETING_SITE, Request, Response, json_response
from course_discovery.sandbox.catalogue import Catalogue
from course_discovery.sandbox.legacy import LegacyRows

ANALYTICS = "/analytics/"
PICTURES = "/pictures/"
_COOKIE = "SESSsandbox=1"
_ADMIN = f"{MARKETING_SITE}/admin"
_SESSION_TOKEN = f"{MARKETING_SITE}/restws/session/token"


def serves(request: Request) -> bool:
    """True for the paths that are answered here."""
    return request.path.startswith((ANALYTICS, PICTURES, f"{MARKETING_SITE}/"))


def answer(request: Request, catalogue: Catalogue) -> Response:
    """What the service at the request's path answers."""
    legacy = catalogue.legacy
    if request.path.startswith(PICTURES):
        content = legacy.pictures.get(request.path)
        return Response(200, content, content_type="image") if content else Response(404, b"", content_type="text/html")
    if request.target == "course_summaries":
        return _course_summaries(request, legacy)
    if request.path.rstrip("/") == MARKETING_LOGIN and request.method == "POST":
        return _log_in(request)
    if _COOKIE not in request.cookie:
        return Response(403, b"<h1>Access denied</h1>", content_type="text/html")
    if request.path == _ADMIN:
        return Response(200, b"<h1>Administration</h1>", content_type="text/html")
    if request.path == _SESSION_TOKEN:
        return Response(200, b"session-token", content_type="text/plain")
    if request.target == "marketing_nodes":
        return _nodes(request, legacy)
    return Response(404, b"<h1>Page not found</h1>", content_type="text/html")


def _course_summaries(request: Request, legacy: LegacyRows) -> Response:
    if not request.authorization.startswith("Token "):
        return json_response(401, {"detail": "Authentication credentials were not provided."})
    return json_response(200, legacy.course_summaries.rows())


def _log_in(request: Request) -> Response:
    """Lets in everybody with a password that is not ``wrong``; Drupal shows the form again to the others."""
    form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
    complete = {"name", "pass", "form_id", "op"} <= set(form) and form["form_id"] == "user_login"
    if not complete or form["pass"] == "wrong":
        return Response(200, b"<p>Unrecognized username or password.</p>", content_type="text/html")
    return Response(302, b"", {"Location": request.root + _ADMIN, "Set-Cookie": f"{_COOKIE}; path=/"}, "text/html")


def _nodes(request: Request, legacy: LegacyRows) -> Response:
    """A page of nodes; pages count from 0, and the links are all that tells how many there are."""
    nodes = legacy.nodes_of(request.params.get("type", ""))
    last = max(ceil(len(nodes) / legacy.nodes_a_page), 1) - 1
    page = int(request.params.get("page", "0"))

    def link(number: int) -> str:
        return f"{request.root}{request.path}?{urlencode(request.params | {'page': str(number)})}"

    body: dict[str, Any] = {"self": link(page), "first": link(0), "last": link(last)}
    start = page * legacy.nodes_a_page
    return json_response(200, body | {"list": nodes[start : start + legacy.nodes_a_page]})
