"""What a page of a table costs, whatever the table is about."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.models import Course, CourseLocationRestriction, ProductValue
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseLocationRestrictionFactory,
    GeoLocationFactory,
    OrganizationFactory,
    ProductValueFactory,
)
from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.tests.tables import load_csv
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import ProgramFactory
from course_discovery.apps.publisher.tests.factories import OrganizationExtensionFactory

# Command -> header, row of product number n; a course for even n, a program for odd.
TABLES = {
    "import_geolocation_data": (
        "uuid,product_type,location_name,latitude,longitude",
        lambda n, product: f"{product},place {n},{n},{n}.5",
    ),
    "import_geotargeting_data": (
        "uuid,product_type,include_or_exclude,countries",
        lambda n, product: f"{product},exclude,{'CU' if n % 3 else 'IR'}",
    ),
    "import_product_value_data": (
        "uuid,product_type,per_click_usa",
        lambda n, product: f"{product},{n + 1000}",
    ),
}


@pytest.fixture(autouse=True)
def organization(bare_partner):
    return OrganizationExtensionFactory(organization=OrganizationFactory(partner=bare_partner)).organization


def products(partner, organization, count):
    """Courses, each with a draft and values of its own, and programs with one of them."""
    made = []
    for _ in range(0, count, 2):
        values = {
            "partner": partner,
            "uuid": uuid.uuid4(),
            "geolocation": GeoLocationFactory(lat=-80, lng=Course.everything.count()),
            "in_year_value": ProductValueFactory(),
            "location_restriction": CourseLocationRestrictionFactory(),
            "authoring_organizations": [organization],
        }
        draft = CourseFactory(draft=True, **values)
        official = CourseFactory(draft_version=draft, key=draft.key, **values)
        made += [draft, ProgramFactory(partner=partner, courses=[official])]
    return made


def queries_of(load, *arguments):
    with CaptureQueriesContext(connection) as captured:
        load(*arguments)
    return len(captured)


def row(number, product, cells):
    kind = "program" if isinstance(product, Program) else "course"
    return cells(number, f"{product.uuid},{kind}")


@pytest.mark.parametrize("command", TABLES)
def test_queries_do_not_grow_with_the_page(tmp_path, bare_partner, organization, command):
    header, cells = TABLES[command]
    costs = []
    # Up to eight changes that differ are a statement each.
    for count in (20, 40):
        lines = [row(n, product, cells) for n, product in enumerate(products(bare_partner, organization, count))]
        first, again = (queries_of(load_csv, command, tmp_path, header, *lines) for _ in range(2))
        assert SourceRun.objects.order_by("-pk")[1].updated + SourceRun.objects.order_by("-pk")[1].created == count
        assert SourceRun.objects.order_by("-pk")[0].unchanged == count
        costs.append((first, again))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("command", TABLES)
def test_a_database_that_does_not_tell_keys_of_new_rows(tmp_path, bare_partner, organization, monkeypatch, command):
    monkeypatch.setattr(type(connection.features), "can_return_rows_from_bulk_insert", False)
    header, cells = TABLES[command]
    made = products(bare_partner, organization, 4)
    load_csv(command, tmp_path, header, *(row(n, product, cells) for n, product in enumerate(made)))
    run = SourceRun.objects.get()
    assert (run.failed, run.created + run.updated) == (0, 4)
    if command == "import_product_value_data":
        assert set(ProductValue.objects.values_list("per_click_usa", flat=True)) == {1000, 1001, 1002, 1003}
    if command == "import_geotargeting_data":
        assert set(CourseLocationRestriction.objects.values_list("restriction_type", flat=True)) == {"blocklist"}
    if command == "import_geolocation_data":
        places = Course.everything.values_list("geolocation__location_name", flat=True)
        assert sorted(places) == ["place 0", "place 0", "place 2", "place 2"]


def test_editors_cost_no_more_when_there_are_more_of_them(tmp_path, bare_partner, organization):
    users = UserFactory.create_batch(20)
    for user in users:
        user.groups.add(organization.organization_extension.group)
    made = [CourseFactory(partner=bare_partner, authoring_organizations=[organization]) for _ in range(20)]
    lines = [f"{user.username},{course.key},add" for user, course in zip(users, made, strict=True)]
    header = "username_or_email,course_key_or_uuid,action"
    few, many = (
        queries_of(load_csv, "import_course_editors", tmp_path, header, *some) for some in (lines[:3], lines[3:])
    )
    assert few == many


def test_subscriptions_cost_no_more_when_there_are_more_of_them(tmp_path, bare_partner):
    programs = ProgramFactory.create_batch(20, partner=bare_partner)
    lines = [f"{program.uuid},39,TRUE,USD" for program in programs]
    header = "uuid,subscription_price,subscription_eligible,currency"
    few, many = (
        queries_of(load_csv, "manage_program_subscription", tmp_path, header, *some) for some in (lines[:3], lines[3:])
    )
    assert few == many
