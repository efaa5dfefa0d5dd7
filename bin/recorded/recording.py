"""A folder of recorded answers (docs/operations.rst says what lies in it), and what its README tells."""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from bin.recorded.cases import Case

_CLOCK = re.compile(r"Clock:\s*(\d{4}-\d\d-\d\d).*?freeze it at (\d\d:\d\d)(?:.*?`loaded/` at (\d\d:\d\d))?", re.S)
_HOST = re.compile(
    r"Host\s+`([^`]+)`\s+is\s+site\s+1,\s+partner\s+`([^`]+)`\s+\(\"([^\"]+)\",\s+marketing root\s+([^\s)]+)\)"
)


class Unreadable(Exception):
    """A folder is not a recording, or does not tell what has to be known."""


@dataclass(frozen=True)
class Setup:
    """The installation that was asked: its first partner, and its clock while loaded rows and cases were asked."""

    host: str
    partner_code: str
    partner_name: str
    marketing_root: str
    now: datetime
    loaded_now: datetime


@dataclass(frozen=True)
class EngineHits:
    """What the engine found for a case: all keys in order, or the first of them if `whole` is not set."""

    total: int
    keys: list[str]
    whole: bool
    by_score: bool
    # Field and direction of the first sort.
    sort: tuple[str, str] | None = None


class Recording:
    """The files of a folder. FileNotFoundError where one is missing that is asked for."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise Unreadable(f"{folder} is not a folder")
        self.folder = folder

    def setup(self, **told: Any) -> Setup:
        """What the README says; `told` holds fields of Setup that go before it, None where nothing was told."""
        known = {name: value for name, value in told.items() if value is not None}
        readme = self.folder / "README.md"
        text = readme.read_text(encoding="utf-8") if readme.exists() else ""
        if clock := _CLOCK.search(text):
            day, now, loaded = clock.groups()
            known.setdefault("now", datetime.fromisoformat(f"{day}T{now}:00+00:00"))
            known.setdefault("loaded_now", datetime.fromisoformat(f"{day}T{loaded or now}:00+00:00"))
        if host := _HOST.search(" ".join(text.split())):
            for name, value in zip(
                ("host", "partner_code", "partner_name", "marketing_root"), host.groups(), strict=True
            ):
                known.setdefault(name, value)
        missing = [name for name in Setup.__dataclass_fields__ if name not in known]
        if missing:
            options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
            raise Unreadable(f"{readme} does not tell all about the installation; give {options}")
        return Setup(**known)

    @cached_property
    def extra_data(self) -> dict[str, Any]:
        return json.loads((self.folder / "extra_data.json").read_text(encoding="utf-8"))

    def search_cases(self) -> Iterator[Case]:
        for row in self._lines("search.jsonl.gz"):
            yield Case("search", row["id"], row["method"], row["path"], row["user"], row["host"], row["body"], row)

    def access_cases(self) -> Iterator[Case]:
        for row in self._lines("access.jsonl.gz"):
            name = f"{row['method']} {row['path']} as {row['role']}"
            yield Case("access", name, row["method"], row["path"], row["role"], None, None, row)

    def options_cases(self) -> Iterator[Case]:
        for row in self._lines("options.jsonl.gz"):
            yield Case("options", row["name"], "OPTIONS", row["path"], row["user"], None, None, row)

    def listed_cases(self) -> Iterator[tuple[Case, list[Any]]]:
        """The lists and details of `objects/`, except those that hold an object a line; with the recorded pages."""
        index = self.folder / "objects.json"
        for row in json.loads(index.read_text(encoding="utf-8")) if index.exists() else ():
            name = f"{row['name']}.{row['user']}"
            pages = sorted((self.folder / "objects").glob(f"{name}.p*.json.gz"))
            whole = self.folder / "objects" / f"{name}.json.gz"
            bodies = [_json(path) for path in [*pages, *([whole] if whole.exists() else [])]]
            file = self.folder / "objects" / f"{name}.csv.gz"
            if file.exists():
                bodies = [_csv(file)]
            yield Case("objects", name, "GET", row["path"], row["user"], None, None, row), bodies

    def raw(self, case_id: str) -> Any:
        """The whole body of a case, None if it was not kept or is not JSON."""
        path = self.folder / "search_raw" / f"{case_id}.json.gz"
        try:
            return _json(path) if path.exists() else None
        except ValueError:
            return None

    @cached_property
    def other_hosts(self) -> frozenset[str]:
        """The hosts of further partners."""
        site = (self.extra_data.get("second_partner") or {}).get("site")
        return frozenset({site} if site else ())

    @cached_property
    def engine_hits(self) -> dict[str, EngineHits]:
        """By case, for cases that the engine was asked for once."""
        rows = list(self._lines("engine/es_hits.jsonl.gz"))
        several = {name for name, number in Counter(row["id"] for row in rows).items() if number > 1}
        return {
            row["id"]: EngineHits(
                row["total"],
                row.get("keys") or row.get("keys_first_100") or [],
                "keys" in row,
                row["sorted_by"] == "score",
                _first_sort(row["sorted_by"]),
            )
            for row in rows
            if row["id"] not in several
        }

    @cached_property
    def documents(self) -> dict[str, dict[str, Any]]:
        """Every document that the engine had, by `type:key`."""
        found = {}
        for path in sorted((self.folder / "engine").glob("es_docs_*.jsonl.gz")):
            for row in self._lines(f"engine/{path.name}"):
                source = row["_source"]
                found[f"{source['content_type']}:{source.get('key') or source.get('uuid')}"] = source
        return found

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        path = self.folder / name
        if not path.exists():
            return
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    yield json.loads(line)


def _first_sort(sorted_by: Any) -> tuple[str, str] | None:
    if not isinstance(sorted_by, list) or not sorted_by:
        return None
    first = sorted_by[0]
    return (first, "asc") if isinstance(first, str) else next((name, how["order"]) for name, how in first.items())


def _csv(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _json(path: Path) -> Any:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)
