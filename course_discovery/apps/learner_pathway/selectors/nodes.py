"""Nodes of any type."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Value

from course_discovery.apps.learner_pathway.choices import NodeType
from course_discovery.apps.learner_pathway.models import (
    LearnerPathwayBlock,
    LearnerPathwayCourse,
    LearnerPathwayNode,
    LearnerPathwayProgram,
)

NODES: dict[NodeType, type[LearnerPathwayNode]] = {
    model.NODE_TYPE: model for model in (LearnerPathwayCourse, LearnerPathwayProgram, LearnerPathwayBlock)
}


def node_with_uuid(uuid: UUID) -> LearnerPathwayNode | None:
    """Return the node of whatever type, or None; two queries, one when there is none."""
    found = [_typed(model).filter(uuid=uuid).values_list("type", "pk") for model in NODES.values()]
    for node_type, pk in found[0].union(*found[1:], all=True):
        return NODES[NodeType(node_type)]._default_manager.get(pk=pk)
    return None


def node_counts(step_ids: Collection[int]) -> dict[int, dict[NodeType, int]]:
    """Return how many nodes of each type each step has, by step id; one query."""
    counts = {pk: dict.fromkeys(NodeType, 0) for pk in step_ids}
    if not counts:
        return counts
    of_types = [
        _typed(model).filter(step__in=list(counts)).values("step", "type").annotate(nodes=Count("pk")).order_by()
        for model in NODES.values()
    ]
    for row in of_types[0].union(*of_types[1:], all=True):
        counts[row["step"]][NodeType(row["type"])] = row["nodes"]
    return counts


def _typed(model: type[LearnerPathwayNode]) -> Any:
    """Rows without an order, as a union asks."""
    rows = model._default_manager.order_by()
    return rows.annotate(type=Value(model.NODE_TYPE.value, output_field=CharField()))
