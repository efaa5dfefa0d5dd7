"""A folder of JSON in place of the demo catalogue."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from course_discovery.sandbox import FolderCatalogue, running_sandbox

from .conftest import TIMEOUT_SECONDS


def write(folder: Path, name: str, content: Any) -> None:
    (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def test_serves_lists_and_objects_with_results(tmp_path: Path) -> None:
    runs = [{"id": f"course-v1:LakeX+BOT{number}+1", "name": "Botány"} for number in range(60)]
    write(tmp_path, "lms_course_runs", runs)
    write(tmp_path, "ecommerce_courses", {"count": 1, "results": [{"id": runs[0]["id"], "products": []}]})
    write(tmp_path, "ecommerce_entitlements", [{"id": 5, "product_class": "Course Entitlement"}])
    with running_sandbox(folder=tmp_path) as platform:

        def get(path: str, **params: Any) -> Any:
            headers = {"Authorization": "JWT a.b.c"}
            response = requests.get(platform.url + path, params=params, headers=headers, timeout=TIMEOUT_SECONDS)
            return response.json()

        second = get("/api/courses/v1/courses/", page=2, page_size=50)
        assert second["results"] == runs[50:]
        assert second["pagination"] | {"previous": ""} == {"count": 60, "num_pages": 2, "next": None, "previous": ""}
        assert get(f"/api/courses/v1/courses/{runs[3]['id']}") == runs[3] | {"overview": ""}
        assert get("/api/v2/courses/", include_products=True)["results"] == [{"id": runs[0]["id"], "products": []}]
        assert get("/api/v2/products/", product_class="Course Entitlement")["count"] == 1
        assert get("/api/v2/products/", product_class="Enrollment Code")["results"] == []
        assert get("/api/organizations/v0/organizations/")["count"] == 0


def test_organizations_may_use_other_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        "organizations",
        [
            {"key": "LakeX", "name": "Lake University", "homepage": "https://lake.example"},
            {"id": 9, "short_name": "HillX", "name": "Hill", "logo": None, "active": False, "description": ""},
        ],
    )
    first, second = FolderCatalogue(tmp_path).organizations.rows()
    assert (first["short_name"], first["name"], first["active"]) == ("LakeX", "Lake University", True)
    assert (first["homepage"], first["id"]) == ("https://lake.example", 1)
    assert (second["id"], second["short_name"], second["active"]) == (9, "HillX", False)


@pytest.mark.parametrize("content", ['{"no": "rows"}', '["text"]', '"text"', "{ not json"])
def test_refuses_other_files(tmp_path: Path, content: str) -> None:
    (tmp_path / "lms_course_runs.json").write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="lms_course_runs.json"):
        FolderCatalogue(tmp_path)


def test_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not a folder"):
        FolderCatalogue(tmp_path / "nowhere")
