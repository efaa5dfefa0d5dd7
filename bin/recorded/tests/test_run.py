"""The whole command with a platform of two runs and a recording of a few cases."""

import gzip
import json
from argparse import Namespace

import pytest

from bin.recorded import installation
from bin.recorded.run import run

LMS_ROW = {
    "effort": "2-4 hours/week",
    "short_description": "What lives in a reef.",
    "pacing": "self",
    "mobile_available": True,
    "hidden": False,
    "enrollment_start": None,
    "enrollment_end": None,
    "media": {},
}
RUNS = [
    LMS_ROW | {"id": "course-v1:ReefX+R1+2030", "name": "Reef Ecology", "org": "ReefX", "number": "R1",
               "start": "2030-01-01T00:00:00Z", "end": "2030-12-01T00:00:00Z"},
    LMS_ROW | {"id": "course-v1:ReefX+S1+2029", "name": "Sea Law", "org": "ReefX", "number": "S1",
               "start": "2029-01-01T00:00:00Z", "end": "2029-12-01T00:00:00Z"},
]  # fmt: skip
PRODUCTS = [
    {
        "course_key": "ReefX+R1", "title": "Reef Ecology", "level": "Introductory", "subjects": ["Biology"],
        "languages": ["English"], "transcript_languages": ["English"], "weeks_to_complete": 5, "enrollment_count": 7,
        "short_description": "<p>Corals.</p>", "full_description": "<p>All about corals.</p>", "outcome": None,
    }
]  # fmt: skip
EXTRA = {
    "level_types": [{"name": "Introductory", "sort_value": 1}],
    "subjects": [{"name": "Biology", "slug": "biology", "uuid": "7b04c5c0-e19e-5cfd-9fdb-bb95d61e850c"}],
    "language_codes": {"English": "en"},
    "run_effort": {"course-v1:ReefX+R1+2030": [2, 4]},
    "run_status": {"course-v1:ReefX+S1+2029": "unpublished"},
    "active_url_slugs": {"ReefX+R1": "reef-ecology"},
}
README = """Clock: 2030-05-06, 07:01 UTC; freeze it at 07:05.
Host `reef.example.org` is site 1, partner `reef` ("Reef", marketing root https://www.example.org/)."""


def case(name, path, status=200, count=None, keys=None, **more):
    return {
        "id": name, "method": "GET", "path": path, "user": "admin", "body": None, "host": "reef.example.org",
        "status": status, "count": count, "keys": keys, "next": None, "previous": None, **more,
    }  # fmt: skip


CASES = [
    case("found", "/api/v1/search/courses/?q=corals", count=1, keys=["course:ReefX+R1"]),
    case("published", "/api/v1/courses/?course_run_statuses=unpublished", count=1, keys=["ReefX+S1"]),
    case("text", "/api/v1/courses/?q=title:reef", count=1, keys=["ReefX+R1"]),
    case("nonsense", "/api/v1/courses/?limit=abc", count=2),
    case("nobody", "/api/v1/courses/", status=401) | {"user": None},
]


@pytest.fixture
def folders(tmp_path):
    catalog, recorded = tmp_path / "catalog", tmp_path / "recorded"
    catalog.mkdir()
    recorded.mkdir()
    for name, rows in (("lms_course_runs", RUNS), ("products", PRODUCTS), ("organizations", [])):
        (catalog / f"{name}.json").write_text(json.dumps(rows))
    (recorded / "README.md").write_text(README)
    (recorded / "extra_data.json").write_text(json.dumps(EXTRA))
    yield recorded, catalog
    installation.drop_indexes()


def asked(folders, cases, capsys):
    recorded, catalog = folders
    with gzip.open(recorded / "search.jsonl.gz", "wt") as file:
        file.writelines(f"{json.dumps(one)}\n" for one in cases)
    told = dict.fromkeys(("host", "partner_code", "partner_name", "marketing_root", "now", "loaded_now"))
    status = run(Namespace(recorded=recorded, catalog=catalog, keep=None, only=None, **told))
    return status, capsys.readouterr().out


@pytest.mark.django_db
def test_what_agrees_or_is_known_ends_well(folders, capsys):
    status, output = asked(folders, CASES, capsys)
    assert status == 0, output
    assert "search: known: parameters: status: 1 cases" in output
    assert output.splitlines()[-1].split() == ["all", "4", "0", "1", "0"]


@pytest.mark.django_db
def test_what_nobody_can_explain_ends_badly(folders, capsys):
    wrong = [
        case("count", "/api/v1/courses/?q=title:reef", count=2, keys=["ReefX+R1", "ReefX+S1"]),
        case("gone", "/api/v1/nothing/", count=1),
    ]
    status, output = asked(folders, wrong, capsys)
    assert status == 1
    assert "expected 2" in output
    assert output.splitlines()[-1].split() == ["all", "0", "0", "0", "2"]
