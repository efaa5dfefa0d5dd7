import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import SourceFactory
from course_discovery.apps.data_loading.sources.csv_courses import CsvCourses
from course_discovery.apps.data_loading.sources.table import Table
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import PictureHost
from course_discovery.integrations.errors import BadStatus
from course_discovery.integrations.pictures import NoPicture, Picture
from course_discovery.sandbox.outside import running_double

COLUMNS = (
    *("organization", "title", "course_enrollment_track", "course_run_enrollment_track", "number", "image"),
    *("organization_logo_override", "external_identifier", "restriction_type"),
)


@pytest.fixture
def host():
    with running_double(PictureHost()) as running:
        yield running


def opened(*rows):
    lines = [[{"organization": "LakeX", "number": "LL1", **row}.get(name, "") for name in COLUMNS] for row in rows]
    return CsvCourses(
        PartnerFactory.build(), Table("courses.csv", COLUMNS, lines), "executive-education-2u", SourceFactory.build()
    )


def record(source, line):
    return source.transform(source.fetch_page(line).rows[0])


def test_a_row_is_a_page_with_its_pictures(host):
    source = opened({"title": "Law", "image": f"{host.url}/course.jpg", "organization_logo_override": f"{host.url}/"})
    page = source.fetch_page(1)
    assert (page.count, page.pages, len(page.rows)) == (1, 1, 1)
    found = source.transform(page.rows[0])
    assert (found.line, found.cells["title"], found.cells["external_identifier"]) == (1, "Law", None)
    assert found.image == Picture(host.pictures["/course.jpg"], ".jpg")
    assert isinstance(found.logo, BadStatus)


def test_logos_become_png_and_addresses_must_be_of_the_web(host):
    source = opened({"image": "file:///etc/passwd", "organization_logo_override": f"{host.url}/course.jpg"})
    found = record(source, 1)
    assert isinstance(found.image, NoPicture)
    assert (found.logo.extension, found.logo.content[:4]) == (".png", b"\x89PNG")


def test_the_picture_of_neighbours_is_fetched_once(host):
    source = opened(*[{"image": f"{host.url}/course.jpg"}] * 3)
    for line in (1, 2, 3):
        assert isinstance(record(source, line).image, Picture)
    assert len(host.requests) == 1


@pytest.mark.parametrize(
    ("row", "identity"),
    [
        ({"external_identifier": "p-1"}, "p-1"),
        ({}, "LakeX+LL1"),
        ({"number": ""}, None),
        ({"number": "", "external_identifier": "p-1"}, "p-1"),
    ],
)
def test_a_row_is_known_by_its_identifier_or_its_course(row, identity):
    source = opened(row)
    assert source.identity(source.fetch_page(1).rows[0]) == identity


def test_the_last_row_of_a_course_that_is_not_for_enterprises_sets_its_price():
    source = opened(
        {},
        {"restriction_type": "custom-b2c"},
        {"restriction_type": "custom-b2b-enterprise"},
        {"number": "LL2", "restriction_type": "custom-b2b-enterprise"},
    )
    assert [record(source, line).sets_price for line in (1, 2, 3, 4)] == [False, True, False, False]
