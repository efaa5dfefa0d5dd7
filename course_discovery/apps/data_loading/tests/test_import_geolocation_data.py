import logging
import uuid
from decimal import Decimal

import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, GeoLocation
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, GeoLocationFactory
from course_discovery.apps.data_loading.models import RowFailure, SourceRun
from course_discovery.apps.data_loading.tests.product_pairs import LONG_AGO, UNKNOWN, pair
from course_discovery.apps.data_loading.tests.tables import load_csv
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import DegreeFactory, ProgramFactory

HEADER = "UUID,Product Type,Location Name,Latitude,Longitude"


@pytest.fixture
def load(tmp_path, bare_partner):
    return lambda *lines: load_csv("import_geolocation_data", tmp_path, HEADER, *lines)


def run():
    return SourceRun.objects.order_by("-pk").first()


def test_both_rows_of_a_course_take_place_where_the_table_says(load, bare_partner):
    draft, official = pair(bare_partner)
    program = ProgramFactory(partner=bare_partner, courses=[official], data_modified_timestamp=LONG_AGO)
    load(f" {str(draft.uuid).upper()} ,Course,Cambridge,42.36,-71.09")
    place = GeoLocation.objects.get()
    assert (place.location_name, place.lat, place.lng) == ("cambridge", Decimal("42.36"), Decimal("-71.09"))
    for row in (draft, official, program):
        row.refresh_from_db()
        assert row.data_modified_timestamp > LONG_AGO
    assert draft.geolocation == official.geolocation == place
    assert [draft.history.count(), official.history.count()] == [2, 2]
    assert (run().created, run().failed) == (1, 0)
    assert run().written == {"geolocation": {"created": 1}, "course": {"updated": 2}}


def test_a_program_and_a_degree(load, bare_partner):
    program = ProgramFactory(partner=bare_partner, data_modified_timestamp=LONG_AGO)
    degree = DegreeFactory(partner=bare_partner)
    load(f"{program.uuid},program,Lima,-12.05,-77.05", f"{degree.uuid},program,Lima,-12.05,-77.05")
    program.refresh_from_db()
    degree.refresh_from_db()
    assert program.geolocation == degree.geolocation == GeoLocation.objects.get()
    assert program.data_modified_timestamp > LONG_AGO


def test_the_same_table_again_writes_nothing(load, bare_partner):
    draft, _official = pair(bare_partner)
    program = ProgramFactory(partner=bare_partner)
    # All the digits that are stored, and one more.
    lines = (
        f"{draft.uuid},course,Cambridge,42.36,-71.09",
        f"{program.uuid},program,Atoll,-12.046373123451,-177.04279312345",
    )
    load(*lines)
    Course.everything.update(data_modified_timestamp=LONG_AGO)
    Program.objects.update(data_modified_timestamp=LONG_AGO)
    load(*lines)
    assert (run().unchanged, run().written) == (2, {})
    assert set(Course.everything.values_list("data_modified_timestamp", flat=True)) == {LONG_AGO}
    assert Program.objects.get().data_modified_timestamp == LONG_AGO
    assert draft.history.count() == 2


def test_the_point_zero_is_a_point(load, bare_partner):
    draft, _official = pair(bare_partner)
    load(f"{draft.uuid},course,Null Island,0,0.0")
    draft.refresh_from_db()
    assert draft.geolocation.coordinates == (0, 0)


def test_a_point_is_shared_whatever_the_case_of_its_name(load, bare_partner, caplog):
    caplog.set_level(logging.INFO)
    place = GeoLocationFactory(location_name="Cambridge", lat=Decimal("42.36"), lng=Decimal("-71.09"))
    draft, _official = pair(bare_partner)
    load(f"{draft.uuid},course,Cambridge,42.360,-71.0900")
    draft.refresh_from_db()
    assert draft.geolocation == place
    assert f"Using existing geolocation object with id {place.pk} for product {draft.uuid}" in caplog.messages


def test_a_point_of_another_name_is_refused_and_stops_nobody_else(load, bare_partner):
    GeoLocationFactory(location_name="Boston", lat=Decimal("42.36"), lng=Decimal("-71.09"))
    draft, _official = pair(bare_partner)
    program = ProgramFactory(partner=bare_partner)
    load(f"{draft.uuid},course,Cambridge,42.36,-71.09", f"{program.uuid},program,Lima,-12.05,-77.05")
    draft.refresh_from_db()
    program.refresh_from_db()
    assert (draft.geolocation, program.geolocation.location_name) == (None, "lima")
    assert RowFailure.objects.get().message == (
        f"Skipped course with UUID {draft.uuid}. Errors: "
        "Geolocation object with lat: 42.36, lng: -71.09 exists with name Boston"
    )


