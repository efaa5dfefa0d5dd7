"""The learner pathways that were added by hand."""

from typing import Any

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.data_loading.services.uuids import uuid_of
from course_discovery.apps.learner_pathway.models import LearnerPathway
from course_discovery.apps.programs.models import Program

OF_PATHWAYS = ("uuid", "title", "status", "visible_via_association", "overview")


def write_learner_pathways(rows: list[dict[str, Any]], courses: dict[str, Course], partner: Partner) -> None:
    for row in rows:
        pathway = LearnerPathway.objects.create(partner=partner, **{name: row[name] for name in OF_PATHWAYS})
        for of_step in row["steps"]:
            step = pathway.steps.create(uuid=of_step["uuid"], min_requirement=of_step["min_requirement"])
            for node in of_step["courses"]:
                step.courses.create(uuid=node["uuid"], course=courses[node["course"]])
            for node in of_step["programs"]:
                program = Program.objects.get(uuid=uuid_of(f"program:{node['program']}"))
                step.programs.create(uuid=node["uuid"], program=program)
