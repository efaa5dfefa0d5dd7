"""Every answer of the API has the keys and the types that its clients were shown, over the demo catalogue.

answers.json and objects.json say what the API was seen to answer, clients.json what its known clients ask for and read:
enterprise-catalog, credentials, ecommerce, registrar, the Publisher and the LMS.
"""

import json
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from course_discovery.apps.api.tests.shapes.demo import loaded_demo
from course_discovery.apps.api.tests.shapes.notation import CLIENTS, OBJECTS, Comparison, objects_below
from course_discovery.apps.catalogs.models import Catalog
from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.models import Course, Person
from course_discovery.apps.programs.models import Degree, Pathway, Program

RECORDED = json.loads(Path(__file__).with_name("answers.json").read_text())
ANSWERS = RECORDED | {f"{address}#client": shape for address, shape in CLIENTS["answers"].items()}
pytestmark = pytest.mark.django_db
# Refusals: address, status, shape.
REFUSALS = [
    ("/api/v1/courses/None+1/", 404, "error"),
    ("/api/v1/course_runs/?q=title:", 400, "error"),
    ("/api/v1/catalog/query_contains/", 400, "string"),
    ("/api/v1/search/all/facets/?selected_facets=bogus_exact:1", 400, "object"),
    ("/api/v1/search/all/?page=9999", 404, "error"),
    ("/api/v1/search/typeahead", 400, "[string]"),
]
# Answers whose endpoint is being built. Empty when all have arrived.
AWAITED = {"/api/v1/bulk_operation_tasks/#client"}
EXPECTED = sorted(ANSWERS.keys() - AWAITED)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), loaded_demo(tmp_path_factory.mktemp("demo")) as partner:
        yield partner


@pytest.fixture(scope="module")
def addressed(demo, django_db_blocker):
    """What stands in addresses for one row of each kind, the ones with most to show."""
    course = Course.objects.exclude(video=None).exclude(programs=None).earliest("pk")
    return {
        "catalog": Catalog.objects.get(name="Everything").pk,
        "course": course.key,
        "course_query": course.key.replace("+", "%2B"),
        "course_uuid": Course.objects.earliest("pk").uuid,
        "degree": Degree.objects.exclude(additional_metadata=None).get().uuid,
        "organization": course.authoring_organizations.first().uuid,
        "pathway": Pathway.objects.first().pk,
        "person": Person.objects.exclude(person_networks=None).first().uuid,
        "program": Program.objects.get(type__slug="micromasters").uuid,
        "run": course.course_runs.earliest("pk").key.replace("+", "%2B"),
        "subject": course.subjects.first().uuid,
    }


@pytest.fixture(scope="module")
def comparisons(addressed, django_db_blocker):
    """Every answer compared with its shape, by address."""
    client = APIClient()
    with django_db_blocker.unblock():
        client.force_authenticate(UserFactory(username="judge", is_staff=True, is_superuser=True))
        found = {
            address: compare(client, address.partition("#")[0].format(**addressed), ANSWERS[address])
            for address in EXPECTED
        }
        return found | {address: compare(client, address, shape, status) for address, status, shape in REFUSALS}


def compare(client, address, expected, status=200):
    comparison = Comparison()
    answer = client.get(address)
    if answer.status_code == status:
        comparison.answer(expected, answer.json())
    else:
        comparison.faults.add(f"{answer.status_code}: {answer.content.decode()}")
    return comparison


@pytest.mark.parametrize("address", [*EXPECTED, *(address for address, _status, _shape in REFUSALS)])
def test_an_answer_has_its_shape(comparisons, address):
    faults = comparisons[address].faults
    assert faults == set(), "\n".join(sorted(faults))


def test_the_demo_fills_every_object(comparisons):
    """A shape that no answer shows would not have been looked at."""
    expected = set.union(*(objects_below(ANSWERS[address]) for address in EXPECTED))
    met = set.union(*(comparison.met for comparison in comparisons.values()))
    assert expected - met == set(), "\n".join(sorted(expected - met))


def test_every_object_is_of_some_answer():
    shapes = [*ANSWERS.values(), *(shape for _address, _status, shape in REFUSALS)]
    used = set.union(*map(objects_below, shapes))
    assert sorted(OBJECTS.keys() - used) == []
