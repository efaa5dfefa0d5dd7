"""Learner pathways: steps, each with courses, programs and blocks of courses to choose from."""

from course_discovery.apps.learner_pathway.models.nodes import (
    LearnerPathwayBlock,
    LearnerPathwayCourse,
    LearnerPathwayNode,
    LearnerPathwayProgram,
)
from course_discovery.apps.learner_pathway.models.pathway import LearnerPathway, LearnerPathwayStep

__all__ = [
    "LearnerPathway",
    "LearnerPathwayBlock",
    "LearnerPathwayCourse",
    "LearnerPathwayNode",
    "LearnerPathwayProgram",
    "LearnerPathwayStep",
]
