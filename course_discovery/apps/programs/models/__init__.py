"""Programs and all that describes them. One concept a module; import the models from here."""

from course_discovery.apps.programs.models.curriculum import (
    Curriculum,
    CurriculumCourseMembership,
    CurriculumCourseRunExclusion,
    CurriculumProgramMembership,
)
from course_discovery.apps.programs.models.degree import (
    Degree,
    DegreeAdditionalMetadata,
    DegreeCost,
    DegreeDeadline,
    IconTextPairing,
    Ranking,
    Specialization,
)
from course_discovery.apps.programs.models.location_restriction import ProgramLocationRestriction
from course_discovery.apps.programs.models.pathway import Pathway
from course_discovery.apps.programs.models.program import Program
from course_discovery.apps.programs.models.program_type import ProgramType
from course_discovery.apps.programs.models.subscription import ProgramSubscription, ProgramSubscriptionPrice

__all__ = [
    "Curriculum",
    "CurriculumCourseMembership",
    "CurriculumCourseRunExclusion",
    "CurriculumProgramMembership",
    "Degree",
    "DegreeAdditionalMetadata",
    "DegreeCost",
    "DegreeDeadline",
    "IconTextPairing",
    "Pathway",
    "Program",
    "ProgramLocationRestriction",
    "ProgramSubscription",
    "ProgramSubscriptionPrice",
    "ProgramType",
    "Ranking",
    "Specialization",
]
