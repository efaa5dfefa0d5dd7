from datetime import UTC, datetime

import pytest

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory
from course_discovery.apps.programs.models import Pathway
from course_discovery.apps.programs.tests.factories import PathwayFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def test_statuses_of_the_runs_of_all_programs():
    past = datetime(2021, 1, 1, tzinfo=UTC)
    runs = [
        CourseRunFactory(),
        CourseRunFactory(status=CourseRunStatus.Unpublished, end=past),
        CourseRunFactory(status=CourseRunStatus.Reviewed, hidden=True),
    ]
    pathway = PathwayFactory(programs=[ProgramFactory(courses=[run.course]) for run in runs])
    assert pathway.course_run_statuses == ["archived", "published"]


def test_defaults():
    pathway = Pathway.objects.create(name="Credit", org_name="Example University")
    assert (pathway.pathway_type, pathway.status, pathway.email) == ("credit", "unpublished", "")
