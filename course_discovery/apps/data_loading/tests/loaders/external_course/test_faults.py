"""Rows of courses that are at fault."""

import logging

import pytest

from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    Collaborator,
    Course,
    CourseRun,
    Person,
)
from course_discovery.apps.data_loading.loaders import external_course
from course_discovery.apps.data_loading.tests.loaders.external_course.conftest import EXECUTIVE
from course_discovery.apps.data_loading.tests.loaders.external_course.reading import (
    counts,
    failures,
    pictures,
    variant,
)
from course_discovery.apps.data_loading.tests.loaders.external_course.tables import (
    a_row,
)


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        (
            {"Organization": "SeaX", "Course Enrollment Track": "No", "Title": "T", "Number": ""},
            "MISSING_ORGANIZATION",
            "Unable to locate partner organization with key SeaX for the course titled T.",
        ),
        (
            {"Course Enrollment Track": "No", "Course Run Enrollment Track": "No", "Number": ""},
            "MISSING_COURSE_TYPE",
            'Unable to find the course enrollment track "No" for the course Lake Law',
        ),
        (
            {"Course Run Enrollment Track": "No", "Number": ""},
            "MISSING_COURSE_RUN_TYPE",
            'Unable to find the course run enrollment track "No" for the course Lake Law',
        ),
        (
            {"Transcript Language": "", "Number": "", "Image": " ", "End Time": None, "Certificate Text": ""},
            "MISSING_REQUIRED_DATA",
            "Course Lake Law is missing the required data for ingestion. "
            'The missing data elements are "abbreviation, image, end_time, transcript_language, certificate_text"',
        ),
        (
            {"Image": "/gone.jpg"},
            "IMAGE_DOWNLOAD_FAILURE",
            "The course image download failed for the course Lake Law.",
        ),
        (
            {"Number": "L L"},
            "COURSE_CREATE_ERROR",
            "Unable to create course Lake Law in the system. The ingestion failed with the exception: "
            "number: Special characters not allowed in Course Number.",
        ),
        (
            {"Start Date": "soon"},
            "COURSE_CREATE_ERROR",
            "Unable to create course Lake Law in the system. The ingestion failed with the exception: "
            "start_date: 'soon 08:00:00' is not a date",
        ),
        (
            {"Primary Subject": "Snow"},
            "COURSE_UPDATE_ERROR",
            "Unable to update course Lake Law in the system. The update failed with the exception: "
            "Unable to locate subject Snow in the database. Skipping subject association",
        ),
        (
            {"Redirect Url": None},
            "COURSE_UPDATE_ERROR",
            "Unable to update course Lake Law in the system. The update failed with the exception: "
            "redirect_url: the table has no such column",
        ),
        (
            {"Redirect Url": "nowhere"},
            "COURSE_UPDATE_ERROR",
            "Unable to update course Lake Law in the system. The update failed with the exception: "
            "external_url: Enter a valid URL.",
        ),
        (
            {"Content Language": "en, Elvish"},
            "COURSE_RUN_UPDATE_ERROR",
            "Unable to update course run of the course Lake Law in the system. The update failed with the exception: "
            "Language Elvish from provided string en, Elvish is either missing or an invalid ietf language",
        ),
        (
            {"Maximum Effort": "7"},
            "COURSE_RUN_UPDATE_ERROR",
            "Unable to update course run of the course Lake Law in the system. The update failed with the exception: "
            "min_effort: Minimum effort and Maximum effort cannot be the same",
        ),
        (
            {"Restriction Type": "secret"},
            "COURSE_RUN_UPDATE_ERROR",
            "Unable to update course run of the course Lake Law in the system. The update failed with the exception: "
            "restriction_type: Not a valid choice for restriction_type",
        ),
    ],
)
def test_a_row_at_fault_says_why_and_leaves_nothing(load, host, settings, caplog, changes, code, message):
    settings.CSV_LOADER_TYPE_SOURCE_REQUIRED_FIELDS = {EXECUTIVE: {"ext": ["certificate_header", "certificate_text"]}}
    settings.GEAG_API_INGESTION_FIELDS_MAPPING = {"number": "abbreviation"}
    if changes.get("Image", "").startswith("/"):
        changes = {"Image": host.url + changes["Image"]}
    with caplog.at_level(logging.ERROR):
        run = load(a_row(host, **changes))
    assert failures(run) == [("p-1", code, f"[{code}] {message}")]
    assert f"[{code}] {message}" in caplog.text
    assert (counts(run), "created_products" in run.results) == ((0, 0, 0, 1), False)
    for model in (Course, CourseRun, AdditionalMetadata, Person, Collaborator):
        assert not model._base_manager.exists()
    assert not pictures()


def test_without_other_names_for_columns_messages_have_those_of_the_table(load, host, settings):
    assert settings.GEAG_API_INGESTION_FIELDS_MAPPING == {}
    ((_key, code, message),) = failures(load(a_row(host, Number="")))
    assert code == "MISSING_REQUIRED_DATA"
    assert "number" in message


def test_a_fault_in_review_leaves_nothing_and_stops_nobody_else(load, host, monkeypatch):
    complete = external_course.complete_review_phase

    def refuse(run, *given):
        if run.course.key == "LakeX+LL1":
            raise RuntimeError("no review today")
        return complete(run, *given)

    monkeypatch.setattr(external_course, "complete_review_phase", refuse)
    run = load(a_row(host), a_row(host, Number="LL2", Title="Sea Law", **{"External Identifier": "p-2"}))
    assert [(code, message[-15:]) for _key, code, message in failures(run)] == [
        ("COURSE_RUN_UPDATE_ERROR", "no review today")
    ]
    assert set(Course.everything.values_list("key", flat=True)) == {"LakeX+LL2"}


def test_a_logo_that_cannot_be_had_is_reported_and_the_row_goes_on(load, host):
    run = load(a_row(host, **{"Organization Logo Override": f"{host.url}/gone.png"}))
    message = "[LOGO_IMAGE_DOWNLOAD_FAILURE] The logo image download failed for the course Lake Law."
    assert failures(run) == [("LakeX+LL1", "LOGO_IMAGE_DOWNLOAD_FAILURE", message)]
    assert (counts(run), Course.objects.get().organization_logo_override.name or None) == ((1, 0, 0, 0), None)


def test_the_next_row_of_a_course_tells_of_it_when_the_first_one_failed(load, host):
    load(a_row(host, Length="long"), variant(host, Title="Sea Law"))
    course = Course.objects.get()
    assert (course.title, course.additional_metadata.variant_id is None) == ("Sea Law", False)
    assert course.image


def test_sprints_need_no_certificate(load, host, settings):
    settings.CSV_LOADER_TYPE_SOURCE_REQUIRED_FIELDS = {EXECUTIVE: {"ext": ["certificate_header", "certificate_text"]}}
    without = {"Certificate Header": "", "Certificate Text": ""}
    assert counts(load(a_row(host, **without))) == (0, 0, 0, 1)
    assert counts(load(a_row(host, **without, **{"External Course Marketing Type": "sprint"}))) == (1, 0, 0, 0)


def test_prices_that_learners_must_not_meet_are_refused_with_their_own_words(load, host):
    load(a_row(host), variant(host))
    run = load(a_row(host), variant(host, **{"Verified Price": "-1"}))
    assert [(code, message[:39]) for _key, code, message in failures(run)] == [
        ("COURSE_UPDATE_ERROR", "[COURSE_ENTITLEMENT_PRICE_UPDATE_ERROR]")
    ]
