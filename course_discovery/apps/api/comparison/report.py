"""Compares whole recordings and says what differs, how often, and why if it is on purpose."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from course_discovery.apps.api.comparison import recordings
from course_discovery.apps.api.comparison.differences import Difference, differences
from course_discovery.apps.api.comparison.known import KnownDifference, explanation

EXAMPLES = 3


class Found(NamedTuple):
    """A difference of one object."""

    key: str
    difference: Difference
    known: KnownDifference | None


class ResourceReport(NamedTuple):
    """What the comparison of one resource found; `only_left` and `only_right` are keys of objects on one side."""

    resource: str
    compared: int
    only_left: list[str]
    only_right: list[str]
    found: list[Found]

    def unexplained(self, *, whole: bool) -> int:
        """Differences without a reason. An object that only the right side has is one when both should be whole."""
        missing = len(self.only_left) + (len(self.only_right) if whole else 0)
        return missing + sum(1 for found in self.found if found.known is None)


def compare(left: Path, right: Path) -> Iterator[ResourceReport]:
    """A report a resource. FileNotFoundError if a folder lacks one of the files."""
    for resource in recordings.RESOURCES:
        yield compare_resource(resource, recordings.read(left, resource), recordings.read(right, resource))


def compare_resource(
    resource: str, left: Mapping[str, dict[str, Any]], right: Mapping[str, dict[str, Any]]
) -> ResourceReport:
    shared = [key for key in left if key in right]
    found = [
        Found(key, difference, explanation(resource, difference, left[key], right[key]))
        for key in shared
        for difference in differences(left[key], right[key])
    ]
    return ResourceReport(
        resource,
        len(shared),
        [key for key in left if key not in right],
        [key for key in right if key not in left],
        found,
    )


def lines(report: ResourceReport) -> Iterator[str]:
    """The report in words: one paragraph a field, the most frequent first."""
    yield f"{report.resource}: {report.compared} compared"
    for side, keys in (("left", report.only_left), ("right", report.only_right)):
        if keys:
            yield f"  only in {side}: {len(keys)}, e.g. {', '.join(keys[:EXAMPLES])}"
    groups: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for found in report.found:
        groups[found.difference.path, found.known.reason if found.known else ""].append(found)
    for (path, reason), members in sorted(groups.items(), key=lambda group: (bool(group[0][1]), -len(group[1]))):
        yield f"  {path}: {len(members)} {'on purpose: ' + reason if reason else 'UNEXPLAINED'}"
        for found in members[:EXAMPLES]:
            yield f"    {found.key}: {_short(found.difference.left)} | {_short(found.difference.right)}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 160 else f"{text[:157]}..."
