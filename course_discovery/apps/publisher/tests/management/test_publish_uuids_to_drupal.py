import pytest
from django.core.management import CommandError, call_command

from course_discovery.apps.course_metadata.models import DrupalPublishUuidConfig
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory, PersonFactory
from course_discovery.sandbox.api import Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(partner_with_drupal):
    return partner_with_drupal


def configure(**values):
    config = DrupalPublishUuidConfig.get_solo()
    for name, value in values.items():
        setattr(config, name, value)
    config.save()


def test_runs_get_their_uuids(drupal, partner, capsys):
    first, second = (CourseRunFactory(course__partner=partner) for _ in range(2))
    CourseRunFactory(course__partner=partner)
    nodes = {run.key: drupal.add_node(field_course_id=run.key) for run in (first, second)}
    PersonFactory(partner=partner)
    configure(course_run_ids=f"{first.key},\n {second.key}, ,")
    call_command("publish_uuids_to_drupal")
    assert {node_id: node["field_course_uuid"] for node_id, node in drupal.nodes.items()} == {
        nodes[first.key]: str(first.uuid),
        nodes[second.key]: str(second.uuid),
    }
    assert [request.path for request in drupal.requests].count("/user") == 1
    assert capsys.readouterr().out.startswith(f"{first.key}: Node {nodes[first.key]} was changed.")


def test_people_are_published_as_well(drupal, partner):
    person = PersonFactory(partner=partner)
    PersonFactory(partner__marketing_site_url_root=None)
    PersonFactory(partner=None)
    configure(push_people=True)
    call_command("publish_uuids_to_drupal")
    assert [node["uuid"] for node in drupal.nodes.values()] == [str(person.uuid)]


def test_failures_are_told_and_stop_nobody_else(drupal, partner, caplog):
    bad, good = PersonFactory(partner=partner), PersonFactory(partner=partner)
    drupal.nodes["bad"] = {"uuid": str(bad.uuid)}
    drupal.failing["/node.json/bad"] = Response(500, b"")
    configure(course_run_ids="course-v1:LakeX+Unknown+1", push_people=True)
    with pytest.raises(CommandError, match="2 could not be published"):
        call_command("publish_uuids_to_drupal")
    assert str(good.uuid) in [node["uuid"] for node in drupal.nodes.values()]
    assert caplog.messages == [
        "There is no course run course-v1:LakeX+Unknown+1 to be published.",
        f"An error occurred while updating person {bad.uuid} on the marketing site.",
    ]
