"""What can be changed on the platform: one line an endpoint, the answers of a system in a file of its own."""

import re
from collections.abc import Callable
from typing import NamedTuple

from course_discovery.sandbox import lms_changes, shop, studio
from course_discovery.sandbox.api import Request, Response, json_response, unauthenticated
from course_discovery.sandbox.catalogue import Catalogue


class Endpoint(NamedTuple):
    """``answer`` takes the request, the catalogue and the groups of ``path``, a pattern for all of a path.

    ``target`` names it for faults and in the request log; it stands in ``faults.TARGETS``.
    """

    method: str
    path: str
    target: str
    answer: Callable[..., Response]


# The first that fits answers.
ENDPOINTS = (
    Endpoint("POST", "/api/v1/course_runs/", "studio_runs", studio.create_run),
    Endpoint("POST", "/api/v1/course_runs/(.+)/rerun/", "studio_runs", studio.rerun),
    Endpoint("POST", "/api/v1/course_runs/(.+)/images/", "studio_images", studio.set_image),
    Endpoint("GET", "/api/v1/course_runs/(.+)/", "studio_runs", studio.show_run),
    Endpoint("PATCH", "/api/v1/course_runs/(.+)/", "studio_runs", studio.update_run),
    Endpoint("POST", "/api/v2/publication/", "publication", shop.publish),
    Endpoint("POST", "/api/course_modes/v1/courses/(.+)/", "lms_new_modes", lms_changes.add_mode),
    Endpoint("GET", "/api/organizations/v0/organizations/([^/]+)/", "organization", lms_changes.show_organization),
    Endpoint("PUT", "/api/organizations/v0/organizations/([^/]+)/", "organization", lms_changes.put_organization),
)


def find(request: Request) -> Endpoint | None:
    """The endpoint for a request; None where it is none of these."""
    return next(
        (
            endpoint
            for endpoint in ENDPOINTS
            if endpoint.method == request.method and re.fullmatch(endpoint.path, request.path)
        ),
        None,
    )


def answer(endpoint: Endpoint, request: Request, catalogue: Catalogue) -> Response:
    """What the endpoint answers; 400 with the reason for a body that it cannot make sense of."""
    if stranger := unauthenticated(request):
        return stranger
    match = re.fullmatch(endpoint.path, request.path)
    try:
        return endpoint.answer(request, catalogue, *(match.groups() if match else ()))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return json_response(400, {"detail": f"{type(error).__name__}: {error}"})
