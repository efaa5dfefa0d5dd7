"""A folder of JSON files served in place of the demo catalogue."""

import json
from pathlib import Path
from typing import Any

from course_discovery.sandbox.catalogue import Catalogue
from course_discovery.sandbox.listing import Row
from course_discovery.sandbox.modes import modes_rows

_ORGANIZATION_FIELDS = {
    "short_name": ("short_name", "key", "short_code"),
    "name": ("name", "title", "display_name"),
    "description": ("description",),
    "logo": ("logo", "logo_url", "logo_image_url"),
}


def read_rows(path: Path) -> list[Row]:
    """The rows of a file that holds a list, or an object with ``results``; none when there is no such file.

    ValueError, naming the file, for anything else.
    """
    if not path.exists():
        return []
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path} is not JSON: {error}") from error
    rows = content.get("results") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(f"{path} holds neither a list of objects nor an object with such a list in `results`")
    return rows


def _organization(number: int, row: Row) -> Row:
    found: dict[str, Any] = {
        "id": number, "created": None, "modified": None, "name": "", "short_name": "", "description": "", "logo": None,
        "active": True,
    }  # fmt: skip
    for field, names in _ORGANIZATION_FIELDS.items():
        found[field] = next((row[name] for name in names if row.get(name)), found[field])
    return found | {
        name: value for name, value in row.items() if name not in _ORGANIZATION_FIELDS and value is not None
    }


class FolderCatalogue(Catalogue):
    """Rows of ``lms_course_runs.json``, ``organizations.json``, ``ecommerce_courses.json``,
    ``ecommerce_entitlements.json`` and ``ecommerce_enrollment_codes.json``; a missing file is an empty listing.
    Modes are those of ``lms_modes.json`` or, without it, what e-commerce sells.

    Rows are served as they stand, but organizations are completed to the LMS's fields and may call their short name
    ``key``. ValueError says what is wrong with the folder or a file.
    """

    def __init__(self, folder: str | Path):
        folder = Path(folder)
        if not folder.is_dir():
            raise ValueError(f"{folder} is not a folder")
        organizations = read_rows(folder / "organizations.json")
        sold = read_rows(folder / "ecommerce_courses.json")
        modes = folder / "lms_modes.json"
        super().__init__(
            lms_course_runs=read_rows(folder / "lms_course_runs.json"),
            organizations=[_organization(*numbered) for numbered in enumerate(organizations, start=1)],
            ecommerce_courses=sold,
            entitlements=read_rows(folder / "ecommerce_entitlements.json"),
            enrollment_codes=read_rows(folder / "ecommerce_enrollment_codes.json"),
            modes=read_rows(modes) if modes.exists() else modes_rows(sold),
        )
