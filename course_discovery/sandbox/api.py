"""The endpoints of the LMS and the e-commerce service: from a request and a catalogue to an answer, without any I/O."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from urllib.parse import parse_qsl, urlencode

from course_discovery.sandbox import tokens
from course_discovery.sandbox.catalogue import Catalogue
from course_discovery.sandbox.faults import Fault
from course_discovery.sandbox.listing import Listing
from course_discovery.sandbox.modes import run_modes
from course_discovery.sandbox.pictures import picture

LMS_COURSES = "/api/courses/v1/courses"
ORGANIZATIONS = "/api/organizations/v0/organizations"
LMS_MODES = "/api/commerce/v1/courses"
LMS_RUN_MODES = "/api/course_modes/v1/courses"
ECOMMERCE_COURSES = "/api/v2/courses"
PRODUCTS = "/api/v2/products"
TOKEN = "/oauth2/access_token"
PROGRAMS = "/api/programs/v1/programs"
COURSE_SUMMARIES = "/analytics/course_summaries"
MARKETING_SITE = "/marketing"
MARKETING_NODES = f"{MARKETING_SITE}/node.json"
MARKETING_LOGIN = f"{MARKETING_SITE}/user"
MEDIA = "/media/"

_PRODUCT_TARGETS = {"Course Entitlement": "entitlements", "Enrollment Code": "enrollment_codes"}
_DEFAULT_PAGE_SIZE = 20
_MAX_PAGE_SIZE = 100


@dataclass(frozen=True)
class Request:
    """A request as the endpoints need it.

    ``headers`` have lower-case names, ``root`` is scheme and host as the client knows them.
    """

    method: str
    path: str
    params: dict[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    root: str = ""

    @property
    def authorization(self) -> str:
        """The header of that name."""
        return self.headers.get("authorization", "")

    @property
    def cookie(self) -> str:
        """All cookies, as they came."""
        return self.headers.get("cookie", "")

    @property
    def content_type(self) -> str:
        """What the body is."""
        return self.headers.get("content-type", "")

    @property
    def page(self) -> int | None:
        """The page number asked for; 1 when none is named, None when it is not a number."""
        text = self.params.get("page", "1")
        return int(text) if text.isdecimal() else None

    @property
    def target(self) -> str:
        """The endpoint's name, as in ``faults.TARGETS``; "unknown" where nothing answers."""
        path = self.path.rstrip("/")
        if path == PRODUCTS:
            return _PRODUCT_TARGETS.get(self.params.get("product_class", ""), "products")
        if path.startswith(LMS_COURSES + "/"):
            return "lms_course"
        if path.startswith(LMS_RUN_MODES + "/"):
            return "lms_run_modes"
        return {
            TOKEN: "token",
            LMS_COURSES: "lms_courses",
            ORGANIZATIONS: "organizations",
            LMS_MODES: "lms_modes",
            ECOMMERCE_COURSES: "ecommerce_courses",
            PROGRAMS: "programs",
            COURSE_SUMMARIES: "course_summaries",
            MARKETING_NODES: "marketing_nodes",
            MARKETING_LOGIN: "marketing_login",
        }.get(path, "unknown")


