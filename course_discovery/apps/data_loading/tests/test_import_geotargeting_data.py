import logging

import pytest

from course_discovery.apps.course_metadata.models import Course, CourseLocationRestriction
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseLocationRestrictionFactory
from course_discovery.apps.data_loading.models import RowFailure, SourceRun
from course_discovery.apps.data_loading.tests.product_pairs import LONG_AGO, UNKNOWN, pair
from course_discovery.apps.data_loading.tests.tables import load_csv
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramLocationRestrictionFactory

HEADER = "uuid,product_type,include_or_exclude,countries"


@pytest.fixture
def load(tmp_path, bare_partner):
    return lambda *lines: load_csv("import_geotargeting_data", tmp_path, HEADER, *lines)


def restriction_of(product):
    restriction = type(product)._base_manager.get(pk=product.pk).location_restriction
    return restriction.restriction_type, restriction.countries, restriction.states


def run():
    return SourceRun.objects.order_by("-pk").first()


def test_both_rows_of_a_course_share_a_restriction(load, bare_partner):
    draft, official = pair(bare_partner)
    load(f'{draft.uuid},Course,Include,"fr; us,us"')
    assert restriction_of(draft) == ("allowlist", ["FR", "US"], [])
    draft.refresh_from_db()
    official.refresh_from_db()
    assert draft.location_restriction == official.location_restriction
    assert draft.data_modified_timestamp > LONG_AGO
    assert official.data_modified_timestamp > LONG_AGO
    assert run().written == {"courselocationrestriction": {"created": 1}, "course": {"updated": 2}}


def test_a_program_has_one_that_is_changed(load, bare_partner):
    program = ProgramFactory(partner=bare_partner, data_modified_timestamp=LONG_AGO)
    load(f"{program.uuid},program,exclude,CU;IR")
    assert restriction_of(program) == ("blocklist", ["CU", "IR"], [])
    first = Program.objects.get().location_restriction
    load(f"{program.uuid},program,exclude,CU")
    program = Program.objects.get()
    assert program.location_restriction == first
    assert restriction_of(program) == ("blocklist", ["CU"], [])
    assert program.data_modified_timestamp > LONG_AGO
    assert (run().updated, run().results) == (1, {"programs": [str(program.uuid)]})


def test_the_same_table_again_writes_nothing(load, bare_partner):
    draft, _official = pair(bare_partner)
    program = ProgramFactory(partner=bare_partner)
    load(f"{draft.uuid},course,include,FR;US", f"{program.uuid},program,exclude,CU;IR")
    Course.everything.update(data_modified_timestamp=LONG_AGO)
    Program.objects.update(data_modified_timestamp=LONG_AGO)
    load(f"{draft.uuid},course,include,US;FR", f"{program.uuid},program,exclude,IR;CU")
    assert (run().unchanged, run().written, run().results) == (2, {}, {})
    draft.refresh_from_db()
    assert (draft.data_modified_timestamp, Program.objects.get().data_modified_timestamp) == (LONG_AGO, LONG_AGO)


def test_no_countries_are_no_countries(load, bare_partner):
    draft, _official = pair(bare_partner)
    load(f"{draft.uuid},course,include,")
    assert restriction_of(draft) == ("allowlist", [], [])


def test_states_stay_while_they_mean_the_same(load, bare_partner):
    draft, _official = pair(
        bare_partner, location_restriction=CourseLocationRestrictionFactory(countries=["DE"], states=["NY"])
    )
    program = ProgramLocationRestrictionFactory(
        program=ProgramFactory(partner=bare_partner), countries=["DE"], states=["NY"]
    ).program
    load(f"{draft.uuid},course,include,FR", f"{program.uuid},program,include,FR")
    assert restriction_of(draft) == restriction_of(program) == ("allowlist", ["FR"], ["NY"])
    load(f"{draft.uuid},course,exclude,FR", f"{program.uuid},program,exclude,FR")
    assert restriction_of(draft) == restriction_of(program) == ("blocklist", ["FR"], [])


def test_others_keep_a_restriction_that_was_shared_and_orphans_go(load, bare_partner, caplog):
    caplog.set_level(logging.INFO)
    shared, own = CourseLocationRestrictionFactory(), CourseLocationRestrictionFactory()
    one, _ = pair(bare_partner, location_restriction=shared)
    two, _ = pair(bare_partner, location_restriction=own)
    other = CourseFactory(partner=bare_partner, location_restriction=shared)
    load(f"{one.uuid},course,exclude,CU", f"{two.uuid},course,exclude,CU")
    assert restriction_of(other) == ("allowlist", ["FR", "US"], ["NY"])
    one.refresh_from_db()
    two.refresh_from_db()
    assert set(CourseLocationRestriction.objects.all()) == {shared, one.location_restriction, two.location_restriction}
    assert one.location_restriction != two.location_restriction
    assert f"Removed orphaned course location restriction with id: {own.pk}" in caplog.messages


def test_a_draft_that_says_it_already_lends_its_restriction(load, bare_partner):
    mine = CourseLocationRestrictionFactory(countries=["FR"], states=[])
    draft, official = pair(bare_partner, location_restriction=mine)
    Course.everything.filter(pk=official.pk).update(location_restriction=None)
    load(f"{draft.uuid},course,include,FR")
    assert Course.objects.get().location_restriction == mine
    assert run().written == {"course": {"updated": 1}}


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (
            f"{UNKNOWN},course,,FR",
            f"Missing field: include_or_exclude, Course or Program with UUID {UNKNOWN} was not found",
        ),
        ("nonsense,course,maybe,FR", "Invalid UUID: nonsense, Wrong include/exclude value for UUID: nonsense"),
        ("nonsense,course,include,FR;XX", "Invalid UUID: nonsense, Error in the countries list for UUID: nonsense"),
        (f"{UNKNOWN},program,include,FR", f"Course or Program with UUID {UNKNOWN} was not found"),
    ],
)
def test_a_row_at_fault_is_skipped_with_all_its_faults(load, line, problems):
    load(line)
    label, kind, *_ = line.split(",")
    assert RowFailure.objects.get().message == f"Skipped {kind} with UUID {label}. Errors: {problems}"
    assert not CourseLocationRestriction.objects.exists()


def test_the_last_of_two_rows_about_a_product_counts(load, bare_partner):
    draft, _official = pair(bare_partner)
    program = ProgramFactory(partner=bare_partner)
    load(
        f"{draft.uuid},course,include,FR",
        f"{program.uuid},program,include,FR",
        f"{draft.uuid},course,exclude,US",
        f"{program.uuid},program,exclude,US",
    )
    assert restriction_of(draft) == restriction_of(program) == ("blocklist", ["US"], [])
    assert CourseLocationRestriction.objects.count() == 1
