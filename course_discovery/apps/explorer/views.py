"""The page at `/`: a catalogue explorer for staff and newcomers.

It asks the search endpoints of the API and shows their answers, so what a visitor sees is what a client reads. It asks
for the login and the permissions that the API asks for, except in the demo, where it is open.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from rest_framework.permissions import AllowAny

from course_discovery.apps.search.text import without_markup

RESOURCES = {
    "courses": gettext_lazy("Courses"),
    "course_runs": gettext_lazy("Course runs"),
    "programs": gettext_lazy("Programs"),
}
KINDS = {
    "courses": gettext_lazy("Course"),
    "course_runs": gettext_lazy("Course run"),
    "programs": gettext_lazy("Program"),
}
# The route of one of them, and that of the explanation why it is shown or not.
ROUTES = {
    "courses": ("api:v1:course-detail", "api:v1:course-visibility"),
    "course_runs": ("api:v1:course_run-detail", "api:v1:course_run-visibility"),
    "programs": ("api:v1:program-detail", "api:v1:program-visibility"),
}
FACET_LABELS = {
    "subjects": gettext_lazy("Subject"),
    "level_type": gettext_lazy("Level"),
    "organizations": gettext_lazy("Organization"),
    "language": gettext_lazy("Language"),
    "pacing_type": gettext_lazy("Pacing"),
    "type": gettext_lazy("Type"),
    "status": gettext_lazy("Status"),
    "seat_types": gettext_lazy("Seats"),
    "first_enrollable_paid_seat_price": gettext_lazy("Price"),
}
VALUES_SHOWN = 8
PAGE_SIZE = 20


@dataclass
class Page:
    """What the template shows. `error` says in one sentence why there is nothing else."""

    resource: str
    words: str
    selected_values: list[str]
    number: int = 1
    count: int = 0
    hits: list[dict[str, Any]] = field(default_factory=list)
    facets: list[dict[str, Any]] = field(default_factory=list)
    selected: list[dict[str, str]] = field(default_factory=list)
    next: str = ""
    previous: str = ""
    api_url: str = ""
    facets_url: str = ""
    query: str = ""
    error: str = ""

    @property
    def resources(self) -> list[tuple[str, Any]]:
        return list(RESOURCES.items())

    def href(self, **changes: Any) -> str:
        """Return this page's address with some of its parameters changed; changing anything else starts at page 1."""
        values = {"q": self.words, "show": self.resource, "selected_facets": self.selected_values, **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value}, doseq=True)


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """Show one page of hits with their facets; 401 of the API becomes its login, 403 and 400 a page that says why."""
    resource = request.GET.get("show", "courses")
    page = Page(
        resource=resource if resource in RESOURCES else "courses",
        words=request.GET.get("q", "").strip(),
        selected_values=list(dict.fromkeys(request.GET.getlist("selected_facets"))),
        number=int(number) if (number := request.GET.get("page", "1")).isdecimal() and int(number) else 1,
    )
    page.facets_url = _api_url(page, "facets")
    page.api_url = _api_url(page, "list")
    answer = _ask_the_api(request, page.facets_url)
    if answer.status_code == 401:
        return redirect_to_login(request.get_full_path())
    if answer.status_code == 200:
        _fill(page, answer, explains=request.user.is_staff)
    elif answer.status_code == 404 and page.number > 1:
        page.error = _("There is no page %(number)d of these results.") % {"number": page.number}
    else:
        page.error = _reason(answer.data)
    return render(request, "explorer/explore.html", {"page": page}, status=answer.status_code)


def _api_url(page: Page, action: str) -> str:
    parameters: dict[str, Any] = {"q": page.words, "page_size": PAGE_SIZE}
    if action == "facets":
        parameters["selected_facets"] = page.selected_values
    if page.number > 1:
        parameters["page"] = page.number
    query = urlencode({name: value for name, value in parameters.items() if value}, doseq=True)
    return f"{reverse(f'api:v1:search-{page.resource}-{action}')}?{query}"


def _ask_the_api(request: HttpRequest, url: str) -> Any:
    """Answer `url` in this process, as the API would answer the visitor."""
    split = urlsplit(url)
    match = resolve(split.path)
    options = {"permission_classes": (AllowAny,), "throttle_classes": ()} if settings.DISCOVERY_DEMO else {}
    view = match.func.cls.as_view(match.func.actions, **{**match.func.initkwargs, **options})  # type: ignore[attr-defined]
    original, path_info = request.GET, (request.path, request.path_info)
    try:
        # The view reads the same request with the address of the API: session, host and language stay.
        request.GET = QueryDict(split.query)  # type: ignore[assignment]
        request.META["QUERY_STRING"] = split.query
        request.path = request.path_info = split.path
        return view(request, *match.args, **match.kwargs)
    finally:
        request.GET = original
        request.META["QUERY_STRING"] = original.urlencode()
        request.path, request.path_info = path_info


def _fill(page: Page, answer: Any, explains: bool) -> None:
    objects = answer.data["objects"]
    page.count = objects["count"]
    page.hits = [_hit(page.resource, row, explains) for row in objects["results"]]
    page.next = page.href(page=page.number + 1) if objects["next"] else ""
    page.previous = page.href(page=page.number - 1) if objects["previous"] else ""
    page.query = json.dumps(getattr(answer, "search_body", {}), indent=2, ensure_ascii=False, default=str)
    for name, values in answer.data["fields"].items():
        if name in FACET_LABELS and values:
            page.facets.append({"name": name, "label": FACET_LABELS[name], "values": _values(page, name, values)})
    order = list(FACET_LABELS)
    page.facets.sort(key=lambda facet: order.index(facet["name"]))
    for value in page.selected_values:
        rest = [other for other in page.selected_values if other != value]
        name, _colon, text = value.partition(":")
        label = FACET_LABELS.get(name.removesuffix("_exact"), name)
        page.selected.append({"label": f"{label}: {text}", "href": page.href(selected_facets=rest)})


def _values(page: Page, name: str, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "text": value["text"],
            "count": value["count"],
            "href": page.href(selected_facets=sorted({*page.selected_values, f"{name}_exact:{value['text']}"})),
        }
        for value in values[:VALUES_SHOWN]
    ]


def _hit(resource: str, row: dict[str, Any], explains: bool) -> dict[str, Any]:
    """Return what one result shows; with `explains` a link to the reasons why it is shown."""
    key = row["uuid"] if resource == "programs" else row["key"]
    detail, visibility = ROUTES[resource]
    organizations = row.get("organizations") or [one["name"] for one in row.get("authoring_organizations") or []]
    facts = [
        *(row.get(name) for name in ("type", "level_type", "status", "availability")),
        *_several(row.get("language")),
        *(row.get("languages") or []),
    ]
    return {
        "title": row["title"] or key,
        "key": key,
        "kind": KINDS[resource],
        "href": reverse(detail, args=[key]),
        "visibility_href": reverse(visibility, args=[key]) if explains else "",
        "organizations": ", ".join(organizations) or row.get("org") or "",
        "description": without_markup(row.get("short_description") or row.get("subtitle") or ""),
        "facts": " · ".join(dict.fromkeys(str(fact) for fact in facts if fact)),
    }


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _reason(data: Any) -> str:
    """Turn the body of an error into one sentence."""
    if not isinstance(data, dict):
        return str(data)
    if "detail" in data:
        return str(data["detail"])
    return " ".join(f"{name}: {' '.join(map(str, reasons))}" for name, reasons in data.items())
