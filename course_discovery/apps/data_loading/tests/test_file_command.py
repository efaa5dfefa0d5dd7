"""What all commands that load a table do alike, shown by one of them."""

import argparse
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import OperationalError

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import GeoLocation
from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.data_loading.loaders.geolocation import GeolocationLoader
from course_discovery.apps.data_loading.management.file_command import yes
from course_discovery.apps.data_loading.models import GeolocationDataLoaderConfiguration, RefreshRun
from course_discovery.apps.data_loading.services.lease import Lease
from course_discovery.apps.data_loading.tests.tables import load_csv, write_csv

HEADER = "uuid,product_type,location_name,latitude,longitude"
FAILED = "Geolocation CSV loader import could not be completed due to unexpected errors.\n"


@pytest.fixture
def course(bare_partner):
    return CourseFactory(partner=bare_partner)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def load(**options):
    out = StringIO()
    call_command("import_geolocation_data", stdout=out, **options)
    return out.getvalue()


def configure(content, enabled=True):
    return GeolocationDataLoaderConfiguration.objects.create(
        csv_file=ContentFile(content.encode(), "places.csv"), enabled=enabled
    )


def test_the_file_of_the_newest_enabled_configuration(course, media):
    configure(f"{HEADER}\n{course.uuid},course,Oslo,59.9,10.7\n")
    newest = configure(f"{HEADER}\n{course.uuid},course,Lima,-12.05,-77.05\n")
    printed = load()
    assert GeoLocation.objects.get().location_name == "lima"
    assert RefreshRun.objects.get().file == newest.csv_file.name
    assert "csv_geolocation: page 1 of 1, 1 seen, 1 created" in printed
    assert "edx: completed in" in printed


def test_a_path_goes_before_the_configuration(course, media, tmp_path):
    configure(f"{HEADER}\n{course.uuid},course,Oslo,59.9,10.7\n")
    load(csv_path=write_csv(tmp_path, HEADER, f"{course.uuid},course,Lima,-12.05,-77.05"))
    assert GeoLocation.objects.get().location_name == "lima"


def test_a_disabled_configuration_hides_older_ones(course, media):
    configure(f"{HEADER}\n{course.uuid},course,Oslo,59.9,10.7\n")
    configure(f"{HEADER}\n", enabled=False)
    with pytest.raises(CommandError) as raised:
        load()
    assert str(raised.value) == f"{FAILED}Configuration object is not enabled: GeolocationDataLoaderConfiguration"


@pytest.mark.django_db
def test_a_configuration_without_file(bare_partner):
    GeolocationDataLoaderConfiguration.objects.create(enabled=True)
    with pytest.raises(CommandError, match="Configuration object does not have any input csv"):
        load()


def test_a_configured_file_that_is_gone(course, media):
    row = configure(f"{HEADER}\n")
    row.csv_file.storage.delete(row.csv_file.name)
    with pytest.raises(CommandError, match=rf"Error opening CSV file at path: {row.csv_file.name}"):
        load()


@pytest.mark.django_db
def test_a_command_that_nobody_configures_asks_for_a_file(bare_partner):
    with pytest.raises(CommandError, match="give the file with --csv_path"):
        call_command("import_course_editors")


def test_a_file_that_is_not_there(bare_partner, tmp_path):
    with pytest.raises(CommandError) as raised:
        load(csv_path=str(tmp_path / "none.csv"))
    path = tmp_path / "none.csv"
    assert str(raised.value) == f"{FAILED}Error opening CSV file at path: {path}: No such file or directory"


def test_a_file_without_its_columns(bare_partner, tmp_path):
    with pytest.raises(CommandError, match="no column uuid; there are product"):
        load_csv("import_geolocation_data", tmp_path, "Product", "x")


@pytest.mark.django_db
def test_an_unknown_partner(tmp_path):
    with pytest.raises(CommandError, match=r"^Unable to locate partner with code nobody$"):
        load_csv("import_geolocation_data", tmp_path, HEADER, partner_code="nobody")


def test_the_partner_that_was_named(tmp_path, bare_partner):
    course = CourseFactory(partner=PartnerFactory(short_code="other"))
    line = f"{course.uuid},course,Lima,-12.05,-77.05"
    printed = load_csv("import_geolocation_data", tmp_path, HEADER, line, partner_code="other")
    assert "other: completed in" in printed
    course.refresh_from_db()
    assert course.geolocation.location_name == "lima"


def test_skipped_rows_fail_nothing_and_are_printed(bare_partner, tmp_path):
    printed = load_csv("import_geolocation_data", tmp_path, HEADER, "nonsense,course,Lima,1,2")
    assert "1 failed" in printed
    assert "csv_geolocation nonsense [invalid_row]: Skipped course with UUID nonsense." in printed


def test_a_page_that_could_not_be_written_fails_the_command(course, tmp_path, monkeypatch):
    def busy(self, records):
        raise OperationalError("busy")

    monkeypatch.setattr(GeolocationLoader, "load", busy)
    with pytest.raises(CommandError, match="1 pages could not be read"):
        load_csv("import_geolocation_data", tmp_path, HEADER, f"{course.uuid},course,Lima,1,2")
    assert RefreshRun.objects.get().status == "failed"


def test_a_partner_that_is_being_refreshed_all_the_while(bare_partner, tmp_path, settings):
    settings.DATA_LOADING_FILE_WAIT_SECONDS = 0
    Lease(bare_partner).take("another machine")
    with pytest.raises(CommandError, match="Partner edx is already being refreshed"):
        load_csv("import_geolocation_data", tmp_path, HEADER)


@pytest.mark.parametrize(
    ("text", "means"), [("True", True), ("x", True), ("1", True), ("False", False), ("0", False), ("", False)]
)
def test_options_that_say_yes_or_no(text, means):
    parser = argparse.ArgumentParser()
    parser.add_argument("--option", type=yes)
    assert parser.parse_args(["--option", text]).option is means
