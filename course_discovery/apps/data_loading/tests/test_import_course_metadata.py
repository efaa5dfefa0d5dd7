"""The command import_course_metadata; what becomes of rows is in services/test_load_of_courses.py."""

import json
import logging

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import SourceFactory
from course_discovery.apps.data_loading.models import CSVDataLoaderConfiguration, RefreshRun

HEAD = "Organization,Title,Number,Course Enrollment Track,Course Run Enrollment Track,External Identifier"
ROW = "SeaX,Sea Law,SL1,Executive Education(2U),Paid Executive Education,p-1"


@pytest.fixture
def source(db):
    PartnerFactory(short_code="edx", publisher_url="https://publisher.example.com")
    return SourceFactory(name="Ext", slug="ext")


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "courses.csv"
    path.write_text("\n".join([HEAD, ROW]))
    return str(path)


def run(**options):
    call_command("import_course_metadata", **{"product_type": "EXECUTIVE_EDUCATION", "product_source": "ext"} | options)


@pytest.mark.usefixtures("source")
def test_the_table_is_loaded_and_its_errors_told_again_in_order(path, caplog):
    with open(path, "a") as file:
        # The third row comes before the second in the summary.
        file.write("\n".join(["", ROW.replace("SeaX", "BayX"), ""]))
    with caplog.at_level(logging.INFO):
        run(csv_path=path)
    for text in (
        "Starting CSV loader import flow for partner edx",
        "Initiating CSV data loader flow.",
        "Starting data import flow for Sea Law",
        "CSV loader ingest pipeline has completed.",
        "Summarized errors:\n"
        "[MISSING_ORGANIZATION] Unable to locate partner organization with key SeaX for the course titled Sea Law.\n"
        "[MISSING_ORGANIZATION] Unable to locate partner organization with key BayX for the course titled Sea Law.",
        "Course UUIDs:",
        "CSV loader import flow completed.",
    ):
        assert text in caplog.messages
    assert not Course.everything.exists()


@pytest.mark.usefixtures("source")
def test_who_is_configured_gets_the_report_with_the_rows(path, settings, caplog):
    settings.PRODUCT_METADATA_MAPPING = {
        "executive-education-2u": {"ext": {"EMAIL_NOTIFICATION_LIST": ["ops@example.com"]}}
    }
    with caplog.at_level(logging.INFO):
        run(csv_path=path)
    assert "Sending Ingestion stats email for product type EXECUTIVE_EDUCATION" in caplog.messages
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Ext - Executive Education Data Ingestion", ["ops@example.com"])
    assert "Unable to locate partner organization with key SeaX" in message.body
    name, content, _kind = message.attachments[0]
    assert (name, json.loads(content)[0]["external_identifier"]) == ("products.json", "p-1")


@pytest.mark.usefixtures("source")
def test_nobody_is_mailed_unless_configured(path):
    run(csv_path=path)
    assert mail.outbox == []


@pytest.mark.usefixtures("source")
def test_without_path_the_enabled_configuration_is_read(path):
    with open(path, "rb") as file:
        CSVDataLoaderConfiguration.objects.create(
            enabled=True, csv_file=ContentFile(file.read(), name="configured.csv")
        )
    run()
    assert "configured" in RefreshRun.objects.get().file


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"partner_code": "nobody"}, "Unable to locate partner with code nobody"),
        ({"product_source": "nowhere"}, "Unable to locate Product Source with code nowhere"),
        (
            {"csv_path": "/nowhere.csv"},
            "CSV loader import could not be completed due to unexpected errors.\n"
            "Error opening CSV file at path: /nowhere.csv",
        ),
        ({}, "CSV loader import could not be completed due to unexpected errors.\nConfiguration object is not enabled"),
        ({"use_gspread_client": "1"}, "Error reading input data source: no sheet is configured"),
    ],
)
def test_what_keeps_the_table_from_being_loaded_is_said(options, message):
    with pytest.raises(CommandError) as error:
        run(**options)
    assert message in str(error.value)
    assert mail.outbox == []


@pytest.mark.usefixtures("source")
@pytest.mark.parametrize("column", ["Organization", "Title", "Course Enrollment Track", "Course Run Enrollment Track"])
def test_a_table_without_a_structural_column_is_not_loaded(tmp_path, column):
    path = tmp_path / "courses.csv"
    path.write_text("\n".join([HEAD.replace(column, f"Not {column}"), ROW]))
    with pytest.raises(CommandError, match=f"no column {column.lower().replace(' ', '_')};"):
        run(csv_path=str(path))
    assert not RefreshRun.objects.exists()


@pytest.mark.usefixtures("source")
def test_kinds_of_products_are_two():
    with pytest.raises(CommandError, match="invalid choice: 'SWEETS'"):
        call_command("import_course_metadata", "--product_type=SWEETS", "--product_source=ext")
