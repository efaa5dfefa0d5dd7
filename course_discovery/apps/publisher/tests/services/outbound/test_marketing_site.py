"""What a Drupal site is told, and what it holds afterwards."""

import logging

import pytest
from waffle.testutils import override_switch

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory, CourseRunTypeFactory, PersonFactory
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory
from course_discovery.apps.publisher.choices import OutboundSystem, PushStatus
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.services.delivery import deliver_due
from course_discovery.apps.publisher.services.ill_systems import wake
from course_discovery.apps.publisher.services.outbound.marketing_site import (
    FORMER_SLUG,
    RUN_CREATION_SWITCH,
    RUN_SWITCH,
    SAME_STATUS,
)
from course_discovery.apps.publisher.services.outbox import enqueue
from course_discovery.apps.publisher.services.publication import publish_run
from course_discovery.sandbox.api import Response

pytestmark = pytest.mark.django_db
LOGGER = "course_discovery.apps.publisher.services.outbound.marketing_site"
UUID = "11111111-2222-4333-8444-555555555555"
KEY = "course-v1:LakeX+PY1+1T2030"


@pytest.fixture
def partner(partner_with_drupal):
    return partner_with_drupal


def send(partner, what, key, details=None):
    """Have a push delivered; return what became of it."""
    system = OutboundSystem.MarketingSite
    enqueue([OutboundPush(partner=partner, system=system, what=what, key=key, details=details)])
    deliver_due()
    return OutboundPush.objects.latest("pk")


class TestRun:
    @pytest.fixture
    def run(self, partner):
        return CourseRunFactory(course__partner=partner, key=KEY, uuid=UUID, title_override="Python", slug="python")

    def test_gets_a_page_where_pages_are_made(self, drupal, partner, run, caplog):
        caplog.set_level(logging.INFO, LOGGER)
        with override_switch(RUN_CREATION_SWITCH, active=True):
            push = send(partner, "run", KEY)
        ((node_id, node),) = drupal.nodes.items()
        assert node == {
            "field_course_id": KEY,
            "field_course_uuid": UUID,
            "title": "Python",
            "status": 1,
            "type": "course",
            "author": {"id": "77"},
        }
        assert drupal.aliases == {f"course/{run.slug}": node_id}
        assert (push.status, push.result) == (PushStatus.Delivered, f"Node {node_id} was made.")
        assert caplog.messages == [
            f"Publishing course run [{KEY}] to marketing site...",
            f"Created new marketing site node [{node_id}] for course run [{KEY}].",
            f"Setting marketing alias of [course/{run.slug}] for course [{KEY}].",
        ]

    def test_gets_none_where_they_are_not(self, drupal, partner, run):
        push = send(partner, "run", KEY)
        assert (push.status, drupal.nodes, drupal.changes()) == (PushStatus.Delivered, {}, [])
        assert "none is made" in push.result

    def test_whose_status_is_new_has_its_page_changed(self, drupal, partner, run):
        node_id = drupal.add_node(field_course_id=KEY, status=0, body="an editor's")
        drupal.aliases["course/python-from-before"] = node_id
        send(partner, "run", KEY)
        assert drupal.nodes[node_id] == {
            "field_course_id": KEY,
            "title": "Python",
            "status": 1,
            "type": "course",
            "author": {"id": "77"},
            "body": "an editor's",
        }
        # The address from before leads on.
        assert drupal.aliases == {"course/python-from-before": node_id, f"course/{run.slug}": node_id}

    def test_whose_status_is_old_only_gets_its_address(self, drupal, partner, run, caplog):
        caplog.set_level(logging.INFO, LOGGER)
        node_id = drupal.add_node(field_course_id=KEY, status=0)
        send(partner, "run", KEY, {SAME_STATUS: True})
        assert drupal.nodes[node_id] == {"field_course_id": KEY, "status": 0}
        assert drupal.aliases == {f"course/{run.slug}": node_id}
        assert (
            f"The status of course run [{KEY}] has not changed. It will NOT be published to the marketing site."
            in caplog.messages
        )

    def test_sent_twice_is_there_once(self, drupal, partner, run):
        with override_switch(RUN_CREATION_SWITCH, active=True):
            send(partner, "run", KEY)
            before = len(drupal.changes())
            push = send(partner, "run", KEY)
        assert (len(drupal.nodes), len(drupal.aliases), push.status) == (1, 1, PushStatus.Delivered)
        assert [method for method, _ in drupal.changes()[before:]] == ["PUT"]

    def test_that_failed_half_way_is_finished_by_the_next_attempt(self, drupal, partner, run):
        drupal.failing["/admin/config/search/path/add"] = Response(503, b"")
        with override_switch(RUN_CREATION_SWITCH, active=True):
            push = send(partner, "run", KEY)
            assert (push.status, len(drupal.nodes), drupal.aliases) == (PushStatus.Pending, 1, {})
            drupal.failing.clear()
            OutboundPush.objects.update(due=push.created)
            wake(push)
            deliver_due()
        assert (len(drupal.nodes), list(drupal.aliases)) == (1, [f"course/{run.slug}"])

    def test_whose_address_another_page_has_is_given_up(self, drupal, partner, run):
        drupal.add_node(field_course_id=KEY)
        drupal.aliases[f"course/{run.slug}"] = "99"
        push = send(partner, "run", KEY)
        assert push.status == PushStatus.Failed
        assert "the address belongs to node/99" in push.result

    def test_that_is_gone_a_draft_or_not_for_the_site_is_not_told(self, drupal, partner):
        type_ = CourseRunTypeFactory(slug="internal", is_marketable=False)
        CourseRunFactory(course__partner=partner, key="course-v1:LakeX+A+1", type=type_)
        CourseRunFactory(course__partner=partner, key="course-v1:LakeX+B+1", draft=True)
        for key in ("course-v1:LakeX+A+1", "course-v1:LakeX+B+1", "course-v1:LakeX+C+1"):
            assert send(partner, "run", key).status == PushStatus.Delivered
        assert drupal.requests == []

    def test_of_a_partner_without_account_is_given_up(self, drupal, partner, run):
        partner.marketing_site_api_password = ""
        partner.save()
        push = send(partner, "run", KEY)
        assert push.status == PushStatus.Failed
        assert push.result.endswith("Marketing Site API credentials are not properly configured!")


