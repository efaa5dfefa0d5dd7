"""Studio: runs are made, repeated and changed there, and show in the LMS at once."""

import json
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from course_discovery.sandbox.api import MEDIA, Request, Response, json_response
from course_discovery.sandbox.catalogue import Catalogue, Upload
from course_discovery.sandbox.listing import Row

# When a run starts that was made without a date.
DEFAULT_START = "2030-01-01T00:00:00Z"
_DATES = ("start", "end", "enrollment_start", "enrollment_end")
_PACING = {"self_paced": "self", "instructor_paced": "instructor"}
_ROLES = ("instructor", "staff")


def create_run(request: Request, catalogue: Catalogue) -> Response:
    """Make a run of what the body says."""
    return _add_run(request, catalogue, {})


def rerun(request: Request, catalogue: Catalogue, source_key: str) -> Response:
    """Make a run with the content of another one, and of what the body says."""
    if source_key not in catalogue.lms_course_runs:
        return _not_found()
    return _add_run(request, catalogue, catalogue.lms_course_runs.get(source_key))


def show_run(request: Request, catalogue: Catalogue, key: str) -> Response:
    """A run as Studio shows it."""
    if key not in catalogue.lms_course_runs:
        return _not_found()
    return json_response(200, _studio_run(catalogue, key))


def update_run(request: Request, catalogue: Catalogue, key: str) -> Response:
    """Change what the body names. Organization, number and run are the key's and stay, and so does the team."""
    if key not in catalogue.lms_course_runs:
        return _not_found()
    body = json.loads(request.body)
    if errors := _errors(body):
        return json_response(400, errors)
    changes = {name: value for name, value in body.items() if name != "team"}
    return json_response(200, _store(catalogue, _studio_run(catalogue, key), changes))


def set_image(request: Request, catalogue: Catalogue, key: str) -> Response:
    """Take the file in the form field ``card_image`` as the picture of the run."""
    if key not in catalogue.lms_course_runs:
        return _not_found()
    upload = _file(request, "card_image")
    if upload is None or not upload.content_type.startswith("image/"):
        return json_response(400, {"card_image": ["No file was submitted."]})
    path = f"{MEDIA}studio/{key}"
    catalogue.uploads[path] = upload
    media = catalogue.lms_course_runs.get(key)["media"]
    catalogue.lms_course_runs.change(key, media=media | _pictures(path, request.root))
    run = _studio_run(catalogue, key) | {"images": {"card_image": request.root + path}}
    return json_response(200, _store(catalogue, run, {}))


def _add_run(request: Request, catalogue: Catalogue, source: Row) -> Response:
    body = json.loads(request.body)
    errors: dict[str, Any] = {
        name: ["This field is required."] for name in ("title", "org", "number", "run") if not body.get(name)
    }
    if errors := errors | _errors(body):
        return json_response(400, errors)
    key = f"course-v1:{body['org']}+{body['number']}+{body['run']}"
    if key in catalogue.lms_course_runs:
        return json_response(400, {"run": [f"Course run {key} already exists"]})
    path = f"{MEDIA}studio/{key}"
    row: Row = {
        "blocks_url": f"{request.root}/api/courses/v2/blocks/?course_id={key.replace('+', '%2B')}",
        "effort": source.get("effort"),
        "media": source.get("media") or {"course_video": {"uri": None}} | _pictures(path, request.root),
        "short_description": source.get("short_description"),
        "mobile_available": False,
        "hidden": False,
        "invitation_only": False,
        "license": source.get("license"),
        "id": key,
        "course_id": key,
        "org": body["org"],
        "number": body["number"],
        "name": body["title"],
        "pacing": "instructor",
        **dict.fromkeys(_DATES),
        "start": DEFAULT_START,
        "start_display": None,
        "start_type": "empty",
    }
    catalogue.lms_course_runs.add(row)
    return json_response(201, _store(catalogue, _studio_run(catalogue, key), body))


def _store(catalogue: Catalogue, run: Row, changes: Row) -> Row:
    """Change a run, in Studio and as the LMS lists it."""
    run |= {name: changes[name] for name in ("title", "pacing_type", "team") if name in changes}
    run["schedule"] |= {name: value for name, value in (changes.get("schedule") or {}).items() if name in _DATES}
    if run["id"] in catalogue.studio_runs:
        catalogue.studio_runs.change(run["id"], **run)
    else:
        catalogue.studio_runs.add(run)
    catalogue.lms_course_runs.change(
        run["id"], name=run["title"], pacing=_PACING[run["pacing_type"]], **run["schedule"]
    )
    return run


def _studio_run(catalogue: Catalogue, key: str) -> Row:
    if key in catalogue.studio_runs:
        return catalogue.studio_runs.get(key)
    row = catalogue.lms_course_runs.get(key)
    return {
        "id": key,
        "title": row["name"],
        "org": row["org"],
        "number": row["number"],
        "run": key.replace("/", "+").rsplit("+", 1)[-1],
        "pacing_type": "self_paced" if row["pacing"] == "self" else "instructor_paced",
        "schedule": {name: row[name] for name in _DATES},
        "team": [],
        "images": {"card_image": row["media"]["image"]["raw"]},
    }


def _errors(body: Row) -> dict[str, Any]:
    """What is wrong with a body, by field."""
    errors: dict[str, Any] = {}
    if body.get("pacing_type", "self_paced") not in _PACING:
        errors["pacing_type"] = [f'"{body["pacing_type"]}" is not a valid choice.']
    if not all(member["user"] and member["role"] in _ROLES for member in body.get("team", ())):
        errors["team"] = ["Course team user does not exist"]
    return errors


def _pictures(path: str, root: str) -> Row:
    url = root + path
    return {
        "banner_image": {"uri": path, "uri_absolute": url},
        "course_image": {"uri": path},
        "image": {"raw": url, "small": url, "large": url},
    }


def _file(request: Request, field: str) -> Upload | None:
    head = f"Content-Type: {request.content_type}\r\n\r\n".encode()
    form = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + request.body)
    for part in form.iter_parts():
        if part.get_param("name", header="Content-Disposition") == field and part.get_filename():
            return Upload(part.get_content(), part.get_content_type())
    return None


def _not_found() -> Response:
    return json_response(404, {"detail": "Not found."})
