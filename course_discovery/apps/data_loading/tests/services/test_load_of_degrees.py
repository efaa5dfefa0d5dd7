"""Degrees from a table to the catalogue, pictures over HTTP."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    LevelTypeFactory,
    OrganizationFactory,
    OrganizationMappingFactory,
    SourceFactory,
    SubjectFactory,
)
from course_discovery.apps.data_loading.models import RowFailure
from course_discovery.apps.data_loading.pipelines import DEGREES
from course_discovery.apps.data_loading.services.file_load import load_table
from course_discovery.apps.data_loading.sources.table import Table
from course_discovery.apps.data_loading.tests.picture_host import PictureHost, drawn
from course_discovery.apps.data_loading.tests.services.test_refresh import queries_of_pages
from course_discovery.apps.data_loading.tests.services.watching import Watcher
from course_discovery.apps.programs.models import Curriculum, Degree, DegreeAdditionalMetadata, Program, Specialization
from course_discovery.apps.programs.tests.factories import (
    CurriculumFactory,
    DegreeAdditionalMetadataFactory,
    DegreeFactory,
    ProgramFactory,
)
from course_discovery.sandbox.outside import running_double


@pytest.fixture
def host():
    with running_double(PictureHost(**{"card.jpg": drawn("red", "JPEG"), "logo.png": drawn("blue")})) as running:
        yield running


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def partner(db):
    partner = PartnerFactory(short_code="edx")
    OrganizationFactory(partner=partner, key="LakeX")
    SubjectFactory(partner=partner, name="Law")
    LevelTypeFactory(name="Advanced", name_t="Advanced")
    return partner


@pytest.fixture
def source(db):
    return SourceFactory(name="Ext", slug="ext")


@pytest.fixture
def load(partner, source, host, django_capture_on_commit_callbacks):
    def load_rows(*rows):
        with django_capture_on_commit_callbacks(execute=True):
            return load_table(partner, DEGREES, table(host, *rows), Watcher(), product_source=source)

    return load_rows


def table(host, *rows):
    lines = [{**row(host), **each} for each in rows]
    return Table.from_lines([list(lines[0]), *(list(line.values()) for line in lines)], "degrees.csv")


def row(host):
    return {
        "Identifier": "d-1",
        "Title": "Lake Law",
        "Overview": "About lakes",
        "Slug": "lake-law",
        "Product Type": "Master's",
        "Organization Key": "LakeX",
        "Organization Short Code Override": "Lake",
        "Primary Subject": "Law",
        "Course Level": "Advanced",
        "Content Language": "English - United States",
        "Paid Landing Page URL": "https://lake.example.com/paid",
        "Organic URL": "https://lake.example.com/organic",
        "Card Image URL": f"{host.url}/card.jpg",
        "Organization Logo Override": f"{host.url}/logo.png",
        "Courses": "Water | Law & order|",
        "Specializations": "Rivers|Seas",
    }


def counts(run):
    return run.created, run.updated, run.unchanged, run.skipped, run.failed


def notes():
    return list(RowFailure.objects.order_by("pk").values_list("key", "code", "message"))


def test_a_new_degree_with_all_that_belongs_to_it(load, partner, source):
    run = load({})
    degree = Degree.objects.get()
    assert counts(run) == (1, 0, 0, 0, 0)
    assert (degree.title, degree.overview, degree.type.slug) == ("Lake Law", "About lakes", "masters")
    assert (degree.partner, degree.product_source, degree.status) == (partner, source, "unpublished")
    assert degree.marketing_slug == "masters/lakex-lake-law"
    assert degree.organization_short_code_override == "Lake"
    assert degree.primary_subject_override.name == "Law"
    assert degree.level_type_override.name == "Advanced"
    assert degree.language_override_id == "en-us"
    assert [each.key for each in degree.authoring_organizations.all()] == ["LakeX"]
    assert degree.additional_metadata.external_identifier == "d-1"
    assert degree.additional_metadata.external_url == "https://lake.example.com/paid"
    assert degree.additional_metadata.organic_url == "https://lake.example.com/organic"
    assert [each.value for each in degree.specializations.all()] == ["Rivers", "Seas"]
    assert degree.curricula.get().marketing_text == "<ul><li>Water</li><li>Law &amp; order</li></ul>"
    assert degree.card_image.name.startswith(f"media/programs/card_images/{degree.uuid}")
    assert degree.card_image.name.endswith(".jpg")
    assert degree.organization_logo_override.read() == drawn("blue")
    assert run.results["created_products"] == [str(degree.uuid)]
    assert run.results["degrees"] == [[str(degree.uuid), "masters/lakex-lake-law"]]


def test_a_second_load_writes_nothing(load):
    load({})
    history = Degree.history.count()
    with CaptureQueriesContext(connection) as queries:
        run = load({})
    assert counts(run) == (0, 0, 1, 0, 0)
    # Of the load itself there is a record.
    written = [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "data_loading_" not in sql] == []
    assert Degree.history.count() == history
    assert "created_products" not in run.results


def test_queries_of_unchanged_pages(load, partner, source, host, settings):
    settings.DATA_LOADING_PAGE_SIZE = 6
    rows = [{"Identifier": f"d-{n}", "Title": f"Degree {n}"} for n in range(13)]
    load(*rows)
    with queries_of_pages() as (watcher, found):
        load_table(partner, DEGREES, table(host, *rows), watcher, product_source=source)
    # The first page reads the short lists as well; the last one has a single row.
    assert found["csv_degrees"][1:] == [10, 10]


def test_what_is_new_in_the_table_is_taken_over(load, host):
    load({})
    host.pictures["/card.jpg"] = drawn("green", "JPEG")
    OrganizationFactory(partner=Degree.objects.get().partner, key="SeaX")
    run = load(
        {
            "Title": "Sea Law",
            "Organization Key": "SeaX",
            "Courses": "Salt",
            "Specializations": "Seas|Oceans",
            "Organic URL": "https://sea.example.com/",
        }
    )
    degree = Degree.objects.get()
    assert counts(run) == (0, 1, 0, 0, 0)
    assert degree.title == "Sea Law"
    assert degree.marketing_slug == "masters/lakex-lake-law"
    assert [each.key for each in degree.authoring_organizations.all()] == ["SeaX"]
    assert degree.curricula.get().marketing_text == "<ul><li>Salt</li></ul>"
    assert [each.value for each in degree.specializations.all()] == ["Seas", "Oceans"]
    assert Specialization.objects.count() == 3
    assert degree.additional_metadata.organic_url == "https://sea.example.com/"
    assert degree.card_image.read() == drawn("green", "JPEG")


def test_a_new_picture_alone_is_an_update(load, host):
    load({})
    host.pictures["/logo.png"] = drawn("white")
    assert counts(load({})) == (0, 1, 0, 0, 0)
    assert Degree.objects.get().organization_logo_override.read() == drawn("white")


def test_blank_lists_leave_what_there_is(load):
    load({})
    assert counts(load({"Courses": "", "Specializations": " | ", "Organization Logo Override": ""})) == (0, 0, 1, 0, 0)


def test_the_first_curriculum_gets_the_text(load, partner, source):
    metadata = DegreeAdditionalMetadataFactory(
        external_identifier="d-1", degree__partner=partner, degree__product_source=source
    )
    first = CurriculumFactory(program=metadata.degree, marketing_text="<p>old</p>")
    CurriculumFactory(program=metadata.degree, marketing_text="<p>other</p>")
    load({"Courses": "Water"})
    assert Curriculum.objects.get(pk=first.pk).marketing_text == "<ul><li>Water</li></ul>"
    assert Curriculum.objects.count() == 2


def test_a_slug_with_directories_is_taken_as_it_is(load):
    load({"Slug": "online-degrees/lake-law"})
    assert Degree.objects.get().marketing_slug == "online-degrees/lake-law"
    load({"Slug": "online-degrees/law-of-lakes"})
    assert Degree.objects.get().marketing_slug == "online-degrees/law-of-lakes"


def test_a_taken_slug_gets_a_number_and_a_taken_path_is_refused(load):
    ProgramFactory(marketing_slug="masters/lakex-lake-law")
    run = load({}, {"Identifier": "d-2", "Slug": "masters/lakex-lake-law"})
    assert Degree.objects.get().marketing_slug == "masters/lakex-lake-law-2"
    assert counts(run) == (1, 0, 0, 0, 1)
    assert notes() == [
        (
            "d-2",
            "DEGREE_CREATE_ERROR",
            "[DEGREE_CREATE_ERROR] Unable to create degree masters/lakex-lake-law in the system. The ingestionfailed "
            "with the exception: masters/lakex-lake-law is the slug of another program",
        )
    ]


def test_all_that_is_missing_is_told_and_the_row_counts_once(load, caplog):
    run = load(
        {
            "Organization Key": "NoX",
            "Product Type": "Doctor's",
            "Primary Subject": "Magic",
            "Course Level": "Impossible",
            "Content Language": "Elvish",
            "Overview": "",
            "Card Image URL": " ",
        }
    )
    assert counts(run) == (0, 0, 0, 0, 1)
    expected = [
        "[MISSING_ORGANIZATION] Unable to locate partner organization with key NoX for the degree lake-law.",
        '[MISSING_PROGRAM_TYPE] Unable to find the program type "Doctor\'s" for the degree lake-law',
        '[MISSING_SUBJECT_DATA] Unable to find the subject "Magic" for the degree lake-law',
        '[MISSING_LEVEL_TYPE_DATA] Unable to find the level type "Impossible" for the degree lake-law',
        '[MISSING_LANGUAGE_TAG_DATA] Unable to find the language "Elvish" for the degree lake-law',
        "[MISSING_REQUIRED_DATA] Degree lake-law is missing the required data for ingestion. "
        'The missing data elements are "overview, card_image_url"',
    ]
    assert [message for _key, _code, message in notes()] == expected
    assert [message for message in caplog.messages if message.startswith("[")] == expected
    assert {code for _key, code, _message in notes()} == {each[1 : each.index("]")] for each in expected}
    assert not Degree.objects.exists()


def test_columns_that_a_product_source_asks_for(load, settings):
    settings.DEGREE_VARIANTS_FIELD_MAP = {"ext": ["placement"], "other": ["nothing"]}
    load({})
    assert notes()[0][2].endswith('The missing data elements are "placement"')


def test_a_row_at_fault_stops_nobody_else(load):
    run = load({}, {"Identifier": "d-2", "Organic URL": "nowhere"}, {"Identifier": "d-3", "Title": "Sea Law"})
    assert counts(run) == (2, 0, 0, 0, 1)
    assert [(key, code) for key, code, _message in notes()] == [("d-2", "DEGREE_CREATE_ERROR")]
    assert Program.objects.count() == 2


def test_an_update_that_fails_leaves_the_degree_as_it_was(load):
    load({})
    run = load({"Title": "Sea Law", "Organic URL": "nowhere"})
    assert counts(run) == (0, 0, 0, 0, 1)
    assert notes()[0][2] == (
        "[DEGREE_UPDATE_ERROR] Unable to update degree lake-law in the system. The updatefailed with the exception: "
        "Enter a valid URL."
    )
    assert Degree.objects.get().title == "Lake Law"


@pytest.mark.parametrize("page_size", [50, 1])
def test_an_identifier_given_twice(load, settings, page_size):
    settings.DATA_LOADING_PAGE_SIZE = page_size
    run = load({}, {"Title": "Sea Law"})
    assert counts(run) == (1, 0, 0, 0, 1)
    assert notes()[0][2].endswith("identifier d-1 stands in the table more than once")
    assert Degree.objects.get().title == "Lake Law"


def test_a_row_given_twice_makes_one_degree(load):
    assert counts(load({}, {})) == (1, 0, 0, 0, 1)
    assert Degree.objects.count() == 1


def test_values_that_do_not_fit(load):
    run = load({"Specializations": "x" * 256}, {"Identifier": "d-2", "Title": "x" * 256})
    assert counts(run) == (0, 0, 0, 0, 2)
    assert all("has at most 255 characters" in message for _key, _code, message in notes())
    assert not Program.objects.exists()


def test_pictures_that_fail_leave_the_row_successful(load, host):
    host.pictures.clear()
    assert counts(load({})) == (1, 0, 0, 0, 0)
    assert notes() == [
        (
            "d-1",
            "IMAGE_DOWNLOAD_FAILURE",
            "[IMAGE_DOWNLOAD_FAILURE] The degree image download failed for the degree lake-law.",
        ),
        (
            "d-1",
            "LOGO_IMAGE_DOWNLOAD_FAILURE",
            "[LOGO_IMAGE_DOWNLOAD_FAILURE] The logo image download failed for the degree lake-law.",
        ),
    ]
    assert not Degree.objects.get().card_image


def test_the_same_identifier_of_others_is_not_touched(load, partner, source):
    other_source = DegreeAdditionalMetadataFactory(external_identifier="d-1", degree__partner=partner).degree
    other_partner = DegreeAdditionalMetadataFactory(external_identifier="d-1", degree__product_source=source).degree
    assert counts(load({})) == (1, 0, 0, 0, 0)
    for degree in (other_source, other_partner):
        title = degree.title
        degree.refresh_from_db()
        assert degree.title == title


def test_a_degree_without_product_source_is_adopted(load, partner, source):
    orphan = DegreeFactory(partner=partner, product_source=None)
    DegreeAdditionalMetadata.objects.create(degree=orphan, external_identifier="d-1")
    assert counts(load({})) == (0, 1, 0, 0, 0)
    orphan.refresh_from_db()
    assert (orphan.product_source, orphan.title) == (source, "Lake Law")


def test_the_sources_own_names_of_organizations_come_first(load, partner, source):
    mapped = OrganizationFactory(partner=partner, key="SeaX")
    OrganizationMappingFactory(source=source, organization=mapped, organization_external_key="LakeX")
    load({})
    assert [each.key for each in Degree.objects.get().authoring_organizations.all()] == ["SeaX"]


def test_a_type_that_the_source_restricts(load, source):
    load({})
    assert Degree.objects.get().has_ofac_restrictions is None
    source.ofac_restricted_program_types.add(Degree.objects.get().type)
    assert counts(load({})) == (0, 1, 0, 0, 0)
    degree = Degree.objects.get()
    assert degree.has_ofac_restrictions is True
    assert degree.ofac_comment == "Program type masters is OFAC restricted for Ext"
    assert counts(load({})) == (0, 0, 1, 0, 0)


def test_degrees_that_the_table_does_not_name_stay(load):
    load({}, {"Identifier": "d-2", "Title": "Sea Law"})
    load({})
    assert Degree.objects.count() == 2


# The command


@pytest.fixture
def csv_path(tmp_path, host):
    path = tmp_path / "degrees.csv"
    cells = row(host)
    lines = [cells, {**cells, "Identifier": "d-2", "Course Level": "Impossible"}]
    text = [",".join(cells), *(",".join(f'"{value}"' for value in line.values()) for line in lines)]
    path.write_text("\n".join(text), encoding="utf-8")
    return str(path)


def run_command(**options):
    call_command("import_degree_data", product_source="ext", stdout=io.StringIO(), **options)


def test_the_command_loads_logs_and_mails(partner, source, csv_path, settings, caplog, mailoutbox):
    caplog.set_level("INFO")
    settings.PRODUCT_METADATA_MAPPING = {"DEGREES": {"ext": {"EMAIL_NOTIFICATION_LIST": ["team@example.org"]}}}
    settings.PUBLISHER_FROM_EMAIL = "from@example.org"
    run_command(csv_path=csv_path)
    degree = Degree.objects.get()
    error = '[MISSING_LEVEL_TYPE_DATA] Unable to find the level type "Impossible" for the degree lake-law'
    told = [message for message in caplog.messages if not message.startswith("Image for")]
    for message in (
        "Starting CSV loader import flow for partner edx",
        "Initiating Degree CSV data loader flow.",
        "Degree with external identifier d-1 is not located in the database. Creating new degree.",
        "Degree CSV loader ingest pipeline has completed.",
        f"Summarized errors:\n{error}",
        f"Degree UUIDs:\n{degree.uuid}:masters/lakex-lake-law",
        "Sending Ingestion stats email for product type DEGREES",
        "CSV loader import flow completed.",
    ):
        assert message in told
        told = told[told.index(message) :]
    assert mailoutbox[0].subject == "Ext - Degrees Data Ingestion"
    assert mailoutbox[0].to == ["team@example.org"]
    assert str(degree.uuid) in mailoutbox[0].body
    assert mailoutbox[0].attachments == []


def test_the_command_reads_the_configured_sheet(partner, source, host, settings, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "course_discovery.apps.data_loading.management.ingestion_command.sheet_table",
        lambda config: asked.append(config) or table(host, {}),
    )
    mapping = {"SHEET_ID": "sheet", "INPUT_TAB_ID": 7}
    settings.PRODUCT_METADATA_MAPPING = {"DEGREES": {"ext": mapping}}
    run_command(args_from_env="yes")
    assert asked == [mapping]
    assert Degree.objects.count() == 1


def test_the_command_says_what_is_not_there(partner, source, tmp_path):
    with pytest.raises(CommandError, match="Unable to locate partner with code nobody"):
        run_command(csv_path="x", partner_code="nobody")
    with pytest.raises(CommandError, match="Unable to locate Product Source with code none"):
        call_command("import_degree_data", product_source="none", csv_path="x")
    missing = str(tmp_path / "none.csv")
    with pytest.raises(CommandError) as raised:
        run_command(csv_path=missing)
    assert str(raised.value).startswith(
        f"CSV loader import could not be completed due to unexpected errors.\nError opening CSV file at path: {missing}"
    )
