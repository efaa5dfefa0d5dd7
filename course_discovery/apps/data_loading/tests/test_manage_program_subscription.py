from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.data_loading.models import RowFailure, SourceRun
from course_discovery.apps.data_loading.sources.table import Table
from course_discovery.apps.data_loading.tests.tables import load_csv
from course_discovery.apps.programs.models import ProgramSubscription, ProgramSubscriptionPrice
from course_discovery.apps.programs.tests.factories import (
    ProgramFactory,
    ProgramSubscriptionFactory,
    ProgramSubscriptionPriceFactory,
)

HEADER = "UUID,Subscription Price,Subscription Eligible,Currency"
UNKNOWN = "7b4ad6d6-3a52-4d2f-a5a5-3c1c4d7f6a00"
COMMAND = "manage_program_subscription"


@pytest.fixture
def program(bare_partner):
    return ProgramFactory(partner=bare_partner)


@pytest.fixture
def load(tmp_path, bare_partner):
    return lambda *lines: load_csv(COMMAND, tmp_path, HEADER, *lines)


def stored():
    return set(
        ProgramSubscription.objects.values_list(
            "program__uuid", "subscription_eligible", "prices__currency", "prices__price"
        )
    )


def run():
    return SourceRun.objects.order_by("-pk").first()


def test_a_subscription_and_its_prices(load, program):
    load(f"{program.uuid},$39.5,TRUE,USD", f"{program.uuid},$ 35,TRUE,EUR")
    assert stored() == {
        (program.uuid, True, "USD", Decimal("39.50")),
        (program.uuid, True, "EUR", Decimal("35.00")),
    }
    assert (run().created, run().updated) == (1, 1)


def test_what_there_is_is_changed(load, program):
    subscription = ProgramSubscriptionFactory(program=program)
    price = ProgramSubscriptionPriceFactory(program_subscription=subscription, price="39.00")
    load(f"{program.uuid},49,FALSE,USD", f"{program.uuid},50,FALSE,EUR")
    assert stored() == {
        (program.uuid, False, "USD", Decimal("49.00")),
        (program.uuid, False, "EUR", Decimal("50.00")),
    }
    assert ProgramSubscriptionPrice.objects.get(currency="USD").pk == price.pk
    assert ProgramSubscription.objects.get().modified > subscription.modified


def test_the_same_table_again_writes_nothing(load, program):
    line = f"{program.uuid},39,TRUE,USD"
    load(line)
    load(line)
    assert (run().unchanged, run().written) == (1, {})


def test_a_row_without_price_leaves_prices_alone(load, program):
    subscription = ProgramSubscriptionFactory(program=program)
    ProgramSubscriptionPriceFactory(program_subscription=subscription, price="39.00")
    load(f"{program.uuid},,FALSE,USD")
    assert stored() == {(program.uuid, False, "USD", Decimal("39.00"))}


@pytest.mark.parametrize(
    ("line", "message", "code"),
    [
        (
            "{0},39,True,USD",
            "Skipped record: {0} because of invalid subscription eligibility value",
            "invalid_eligibility",
        ),
        ("{0},39,,USD", "Skipped record: {0} because of invalid subscription eligibility value", "invalid_eligibility"),
        ("{0},free,TRUE,USD", "Skipped record: {0} because of invalid subscription price value", "invalid_price"),
        ("{0},-1,TRUE,USD", "Skipped record: {0} because of invalid subscription price value", "invalid_price"),
        ("{0},39,TRUE,QQQ", "Could not find currency QQQ for program {0}", "unknown_currency"),
        (f"{UNKNOWN},39,TRUE,USD", f"Unable to locate Program instance with code {UNKNOWN}", "program_not_found"),
        ("nonsense,39,TRUE,USD", "Unable to locate Program instance with code nonsense", "program_not_found"),
    ],
)
def test_a_row_at_fault_stops_nobody_else(load, program, caplog, line, message, code):
    other = ProgramFactory(partner=program.partner)
    load(line.format(program.uuid), f"{other.uuid},39,TRUE,USD")
    assert stored() == {(other.uuid, True, "USD", Decimal("39.00"))}
    failure = RowFailure.objects.get()
    assert (failure.message, failure.code) == (message.format(program.uuid), code)
    assert [record.levelname for record in caplog.records if record.getMessage() == failure.message] == ["ERROR"]


def test_another_partners_program_is_none_of_ours(load):
    other = ProgramFactory(partner=PartnerFactory())
    load(f"{other.uuid},39,TRUE,USD")
    assert RowFailure.objects.get().code == "program_not_found"


def test_a_table_that_cannot_be_read(tmp_path, bare_partner):
    with pytest.raises(CommandError, match=r"^Error reading the input data source\n.*no column subscription_eligible"):
        load_csv(COMMAND, tmp_path, "uuid,price", "x,1")


def test_the_sheet_of_the_settings(program, settings, monkeypatch):
    settings.SUBSCRIPTION_METADATA_MAPPING = {"SHEET_ID": "abc", "INPUT_TAB_ID": "0"}
    sheets = {"abc": Table.from_lines([HEADER.split(","), [str(program.uuid), "$39", "TRUE", "USD"]], "sheet abc")}
    monkeypatch.setattr(
        f"course_discovery.apps.data_loading.management.commands.{COMMAND}.sheet_table",
        lambda mapping: sheets[mapping["SHEET_ID"]],
    )
    call_command(COMMAND, "--args_from_env=true", stdout=StringIO())
    assert stored() == {(program.uuid, True, "USD", Decimal("39.00"))}
    with pytest.raises(CommandError, match="Configuration object is not enabled"):
        call_command(COMMAND, "--args_from_env=False", stdout=StringIO())