def test_a_replaced_point_goes_when_neither_course_nor_program_is_there(load, bare_partner, caplog):
    caplog.set_level(logging.INFO)
    of_course, of_program, kept = GeoLocationFactory(), GeoLocationFactory(), GeoLocationFactory()
    alone, _ = pair(bare_partner, geolocation=of_course)
    other, _ = pair(bare_partner, geolocation=of_program)
    third, _ = pair(bare_partner, geolocation=kept)
    ProgramFactory(partner=bare_partner, geolocation=of_program)
    CourseFactory(partner=bare_partner, geolocation=kept)
    unused = GeoLocationFactory()
    load(*(f"{draft.uuid},course,Lima,-12.05,-77.05" for draft in (alone, other, third)))
    assert not GeoLocation.objects.filter(pk=of_course.pk).exists()
    assert GeoLocation.objects.filter(pk__in=[of_program.pk, kept.pk, unused.pk]).count() == 3
    assert f"Removed orphaned geolocation with id: {of_course.pk}" in caplog.messages
    assert Program.objects.get().geolocation == of_program


def test_the_last_of_two_rows_about_a_product_counts(load, bare_partner):
    draft, _official = pair(bare_partner)
    load(f"{draft.uuid},course,Lima,-12.05,-77.05", f"{draft.uuid},course,Oslo,59.9,10.7")
    draft.refresh_from_db()
    assert draft.geolocation == GeoLocation.objects.get()
    assert draft.geolocation.location_name == "oslo"


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (",course,Lima,1,2", "Missing field: uuid"),
        (f"{UNKNOWN},,Lima,1,2", "Missing field: product_type"),
        (
            f"{UNKNOWN},course,,1,2",
            f"Missing field: location_name, Course or Program with UUID {UNKNOWN} was not found",
        ),
        ("nonsense,course,Lima,,", "Missing field: latitude, Missing field: longitude, Invalid UUID: nonsense"),
        (f"{UNKNOWN},pathway,Lima,1,2", f"Wrong product_type value for UUID: {UNKNOWN}"),
        (f"{UNKNOWN},program,Lima,1,2", f"Course or Program with UUID {UNKNOWN} was not found"),
        (
            f"{UNKNOWN},Sea,Lima,90.5,east",
            f"Wrong product_type value for UUID: {UNKNOWN}, Wrong latitude value for UUID: {UNKNOWN}, "
            f"Wrong longitude value for UUID: {UNKNOWN}",
        ),
    ],
)
def test_a_row_at_fault_is_skipped_with_all_its_faults(load, caplog, line, problems):
    printed = load(line)
    label = line.split(",")[0]
    kind = line.split(",")[1].lower()
    message = (
        f"Data validation issue for product with UUID: {label}.Skipping ingestion for this item.Details: {problems}"
    )
    assert [record.levelname for record in caplog.records if record.getMessage() == message] == ["ERROR"]
    failure = RowFailure.objects.get()
    assert failure.message == f"Skipped {kind} with UUID {label}. Errors: {problems}"
    assert (run().status, run().failed) == ("completed", 1)
    assert problems in printed.replace("\n", " ")


def test_another_partners_product_is_none_of_ours(load):
    other = CourseFactory(partner=PartnerFactory(), uuid=uuid.uuid4())
    load(f"{other.uuid},course,Lima,-12.05,-77.05")
    assert RowFailure.objects.get().code == "product_not_found"
    other.refresh_from_db()
    assert other.geolocation is None


def test_what_was_done_and_what_not_is_told_at_the_end(load, bare_partner, caplog):
    caplog.set_level(logging.INFO)
    draft, _official = pair(bare_partner)
    program = ProgramFactory(partner=bare_partner)
    load(
        f"{draft.uuid},course,Lima,-12.05,-77.05",
        f"{program.uuid},program,Lima,-12.05,-77.05",
        f"{UNKNOWN},course,Lima,-12.05,-77.05",
    )
    assert caplog.messages[-4:] == [
        f"Skipped items:\nSkipped course with UUID {UNKNOWN}. Errors: "
        f"Course or Program with UUID {UNKNOWN} was not found",
        f"Successfully updated courses: \n{draft.uuid}",
        f"Successfully updated programs: \n{program.uuid}",
        "Geolocation CSV loader import flow completed.",
    ]
    assert f"Created geolocation data for product with UUID: {draft.uuid}" in caplog.messages
    assert f"Created new geolocation object with id {GeoLocation.objects.get().pk} for product {draft.uuid}" in (
        caplog.messages
    )
    load(f"{draft.uuid},course,Oslo,59.9,10.7")
    assert f"Updated geolocation data for product with UUID: {draft.uuid}" in caplog.messages


def test_whoever_keeps_documents_is_told(load, bare_partner):
    _draft, official = pair(bare_partner)
    program = ProgramFactory(partner=bare_partner)
    told = {}

    def listen(model, pks, **_):
        told.setdefault(model, set()).update(pks)

    catalogue_changed.connect(listen)
    try:
        load(f"{official.uuid},course,Lima,-12.05,-77.05", f"{program.uuid},program,Lima,-12.05,-77.05")
    finally:
        catalogue_changed.disconnect(listen)
    assert official.pk in told[Course]
    assert told[Program] == {program.pk}
