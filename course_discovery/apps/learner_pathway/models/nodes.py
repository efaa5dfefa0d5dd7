import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import UsageKey

from course_discovery.apps.learner_pathway.choices import NodeType
from course_discovery.apps.learner_pathway.models.pathway import LearnerPathwayStep
from course_discovery.apps.learner_pathway.rules import times
from course_discovery.lib.exact_char_field import ExactCharField


def validate_usage_key(value: str) -> None:
    try:
        UsageKey.from_string(value)
    except InvalidKeyError as error:
        raise ValidationError(
            f"{value} is not the key of a block, as block-v1:AlpX+GEO1+2031+type@unit+block@1."
        ) from error


def hours_of_course(course: Any) -> float:
    run = course.advertised_course_run
    return times.course_hours(run.estimated_hours, run.is_active) if run else 0.0


class LearnerPathwayNode(models.Model):
    """Something to complete in a step."""

    NODE_TYPE: ClassVar[NodeType]

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="UUID")

    class Meta:
        abstract = True
        ordering = ["id"]

    @property
    def node_type(self) -> NodeType:
        return self.NODE_TYPE

    @property
    def estimated_hours(self) -> float:
        raise NotImplementedError


class LearnerPathwayCourse(LearnerPathwayNode):
    NODE_TYPE = NodeType.COURSE

    step = models.ForeignKey(LearnerPathwayStep, models.CASCADE, related_name="courses")
    course = models.ForeignKey(
        "course_metadata.Course",
        models.CASCADE,
        related_name="learner_pathway_courses",
        limit_choices_to={"draft": False},
    )

    class Meta(LearnerPathwayNode.Meta):
        unique_together = (("step", "course"),)
        verbose_name = "course of a learner pathway"
        verbose_name_plural = "courses of learner pathways"

    def __str__(self) -> str:
        return f"{self.course.key} in {self.step}"

    @property
    def estimated_hours(self) -> float:
        return hours_of_course(self.course)


class LearnerPathwayProgram(LearnerPathwayNode):
    NODE_TYPE = NodeType.PROGRAM

    step = models.ForeignKey(LearnerPathwayStep, models.CASCADE, related_name="programs")
    program = models.ForeignKey("programs.Program", models.CASCADE, related_name="learner_pathway_programs")

    class Meta(LearnerPathwayNode.Meta):
        unique_together = (("step", "program"),)
        verbose_name = "program of a learner pathway"
        verbose_name_plural = "programs of learner pathways"

    def __str__(self) -> str:
        return f"{self.program.title} in {self.step}"

    @property
    def estimated_hours(self) -> float:
        return sum(hours_of_course(course) for course in self.program.courses.all())


class LearnerPathwayBlock(LearnerPathwayNode):
    NODE_TYPE = NodeType.BLOCK

    step = models.ForeignKey(LearnerPathwayStep, models.CASCADE, related_name="blocks")
    course = models.ForeignKey(
        "course_metadata.Course",
        models.CASCADE,
        related_name="learner_pathway_blocks",
        limit_choices_to={"draft": False},
    )
    block_id = ExactCharField(
        max_length=255, validators=[validate_usage_key], help_text="The usage key of the block in the course."
    )

    class Meta(LearnerPathwayNode.Meta):
        verbose_name = "block of a learner pathway"
        verbose_name_plural = "blocks of learner pathways"

    def __str__(self) -> str:
        return f"{self.block_id} in {self.step}"

    @property
    def estimated_hours(self) -> float:
        """Nobody knows how long a block takes."""
        return 0.0
