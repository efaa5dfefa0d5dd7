"""What can be changed in the LMS: modes of runs and organizations."""

import json

from course_discovery.sandbox.api import Request, Response, json_response
from course_discovery.sandbox.catalogue import Catalogue


def add_mode(request: Request, catalogue: Catalogue, key: str) -> Response:
    """Give a run a mode that it does not have yet."""
    body = json.loads(request.body)
    missing = [name for name in ("course_id", "mode_slug", "mode_display_name", "currency") if not body.get(name)]
    if missing:
        return json_response(400, {name: ["This field is required."] for name in missing})
    if key not in catalogue.modes:
        catalogue.modes.add({"id": key, "name": None, "verification_deadline": None, "modes": []})
    modes = catalogue.modes.get(key)["modes"]
    if any(mode["name"] == body["mode_slug"] for mode in modes):
        return json_response(400, {"non_field_errors": ["The run has this mode already."]})
    mode = {
        "name": body["mode_slug"],
        "currency": body["currency"],
        "price": body.get("min_price", 0),
        "sku": None,
        "bulk_sku": None,
        "expires": None,
    }
    catalogue.modes.change(key, modes=[*modes, mode])
    return json_response(201, body)


def show_organization(request: Request, catalogue: Catalogue, key: str) -> Response:
    """An organization by its short name."""
    if key not in catalogue.organizations:
        return json_response(404, {"detail": "Not found."})
    return json_response(200, catalogue.organizations.get(key))


def put_organization(request: Request, catalogue: Catalogue, key: str) -> Response:
    """Change an organization, or make one where none has the short name."""
    body = json.loads(request.body)
    short_name = body["short_name"]
    if not body.get("name"):
        return json_response(400, {"name": ["This field may not be blank."]})
    if short_name != key and short_name in catalogue.organizations:
        return json_response(400, {"short_name": ["An organization with this short name exists already."]})
    values = {"name": body["name"], "short_name": short_name, "description": body.get("description")}
    if "logo_url" in body:
        values["logo"] = body["logo_url"]
    if key in catalogue.organizations:
        catalogue.organizations.change(key, **values)
        return json_response(200, catalogue.organizations.get(short_name))
    catalogue.organizations.add(
        {
            "id": len(catalogue.organizations) + 1,
            "created": "2024-09-02T09:00:00Z",
            "modified": "2024-09-02T09:00:00Z",
            "logo": None,
            "active": True,
            **values,
        }
    )
    return json_response(201, catalogue.organizations.get(short_name))
