import base64
import csv
import json

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import (
    CourseRunTypeFactory,
    CourseTypeFactory,
    LevelTypeFactory,
    OrganizationFactory,
    OrganizationMappingFactory,
    SourceFactory,
    SubjectFactory,
    TrackFactory,
)
from course_discovery.apps.data_loading.management.commands import ingest_getsmarter_data
from course_discovery.apps.data_loading.models import RowFailure
from course_discovery.apps.data_loading.tests.picture_host import PictureHost, drawn
from course_discovery.apps.data_loading.tests.rules.test_executive_education import product
from course_discovery.sandbox.api import json_response
from course_discovery.sandbox.outside import GetSmarterDouble, running_double

POPULATE = "populate_executive_education_data_csv"


@pytest.fixture
def getsmarter(settings):
    settings.PLATFORM_API_FIRST_WAIT = 0.001
    cache.clear()
    with running_double(GetSmarterDouble([product()])) as double:
        settings.GETSMARTER_CLIENT_CREDENTIALS = double.credentials
        settings.PRODUCT_API_URL = f"{double.url}/products"
        yield double


@pytest.fixture
def output(tmp_path):
    return tmp_path / "products.csv"


def rows(output):
    with output.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.django_db
def test_products_of_the_gateway_with_our_names_of_organizations(getsmarter, output, caplog):
    caplog.set_level("INFO")
    OrganizationMappingFactory(
        source=SourceFactory(slug="ext", name="Ext"), organization__key="LakeX", organization_external_key="LKU"
    )
    call_command(POPULATE, output_csv=str(output), use_getsmarter_api_client=True, product_source="ext")
    (row,) = rows(output)
    assert (row["Organization"], row["2U Organization Code"], row["Restriction Type"]) == ("LakeX", "LKU", "None")
    assert (row["Is Future Variant"], row["Verified Price"], row["Staff"]) == ("False", "2900", "")
    assert output.read_text().startswith('"Organization","2U Organization Code",')
    assert (
        "Found corresponding internal organization against external org_code LKU and product_source ext"
        in caplog.messages
    )
    assert "Data population and transformation completed for CSV row title Lake Law" in caplog.messages
    assert caplog.messages[-1] == "Data Transformation has completed. Warnings raised during the transformation:"


@pytest.mark.django_db
def test_the_token_of_the_gateway_is_kept(getsmarter, output, caplog):
    for _time in range(2):
        call_command(POPULATE, output_csv=str(output), use_getsmarter_api_client=True)
    assert [request.path for request in getsmarter.requests] == ["/oauth2/token", "/products", "/products"]
    assert getsmarter.requests[-1].authorization == "Bearer gateway-token"
    assert rows(output)[0]["Organization"] == "LKU"
    assert "No internal organization found against external org_code LKU and product_source edx" in caplog.messages


def test_products_for_a_bearer_token(getsmarter, output):
    call_command(POPULATE, output_csv=str(output), auth_token="mine")
    assert [request.authorization for request in getsmarter.requests] == ["Bearer mine"]
    assert rows(output)[0]["Organization"] == ""


def test_a_partly_filled_table(getsmarter, output, tmp_path, caplog):
    getsmarter.products.append(product(name="Sea Law"))
    given = tmp_path / "given.csv"
    given.write_text('Title,Verified Price\nLake Law,"1,200"\n')
    call_command(POPULATE, output_csv=str(output), auth_token="mine", input_csv=str(given))
    assert [(row["Title"], row["Verified Price"]) for row in rows(output)] == [
        ("Lake Law", "1,200"),
        ("Sea Law", "2900"),
    ]
    assert caplog.messages[-1] == "[MISSING PRODUCT IN CSV] Unable to find product details for product Sea Law in CSV"


def test_products_of_a_file(output, tmp_path):
    path = tmp_path / "products.json"
    path.write_text(json.dumps({"products": [product(variants=[]), product(name='A "quoted" name')]}))
    call_command(POPULATE, output_csv=str(output), dev_input_json=str(path), auth_token="not used")
    assert [row["2U Title"] for row in rows(output)] == ['A "quoted" name']
    assert '"A ""quoted"" name"' in output.read_text()


