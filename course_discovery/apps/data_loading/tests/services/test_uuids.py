"""Uuids that follow from keys."""

from uuid import UUID

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseFactory,
    OrganizationFactory,
)
from course_discovery.apps.data_loading.services.uuids import derive_uuids


@pytest.mark.django_db
def test_both_rows_of_a_pair_and_only_those_of_the_partner():
    partner = PartnerFactory()
    organization = OrganizationFactory(partner=partner, key="LakeX")
    draft = DraftCourseFactory(partner=partner, key="LakeX+BOT1")
    course = CourseFactory(partner=partner, key="LakeX+BOT1", draft_version=draft)
    run = CourseRunFactory(course=course, key="course-v1:LakeX+BOT1+1T2030")
    theirs = CourseFactory(key="LakeX+BOT1")

    assert derive_uuids(partner) == {"organizations": 1, "courses": 2, "course runs": 1}
    for row in (organization, run, theirs):
        before = row.uuid
        row.refresh_from_db()
        assert (row.uuid == before) == (row is theirs)
    assert set(Course.everything.filter(partner=partner).values_list("uuid", flat=True)) == {
        UUID("8e08c844-9b61-5821-9e34-602ede5bbbc6")
    }
    assert derive_uuids(partner) == {"organizations": 0, "courses": 0, "course runs": 0}