def test_a_run_that_is_published_has_its_page_shown(drupal, partner, django_capture_on_commit_callbacks):
    run = CourseRunFactory(course__partner=partner, key=KEY, status=CourseRunStatus.Reviewed)
    node_id = drupal.add_node(field_course_id=KEY, status=0)
    with override_switch(RUN_SWITCH, active=True), django_capture_on_commit_callbacks(execute=True):
        publish_run(run)
        assert drupal.requests == []
    assert drupal.nodes[node_id]["status"] == 1
    assert drupal.aliases == {f"course/{run.slug}": node_id}
    assert [method for method, path in drupal.changes() if path.startswith("/node")] == ["PUT"]


def test_a_site_that_is_ill_keeps_nobody_from_publishing(drupal, partner, django_capture_on_commit_callbacks):
    run = CourseRunFactory(course__partner=partner, key=KEY, status=CourseRunStatus.Reviewed)
    drupal.failing["/user"] = Response(503, b"")
    with override_switch(RUN_SWITCH, active=True), django_capture_on_commit_callbacks(execute=True):
        publish_run(run)
    run.refresh_from_db()
    push = OutboundPush.objects.get(system=OutboundSystem.MarketingSite)
    assert (run.status, push.status) == (CourseRunStatus.Published, PushStatus.Pending)
    assert "status 503" in push.result


