"""Hits as the index holds them, with what the database alone knows."""

from collections.abc import Mapping
from typing import Any

from rest_framework.serializers import Serializer

from course_discovery.apps.learner_pathway.models import LearnerPathway
from course_discovery.apps.learner_pathway.selectors.pathways import pathways_with_nodes
from course_discovery.apps.search.selectors.course_results import RunChoice, live_courses

Hits = list[dict[str, Any]]
Results = list[dict[str, Any]]
# What shows a learner pathway that was deleted since it was indexed.
_NO_PATHWAY = {"banner_image": None, "card_image": None, "steps": []}


def listed_results(hits: Hits, choice: RunChoice, shown_by: Mapping[str, Serializer]) -> Results:
    """The hits by the serializers of their content types; courses with their runs, pathways with their steps, as now.

    What was deleted since it was indexed is shown as the index knows it.
    """
    whole = "course_runs" in shown_by["course"].fields
    courses = live_courses(ids_of(hits, "course"), choice) if whole else {}
    pathways = _live_pathways(ids_of(hits, "learnerpathway"), choice) if whole else {}
    results: Results = []
    for hit in hits:
        kind, source = hit["_source"]["content_type"], {**hit["_source"], "sort": hit.get("sort")}
        if kind == "course":
            now = courses.get(source["pk"])
            source |= {"course_runs": [], **(vars(now) if now else {})}
        elif kind == "learnerpathway":
            source |= pathways.get(source["pk"], _NO_PATHWAY)
        results.append(shown_by[kind].to_representation(source))
    return results


def _live_pathways(ids: list[int], choice: RunChoice) -> dict[int, dict[str, Any]]:
    if not ids:
        return {}
    pathways = pathways_with_nodes(LearnerPathway.objects.filter(pk__in=ids), choice.include_restricted)
    return {
        pathway.pk: {
            "banner_image": pathway.banner_image,
            "card_image": pathway.card_image,
            "steps": list(pathway.steps.all()),
        }
        for pathway in pathways
    }


def ids_of(hits: Hits, kind: str) -> list[int]:
    """The primary keys of the hits of a content type."""
    return [hit["_source"]["pk"] for hit in hits if hit["_source"]["content_type"] == kind]
