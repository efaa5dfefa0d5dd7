import json

import pytest
from django.core.management import CommandError, call_command

from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.tagging.models import CourseVertical

pytestmark = pytest.mark.django_db

CONTENT = {
    "catalogs": [{"name": "All", "query": "*:*", "program_query": "", "include_archived": True}],
    "verticals": [{"name": "Sea", "sub_verticals": [{"name": "Fish", "courses": ["TideX+SEA1", "TideX+NONE"]}]}],
}


def load(tmp_path, content, partner_code):
    path = tmp_path / "content.json"
    path.write_text(content)
    call_command("load_markets", str(path), partner_code=partner_code)


def test_catalogs_and_verticals_are_made_once(search_index, tmp_path):
    course = CourseFactory(key="TideX+SEA1")
    search_index()
    for _ in range(2):
        load(tmp_path, json.dumps(CONTENT), course.partner.short_code)
    catalog = Catalog.objects.get()
    assert (catalog.name, catalog.query, catalog.include_archived) == ("All", "*:*", True)
    assignment = CourseVertical.objects.get()
    assert (assignment.course, assignment.vertical.name, assignment.sub_vertical.name) == (course, "Sea", "Fish")


def test_a_bad_file_and_an_unknown_partner_are_named(tmp_path):
    with pytest.raises(CommandError, match="nobody"):
        load(tmp_path, "{}", "nobody")
    with pytest.raises(CommandError, match="cannot be read as JSON"):
        load(tmp_path, "{", PartnerFactory().short_code)
