import logging

import pytest
from django.core.management import CommandError, call_command

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, ProductValue
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, ProductValueFactory
from course_discovery.apps.data_loading.models import RowFailure, SourceRun
from course_discovery.apps.data_loading.tests.product_pairs import LONG_AGO, UNKNOWN, pair
from course_discovery.apps.data_loading.tests.tables import load_csv
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import ProgramFactory

HEADER = "uuid,product_type,per_click_usa,per_click_international,per_lead_usa,per_lead_international"


@pytest.fixture
def load(tmp_path, bare_partner):
    return lambda *lines: load_csv("import_product_value_data", tmp_path, HEADER, *lines)


def values_of(product):
    value = type(product)._base_manager.get(pk=product.pk).in_year_value
    return value.per_click_usa, value.per_click_international, value.per_lead_usa, value.per_lead_international


def run():
    return SourceRun.objects.order_by("-pk").first()


def test_both_rows_of_a_course_share_a_value_and_blanks_are_nought(load, bare_partner):
    draft, official = pair(bare_partner)
    program = ProgramFactory(partner=bare_partner, courses=[official], data_modified_timestamp=LONG_AGO)
    load(f"{draft.uuid},course,7,,3,")
    assert values_of(draft) == (7, 0, 3, 0)
    for row in (draft, official, program):
        row.refresh_from_db()
        assert row.data_modified_timestamp > LONG_AGO
    assert draft.in_year_value == official.in_year_value == ProductValue.objects.get()


def test_blanks_leave_what_there_is(load, bare_partner):
    draft, _official = pair(bare_partner, in_year_value=ProductValueFactory())
    program = ProgramFactory(partner=bare_partner, in_year_value=ProductValueFactory())
    load(f"{draft.uuid},course,,,0,", f"{program.uuid},program,,1,,")
    assert values_of(draft) == (12, 13, 0, 11)
    assert values_of(program) == (12, 1, 10, 11)
    assert (run().created, run().updated, ProductValue.objects.count()) == (0, 2, 2)


def test_the_same_table_again_writes_nothing(load, bare_partner):
    draft, _official = pair(bare_partner)
    program = ProgramFactory(partner=bare_partner)
    lines = f"{draft.uuid},course,7,,3,", f"{program.uuid},program,1,2,3,4"
    load(*lines)
    values = set(ProductValue.objects.all())
    Course.everything.update(data_modified_timestamp=LONG_AGO)
    Program.objects.update(data_modified_timestamp=LONG_AGO)
    load(*lines)
    assert (run().unchanged, run().written) == (2, {})
    assert set(ProductValue.objects.all()) == values
    assert Course.objects.get().data_modified_timestamp == Program.objects.get().data_modified_timestamp == LONG_AGO


def test_a_value_that_others_share_is_replaced_and_stays_theirs(load, bare_partner, caplog):
    caplog.set_level(logging.INFO)
    with_program, with_course, own = ProductValueFactory(), ProductValueFactory(), ProductValueFactory()
    drafts = [pair(bare_partner, in_year_value=value)[0] for value in (with_program, with_course, own)]
    program = ProgramFactory(partner=bare_partner, in_year_value=with_program)
    course = CourseFactory(partner=bare_partner, in_year_value=with_course)
    load(*(f"{draft.uuid},course,99,,," for draft in drafts))
    assert values_of(program) == values_of(course) == (12, 13, 10, 11)
    assert [values_of(draft) for draft in drafts] == [(99, 13, 10, 11)] * 3
    # Three new ones, and two of the former.
    assert ProductValue.objects.count() == 5
    assert f"Removed orphaned product value with id: {own.pk}" in caplog.messages


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (f"{UNKNOWN},course,1,,,", f"Course with UUID: {UNKNOWN} was not found"),
        (f"{UNKNOWN},program,1,,,", f"Program with UUID: {UNKNOWN} was not found"),
        (
            f"{UNKNOWN},program,,,,",
            "Must have at least one optional field: per_click_usa, per_click_international, per_lead_usa, "
            f"per_lead_international, Program with UUID: {UNKNOWN} was not found",
        ),
        (
            ",course,1,,,",
            "Missing required field: uuid, Unable to validate that product exists due to invalid UUID",
        ),
        (
            "nonsense,,1,,,",
            "Missing required field: product_type, Invalid UUID: nonsense, "
            "Unable to validate that product exists due to invalid UUID",
        ),
        (
            f"{UNKNOWN},pathway,1,,,",
            f"Wrong product_type value for UUID: {UNKNOWN}, "
            "Unable to validate that product exists due to invalid Product Type",
        ),
        (
            f"{UNKNOWN},course,1.5,,99999999999,",
            f"Wrong per_click_usa value for UUID: {UNKNOWN}, Wrong per_lead_usa value for UUID: {UNKNOWN}, "
            f"Course with UUID: {UNKNOWN} was not found",
        ),
    ],
)
def test_a_row_at_fault_is_skipped_with_all_its_faults(load, caplog, line, problems):
    load(line)
    label, kind, *_ = line.split(",")
    assert RowFailure.objects.get().message == f"Skipped {kind} with UUID {label}. Errors: {problems}"
    assert (
        f"Data validation issue for product with UUID: {label}. Skipping ingestion for this item. Details: {problems}"
    ) in caplog.messages


def test_the_partner_is_fixed(load, tmp_path):
    with pytest.raises(TypeError, match="partner_code"):
        load_csv("import_product_value_data", tmp_path, HEADER, partner_code="edx")
    with pytest.raises(CommandError, match="unrecognized arguments: --partner_code"):
        call_command("import_product_value_data", "--partner_code=edx")


def test_a_course_of_another_partner_is_none_of_ours(load):
    other = CourseFactory(partner=PartnerFactory())
    load(f"{other.uuid},course,1,,,")
    other.refresh_from_db()
    assert other.in_year_value is None
