"""The command; what it does is tested with its service."""

from io import StringIO
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.core.management import CommandError, call_command

from course_discovery.apps.course_metadata.tests.factories import CourseFactory


def test_it_says_what_it_did(bare_partner):
    course = CourseFactory(partner=bare_partner, key="LakeX+BOT1")
    out = StringIO()
    call_command("derive_uuids", partner_code="edx", stdout=out)
    assert "1 courses got another uuid." in out.getvalue()
    course.refresh_from_db()
    assert course.uuid == uuid5(NAMESPACE_URL, "LakeX+BOT1")


@pytest.mark.django_db
def test_an_unknown_partner():
    with pytest.raises(CommandError, match="There is no partner nobody."):
        call_command("derive_uuids", partner_code="nobody")