class TestProgram:
    @pytest.fixture
    def program(self, partner):
        type_ = ProgramTypeFactory(name="MicroMasters")
        return ProgramFactory(partner=partner, uuid=UUID, type=type_, title="Data for All", marketing_slug="data")

    def test_gets_a_page(self, drupal, partner, program):
        push = send(partner, "program", UUID)
        ((node_id, node),) = drupal.nodes.items()
        assert node == {
            "field_uuid": UUID,
            "uuid": UUID,
            "title": "Data for All",
            "status": 1,
            "type": "micromasters",
            "author": {"id": "77"},
        }
        assert drupal.aliases == {"micromasters/data": node_id}
        assert push.result == f"Node {node_id} was made."

    def test_has_one_address(self, drupal, partner, program):
        node_id = drupal.add_node(field_uuid=UUID, uuid="of-drupal")
        others = {"micromasters/data-for-all-of-us": node_id, "blog/numbers": "99", "micromasters/big-numbers": node_id}
        drupal.aliases = {"content/data-for-all": node_id, "micromasters/numbers": node_id, **others}
        send(partner, "program", UUID, {FORMER_SLUG: "numbers"})
        assert (drupal.nodes[node_id]["title"], drupal.nodes[node_id]["uuid"]) == ("Data for All", "of-drupal")
        assert drupal.aliases == {"micromasters/data": node_id, **others}

    def test_whose_slug_is_that_of_its_title_keeps_its_address(self, drupal, partner, program):
        program.marketing_slug = "data-for-all"
        program.save()
        node_id = drupal.add_node(field_uuid=UUID)
        drupal.aliases = {"micromasters/data-for-all": node_id}
        send(partner, "program", UUID)
        assert [method for method, _ in drupal.changes()] == ["PUT"]

    def test_without_a_slug_has_no_address(self, drupal, partner, program):
        program.marketing_slug = ""
        program.save()
        send(partner, "program", UUID)
        assert (len(drupal.nodes), drupal.aliases) == (1, {})

    def test_of_another_type_or_gone_is_not_told(self, drupal, partner):
        program = ProgramFactory(partner=partner, type=ProgramTypeFactory(name="Bootcamp"))
        assert send(partner, "program", str(program.uuid)).status == PushStatus.Delivered
        assert send(partner, "program", UUID).status == PushStatus.Delivered
        assert drupal.requests == []

    def test_deleted_loses_its_page(self, drupal, partner):
        drupal.add_node(field_uuid=UUID)
        kept = drupal.add_node(field_uuid="another")
        send(partner, "deleted_program", UUID)
        assert list(drupal.nodes) == [kept]
        assert send(partner, "deleted_program", UUID).result == "It has no page there."


class TestPerson:
    @pytest.fixture
    def person(self, partner):
        return PersonFactory(partner=partner, uuid=UUID, given_name="Grace", family_name="Hopper", slug="grace")

    def test_gets_a_page_and_has_it_changed(self, drupal, partner, person):
        send(partner, "person", UUID)
        ((node_id, node),) = drupal.nodes.items()
        told = {"field_person_slug": person.slug, "title": "Grace Hopper", "type": "person", "status": False}
        assert node == {**told, "uuid": UUID}
        person.given_name, person.published = "Ada", True
        person.save()
        send(partner, "person", UUID)
        assert drupal.nodes == {node_id: {**node, "title": "Ada Hopper", "status": True}}
        send(partner, "deleted_person", UUID)
        assert drupal.nodes == {}

    def test_that_is_gone_is_not_told(self, drupal, partner):
        assert send(partner, "person", UUID).status == PushStatus.Delivered
        assert drupal.requests == []

    def test_failures_say_what_failed(self, drupal, partner, person):
        drupal.failing["/node.json/1"] = Response(403, b"no")
        drupal.nodes["1"] = {"uuid": UUID}
        push = send(partner, "person", UUID)
        assert push.status == PushStatus.Failed
        assert "Marketing site Person page update failed!" in push.result
        drupal.nodes.clear()
        drupal.failing["/restws/session/token"] = Response(500, b"")
        push = send(partner, "person", UUID)
        assert push.status == PushStatus.Pending