@dataclass
class Response:
    """An answer; ``body`` is sent as it is."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


def json_response(status: int, value: Any, **headers: str) -> Response:
    """An answer with a JSON body."""
    return Response(status, json.dumps(value, ensure_ascii=False).encode(), headers)


def unauthenticated(request: Request) -> Response | None:
    """The refusal of a request without a token; None for one that has one, whatever it is."""
    scheme, _, token = request.authorization.partition(" ")
    if scheme in ("JWT", "Bearer") and token.strip():
        return None
    return Response(
        401,
        b'{"detail": "Authentication credentials were not provided."}',
        {"WWW-Authenticate": 'JWT realm="api"'},
    )


def answer(request: Request, catalogue: Catalogue, short: Fault | None = None) -> Response:
    """What the platform answers; ``short`` is what is wrong with a page: it lacks rows, or the listing has no end."""
    if request.path.startswith(MEDIA):
        if uploaded := catalogue.uploads.get(request.path):
            return Response(200, uploaded.content, content_type=uploaded.content_type)
        return Response(200, picture(request.path), content_type="image/svg+xml")
    target = request.target
    if target == "unknown":
        return json_response(404, {"detail": "Not found."})
    if request.method != ("POST" if target == "token" else "GET"):
        return json_response(405, {"detail": f'Method "{request.method}" not allowed.'})
    if target == "token":
        return _token(request)
    if stranger := unauthenticated(request):
        return stranger
    if target == "lms_course":
        return _lms_course(request, catalogue)
    if target == "lms_modes":
        return _all_modes(catalogue, short)
    if target == "lms_run_modes":
        return _modes_of_run(request, catalogue)
    if target == "lms_courses":
        return _page(request, [catalogue.lms_course_runs], short, envelope="pagination")
    if target == "programs":
        return _page(request, [catalogue.legacy.programs], short)
    if target == "organizations":
        return _page(request, [catalogue.organizations], short)
    if target == "ecommerce_courses":
        with_products = request.params.get("include_products", "").lower() in ("true", "1")
        return _page(request, [catalogue.ecommerce_courses], short, leave_out="" if with_products else "products")
    if target == "products" and "product_class" in request.params:
        return _page(request, [], short)
    listings = {"entitlements": [catalogue.entitlements], "enrollment_codes": [catalogue.enrollment_codes]}
    return _page(request, listings.get(target, [catalogue.entitlements, catalogue.enrollment_codes]), short)


def _token(request: Request) -> Response:
    form = dict(parse_qsl(request.body.decode("utf-8", "replace")))
    if form.get("grant_type") != "client_credentials":
        return json_response(400, {"error": "unsupported_grant_type"})
    client_id, client_secret = form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, credentials = request.authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, client_secret = base64.b64decode(credentials).decode().partition(":")
        except ValueError:
            client_id = ""
    if not client_id or not client_secret:
        return json_response(401, {"error": "invalid_client"})
    return json_response(
        200,
        {
            "access_token": tokens.access_token(client_id, f"{request.root}/oauth2"),
            "expires_in": tokens.LIFETIME_SECONDS,
            "token_type": "JWT" if form.get("token_type", "").lower() == "jwt" else "Bearer",
            "scope": "read write profile email",
        },
    )


def _lms_course(request: Request, catalogue: Catalogue) -> Response:
    key = request.path[len(LMS_COURSES) + 1 :].rstrip("/")
    try:
        row = catalogue.lms_course_runs.get(key)
        return json_response(200, row | {"overview": catalogue.overview(key)})
    except KeyError:
        return json_response(404, {"developer_message": "Course not found.", "error_code": "course_does_not_exist"})


def _all_modes(catalogue: Catalogue, short: Fault | None) -> Response:
    """All runs with modes in one list, without pages."""
    stop = len(catalogue.modes)
    if short:
        stop = stop // 2 if short.rows is None else min(stop, short.rows)
    return Response(200, b"[" + b", ".join(catalogue.modes.encoded(0, stop)) + b"]")


def _modes_of_run(request: Request, catalogue: Catalogue) -> Response:
    """A run without modes, or that nobody knows, has an empty list."""
    try:
        row = catalogue.modes.get(request.path[len(LMS_RUN_MODES) + 1 :].rstrip("/"))
    except KeyError:
        return json_response(200, [])
    return json_response(200, run_modes(row))


def _page_link(request: Request, page: int) -> str:
    return f"{request.root}{request.path}?{urlencode(request.params | {'page': str(page)})}"


def _page(
    request: Request, listings: list[Listing], short: Fault | None, envelope: str = "", leave_out: str = ""
) -> Response:
    """A page of the rows of one listing after another. ``envelope`` names the object that holds count and links."""
    count = sum(len(listing) for listing in listings)
    size_text = request.params.get("page_size", "")
    size = min(int(size_text), _MAX_PAGE_SIZE) if size_text.isdecimal() and int(size_text) else _DEFAULT_PAGE_SIZE
    pages = max(ceil(count / size), 1)
    page = request.page
    if page and short and short.kind == "growing":
        count, pages = size * (page + 1), page + 1
        start, stop = 0, size
    elif page is None or not 1 <= page <= pages:
        return json_response(404, {"detail": "Invalid page."})
    else:
        start, stop = (page - 1) * size, min(page * size, count)
    if short and short.kind == "short":
        stop = start + min(stop - start, (stop - start) // 2 if short.rows is None else short.rows)
    rows: list[bytes] = []
    before = 0
    for listing in listings:
        rows += listing.encoded(max(start - before, 0), max(stop - before, 0))
        before += len(listing)
    if leave_out:
        kept = ({name: value for name, value in json.loads(row).items() if name != leave_out} for row in rows)
        rows = [json.dumps(row, ensure_ascii=False).encode() for row in kept]
    links: dict[str, Any] = {
        "count": count,
        "next": _page_link(request, page + 1) if page < pages else None,
        "previous": _page_link(request, page - 1) if page > 1 else None,
    }
    head = {envelope: links | {"num_pages": pages}} if envelope else links
    return Response(200, json.dumps(head).encode()[:-1] + b', "results": [' + b", ".join(rows) + b"]}")
