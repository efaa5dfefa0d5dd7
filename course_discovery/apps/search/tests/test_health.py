"""/health/ready/: whether the catalogue can be searched, and whether the index is to be believed."""

from unittest import mock

import pytest
from django.db import DatabaseError
from django.test import Client
from elastic_transport import ConnectionError as EngineConnectionError

from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.models import IndexVerification
from course_discovery.apps.search.services.verification import verify_indexes
from course_discovery.apps.search.tests.engine import alias_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]
COURSE, RUN = alias_for("course"), alias_for("course_run")
ALIASES = (COURSE, RUN, alias_for("learner_pathway"), alias_for("person"), alias_for("program"))


def ready():
    answer = Client().get("/health/ready/")
    return answer.status_code, answer.json()


def test_all_is_well_before_the_first_comparison(search_index):
    CourseFactory()
    search_index()
    status, body = ready()
    assert (status, body["overall_status"]) == (200, "OK")
    assert body["detailed_status"] == {"database_status": "OK", "search_status": "OK"}
    assert body["indexes"][COURSE] == {
        "index": indexes.current_index(COURSE),
        "documents": 1,
        "outdated": False,
    }
    assert tuple(body["indexes"]) == ALIASES
    assert body["verification"] is None


def test_the_last_comparison_is_told_without_naming_anything(search_index):
    CourseFactory(key="Secret+1")
    verify_indexes()
    status, body = ready()
    assert (status, body["overall_status"]) == (200, "DEGRADED")
    assert body["verification"]["drift"] == 1
    assert body["verification"]["found"][COURSE] == {
        "documents": 0, "missing": 1, "stale": 0, "aged": 0, "extra": 0,
    }  # fmt: skip
    assert "Secret" not in str(body)
    verify_indexes(repair=True)
    assert ready()[1]["overall_status"] == "OK"


def test_a_comparison_that_failed_asks_for_attention():
    verify_indexes()
    failing = mock.patch("course_discovery.apps.search.services.verification._compare", side_effect=OSError("x"))
    with failing, pytest.raises(OSError, match="x"):
        verify_indexes()
    body = ready()[1]
    assert (body["overall_status"], body["verification"]["failed"]) == ("DEGRADED", True)


def test_one_that_goes_on_does_not_hide_the_last():
    verify_indexes()
    IndexVerification.objects.create()
    assert ready()[1]["verification"]["drift"] == 0


def test_an_index_for_another_mapping_asks_for_a_rebuild():
    physical = indexes.current_index(COURSE)
    client().indices.delete(index=physical)
    client().indices.create(index=physical, aliases={COURSE: {}})
    status, body = ready()
    assert (status, body["overall_status"]) == (200, "DEGRADED")
    assert body["indexes"][COURSE]["outdated"] is True


def test_an_alias_without_an_index_is_no_service():
    client().indices.delete(index=indexes.current_index(RUN))
    status, body = ready()
    assert (status, body["detailed_status"]["search_status"]) == (503, "UNAVAILABLE")
    assert body["indexes"][RUN]["index"] is None


def test_an_engine_that_does_not_answer_is_no_service():
    gone = mock.patch("elasticsearch.client.IndicesClient.get_alias", side_effect=EngineConnectionError("gone"))
    with gone:
        status, body = ready()
    assert (status, body["overall_status"], body["indexes"]) == (503, "UNAVAILABLE", None)


def test_a_database_that_does_not_answer_is_no_service():
    with mock.patch("course_discovery.apps.search.views.last_verification", side_effect=DatabaseError):
        status, body = ready()
    assert (status, body["detailed_status"]) == (503, {"database_status": "UNAVAILABLE", "search_status": "OK"})


def test_only_reading_is_allowed():
    assert Client().post("/health/ready/").status_code == 405
