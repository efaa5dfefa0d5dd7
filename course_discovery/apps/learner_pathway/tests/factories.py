"""Test objects of learner pathways."""

import factory
from factory.django import DjangoModelFactory

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.learner_pathway.choices import PathwayStatus
from course_discovery.apps.learner_pathway.models import (
    LearnerPathway,
    LearnerPathwayBlock,
    LearnerPathwayCourse,
    LearnerPathwayProgram,
    LearnerPathwayStep,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory


class LearnerPathwayFactory(DjangoModelFactory):
    """An active pathway without steps."""

    title = factory.Sequence(lambda n: f"Learner pathway {n}")
    partner = factory.SubFactory(PartnerFactory)
    status = PathwayStatus.ACTIVE
    overview = "From here to there"

    class Meta:
        model = LearnerPathway


class LearnerPathwayStepFactory(DjangoModelFactory):
    """A step without nodes, one of which would have to be completed."""

    pathway = factory.SubFactory(LearnerPathwayFactory)

    class Meta:
        model = LearnerPathwayStep


class LearnerPathwayCourseFactory(DjangoModelFactory):
    step = factory.SubFactory(LearnerPathwayStepFactory)
    course = factory.SubFactory(CourseFactory)

    class Meta:
        model = LearnerPathwayCourse


class LearnerPathwayProgramFactory(DjangoModelFactory):
    step = factory.SubFactory(LearnerPathwayStepFactory)
    program = factory.SubFactory(ProgramFactory)

    class Meta:
        model = LearnerPathwayProgram


class LearnerPathwayBlockFactory(DjangoModelFactory):
    step = factory.SubFactory(LearnerPathwayStepFactory)
    course = factory.SubFactory(CourseFactory)
    block_id = factory.Sequence(lambda n: f"block-v1:OrgX+C1+2026+type@sequential+block@{n}")

    class Meta:
        model = LearnerPathwayBlock
