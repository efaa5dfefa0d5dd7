"""Curricula: which courses, and courses of which programs, lead through a program.

Forms (`clean`) and every save of an object (receivers.py) ask for circles and for external keys used twice.
"""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from simple_history.models import HistoricalRecords

from course_discovery.apps.course_metadata.models.fields import NullHtmlField
from course_discovery.apps.course_metadata.models.history import TrackedHistoryModel
from course_discovery.apps.programs.models import external_keys
from course_discovery.apps.programs.querysets.curricula import CurriculumQuerySet
from course_discovery.lib.timestamps import TimeStampedModel

BRIEF_LENGTH = 750


class Curriculum(TrackedHistoryModel):
    uuid = models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="UUID")
    program = models.ForeignKey("programs.Program", models.CASCADE, null=True, related_name="curricula")
    name = models.CharField(max_length=255, blank=True)
    is_active = models.BooleanField(default=True)
    marketing_text_brief = NullHtmlField(
        max_length=BRIEF_LENGTH, validators=[MaxLengthValidator(BRIEF_LENGTH)], help_text="The text in short."
    )
    marketing_text = NullHtmlField(blank=False, help_text="What the program page says of the curriculum.")
    program_curriculum = models.ManyToManyField(
        "programs.Program", through="programs.CurriculumProgramMembership", related_name="degree_program_curricula"
    )
    course_curriculum = models.ManyToManyField(
        "course_metadata.Course", through="programs.CurriculumCourseMembership", related_name="degree_course_curricula"
    )

    objects = models.Manager.from_queryset(CurriculumQuerySet)()
    history = HistoricalRecords()

    class Meta(TrackedHistoryModel.Meta):
        verbose_name_plural = "Curricula"

    def __str__(self) -> str:
        return self.name or str(self.uuid)

    def clean(self) -> None:
        super().clean()
        self.check_relations()

    def check_relations(self) -> None:
        """Raise ValidationError when the program would contain itself, or two runs of it an external key."""
        if self.pk is not None and self.program_id is not None:
            members = set(self.curriculumprogrammembership_set.values_list("program", flat=True))
            if self.program_id in Curriculum.objects.programs_below(members):
                raise ValidationError(f"Circular ref error.  Curriculum already contains program {self.program}")
        external_keys.check_curriculum(self)

    @property
    def course_memberships(self) -> list[Any]:
        """In the order in which they were made."""
        return sorted(self.curriculumcoursemembership_set.all(), key=lambda membership: membership.pk)

    @property
    def program_memberships(self) -> list[Any]:
        """In the order in which they were made."""
        return sorted(self.curriculumprogrammembership_set.all(), key=lambda membership: membership.pk)


class CurriculumProgramMembership(TrackedHistoryModel):
    program = models.ForeignKey("programs.Program", models.CASCADE)
    curriculum = models.ForeignKey(Curriculum, models.CASCADE)
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta(TrackedHistoryModel.Meta):
        unique_together = (("curriculum", "program"),)

    def __str__(self) -> str:
        return f"{self.curriculum} : {self.program}"

    def clean(self) -> None:
        super().clean()
        self.check_relations()

    def check_relations(self) -> None:
        """Raise ValidationError when the program leads to the program of the curriculum, or is it."""
        if self.curriculum_id is None or self.program_id is None or self.curriculum.program_id is None:
            return
        if self.curriculum.program_id in Curriculum.objects.programs_below({self.program_id}):
            raise ValidationError(
                f"Circular ref error. Program [{self.program}] already contains Curriculum [{self.curriculum}]"
            )


class CurriculumCourseMembership(TrackedHistoryModel):
    curriculum = models.ForeignKey(Curriculum, models.CASCADE)
    course = models.ForeignKey(
        "course_metadata.Course",
        models.CASCADE,
        related_name="curriculum_course_membership",
        limit_choices_to={"draft": False},
    )
    course_run_exclusions = models.ManyToManyField(
        "course_metadata.CourseRun",
        through="programs.CurriculumCourseRunExclusion",
        related_name="curriculum_course_membership",
    )
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta(TrackedHistoryModel.Meta):
        unique_together = (("curriculum", "course"),)

    def __str__(self) -> str:
        return f"{self.curriculum} : {self.course}"

    def clean(self) -> None:
        super().clean()
        self.check_relations()

    def check_relations(self) -> None:
        """Raise ValidationError when a run of the course has an external key that is taken in the program."""
        external_keys.check_course_membership(self)

    @property
    def course_runs(self) -> list[Any]:
        """The runs of the course, minus the excluded ones."""
        excluded = {run.pk for run in self.course_run_exclusions.all()}
        return [run for run in self.course.course_runs.all() if run.pk not in excluded]


class CurriculumCourseRunExclusion(TimeStampedModel):
    course_membership = models.ForeignKey(CurriculumCourseMembership, models.CASCADE)
    course_run = models.ForeignKey("course_metadata.CourseRun", models.CASCADE, limit_choices_to={"draft": False})

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.course_membership} : {self.course_run}"