def test_nothing_to_transform(getsmarter, output, tmp_path, caplog):
    with pytest.raises(CommandError, match="^auth_token or dev_input_json or getsmarter_flag should be provided"):
        call_command(POPULATE, output_csv=str(output))
    with pytest.raises(CommandError, match="^Error opening csv file at path /none.csv$"):
        call_command(POPULATE, output_csv=str(output), auth_token="mine", input_csv="/none.csv")
    getsmarter.products.clear()
    with pytest.raises(CommandError, match="^Unexpected error occurred while fetching products$"):
        call_command(POPULATE, output_csv=str(output), auth_token="mine")
    assert caplog.messages[-1] == "No products found in API response: 0"
    assert not output.exists()


def test_an_api_that_fails(getsmarter, output, caplog):
    getsmarter.failing["/oauth2/token"] = json_response(401, {"error": "invalid_client"})
    with pytest.raises(CommandError, match="^Unexpected error occurred while fetching products$"):
        call_command(POPULATE, output_csv=str(output), use_getsmarter_api_client=True)
    assert caplog.messages[-1].startswith("Failed to retrieve products from getsmarter API: ")
    assert "status 401" in caplog.messages[-1]
    assert "secret" not in caplog.messages[-1]


@pytest.fixture
def commands(monkeypatch):
    """What ingest_getsmarter_data calls, with the options."""
    called = []
    monkeypatch.setattr(ingest_getsmarter_data, "call_command", lambda name, **options: called.append((name, options)))
    return called


def test_both_steps(commands, caplog):
    caplog.set_level("INFO")
    call_command("ingest_getsmarter_data", product_source="ext", allow_large_deletes=True)
    (first, written), (second, loaded) = commands
    assert (first, second) == (POPULATE, "import_course_metadata")
    assert (written["use_getsmarter_api_client"], written["product_source"]) == (True, "ext")
    assert (loaded["product_type"], loaded["product_source"]) == ("EXECUTIVE_EDUCATION", "ext")
    assert loaded["allow_large_deletes"] is True
    path = written["output_csv"]
    assert loaded["csv_path"] == path
    assert path.endswith(".csv")
    assert caplog.messages == [
        f"Populating executive education data CSV file at path: {path}",
        f"Ingesting executive education data from CSV file at path: {path}",
    ]


def test_a_step_that_fails(getsmarter):
    getsmarter.products.clear()
    with pytest.raises(
        CommandError,
        match=r"^Error while ingesting executive education data from CSV file at: \S+\.csv with exception: "
        "Unexpected error occurred while fetching products$",
    ):
        call_command("ingest_getsmarter_data", product_source="ext")


def test_a_product_becomes_a_course(db, getsmarter, tmp_path, settings):
    """Both commands for real, from the gateway to the catalogue."""
    settings.MEDIA_ROOT = tmp_path
    partner = PartnerFactory(short_code="edx")
    OrganizationMappingFactory(
        source=SourceFactory(slug="ext", name="Ext"),
        organization=OrganizationFactory(partner=partner, key="LakeX"),
        organization_external_key="LKU",
    )
    LevelTypeFactory(name="Introductory", name_t="Introductory")
    SubjectFactory(partner=partner, name="Law")
    run_type = CourseRunTypeFactory(
        slug="unpaid-executive-education",
        name="Unpaid Executive Education",
        tracks=[TrackFactory(seat_type__slug="unpaid-executive-education")],
    )
    CourseTypeFactory(slug="executive-education-2u", name="Executive Education(2U)", course_run_types=[run_type])
    with running_double(PictureHost(course=drawn("red"))) as host:
        getsmarter.products[:] = [
            product(
                cardUrl=base64.b64encode(f"{host.url}/course".encode()).decode(),
                edxPlpUrl="https://lake.example.com/lp/law",
                introduction="<p>Long</p>",
                whatWillSetYouApart="<p>Laws</p>",
                altSubjectMatter="Law",
                faqs=[{"headline": "Why?", "blurb": "Because."}],
                certificate={"headline": "Paper", "blurb": "Thick"},
                stats={"stat1": "90%", "stat1Blurb": "pass"},
                productType="short_course",
            )
        ]
        call_command("ingest_getsmarter_data", product_source="ext")
    assert list(RowFailure.objects.values_list("message", flat=True)) == []
    course = Course.everything.get(draft=True)
    assert (course.key, course.title, course.product_source.slug) == ("LakeX+LL", "Lake Law", "ext")
    assert course.faq == "<p><b>Why?</b></p><p>Because.</p>"
    assert course.additional_metadata.external_url == "https://lake.example.com/lp/law"
    run = course.course_runs.get()
    assert str(run.variant_id) == "11111111-1111-4111-8111-111111111111"
    assert (run.start.isoformat(), run.min_effort, run.max_effort) == ("2031-03-20T00:00:00+00:00", 7, 10)
