"""Differences that are there on purpose, as rules over requests and values. docs/compatibility.rst tells the same."""

from typing import Any

from bin.recorded import later
from bin.recorded.cases import Answer, Case, CaseDifference, Explained, Verdict
from course_discovery.apps.api.comparison.differences import Difference
from course_discovery.apps.api.comparison.known import explanation


def explain(case: Case, difference: CaseDifference, answer: Answer | None = None) -> Explained:
    if difference.what == "value" and (waits_for := later.awaited_value(difference.where, difference.got)):
        return Explained(difference, Verdict.SKIPPED, f"needs {waits_for}")
    return Explained(difference, Verdict.UNEXPLAINED, "")


def explain_value(resource: str, found: Difference, recorded: dict[str, Any], ours: dict[str, Any]) -> Explained:
    """A differing value of a course, run or organization."""
    difference = CaseDifference("value", found.left, found.right, found.path)
    known = explanation(resource, found, recorded, ours)
    if known is not None:
        return Explained(difference, Verdict.KNOWN, known.name)
    if waits_for := later.awaited_value(found.path, found.right):
        return Explained(difference, Verdict.SKIPPED, f"needs {waits_for}")
    return Explained(difference, Verdict.UNEXPLAINED, "")
