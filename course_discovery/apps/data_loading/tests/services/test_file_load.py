import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.models import RefreshRun, SourceRun
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.pipelines import FilePipeline
from course_discovery.apps.data_loading.records import RowError
from course_discovery.apps.data_loading.services.file_load import load_table
from course_discovery.apps.data_loading.services.lease import AlreadyRefreshing, Lease
from course_discovery.apps.data_loading.services.refresh import refresh_partner
from course_discovery.apps.data_loading.sources.table import Table, TableSource, UnreadableTable

pytestmark = pytest.mark.django_db


class Colours(TableSource):
    columns = ("colour",)

    def __init__(self, partner, table, shade="light"):
        super().__init__(partner, table)

    def key(self, cells):
        return cells["colour"]

    def transform(self, row):
        cells = self.cells(row)
        if cells["colour"] is None:
            raise RowError("NO_COLOUR", "colour is blank")
        return cells["colour"]


class ColourLoader(Loader):
    def __init__(self, reference, shade="light"):
        super().__init__(reference)
        self.shade = shade

    def load(self, records):
        outcome = Outcome()
        for colour in records:
            if colour == "ultraviolet":
                raise ValueError("nobody sees it")
            outcome.created += 1
            outcome.results["painted"].append(f"{self.shade} {colour}")
        return outcome

    def finish(self, listing):
        outcome = Outcome()
        outcome.results["proof"].append(listing.is_proof)
        return outcome


class Nobody:
    def source_started(self, source_run): ...

    def page_done(self, source_run, number, pages): ...

    def source_ended(self, source_run): ...


PIPELINE = FilePipeline("csv_colours", Colours, ColourLoader)


def table(*colours):
    return Table.from_csv("\n".join(["Colour,Note", *colours]).encode(), "colours.csv")


@pytest.fixture
def partner():
    return PartnerFactory(short_code="edx")


def load(partner, *colours, **options):
    return load_table(partner, PIPELINE, table(*colours), Nobody(), **options)


def test_all_rows_in_pages_with_what_came_of_them(partner, settings):
    settings.DATA_LOADING_PAGE_SIZE = 2
    run = load(partner, "red", "green", "blue", shade="dark")
    assert (run.status, run.pages, run.seen, run.created) == ("completed", 2, 3, 3)
    assert run.results == {"painted": ["dark red", "dark green", "dark blue"], "proof": [True]}
    assert (run.refresh_run.status, run.refresh_run.file) == ("completed", "colours.csv")
    assert SourceRun.objects.get().results == run.results


def test_a_row_at_fault_stops_nobody_else_and_says_why(partner):
    run = load(partner, "red", ",nameless", "ultraviolet", "blue")
    assert run.results["painted"] == ["light red", "light blue"]
    assert list(run.row_failures.values_list("key", "code", "message")) == [
        ("['', 'nameless']", "NO_COLOUR", "colour is blank"),
        ("ultraviolet", "error", "ValueError: nobody sees it"),
    ]
    assert (run.created, run.failed) == (2, 2)


def test_a_row_without_identity_takes_away_what_the_rest_would_prove(partner):
    assert load(partner, "red", ",nameless").results["proof"] == [False]


def test_a_table_without_its_columns_leaves_no_trace(partner):
    with pytest.raises(UnreadableTable, match="no column colour; there are shape"):
        load_table(partner, PIPELINE, Table.from_csv(b"Shape\nround\n", "shapes.csv"), Nobody())
    assert not RefreshRun.objects.exists()


def test_it_waits_for_a_refresh_and_then_says_who_is_at_it(partner, settings):
    settings.DATA_LOADING_FILE_WAIT_SECONDS = 0
    Lease(partner).take("another machine")
    with pytest.raises(AlreadyRefreshing, match="edx is already being refreshed"):
        load(partner, "red")


def test_a_killed_load_is_told_as_such_and_is_not_taken_for_a_refresh(partner):
    dead = RefreshRun.objects.create(partner=partner, file="colours.csv", started="2026-06-01T00:00Z")
    SourceRun.objects.create(refresh_run=dead, source="csv_colours", started=dead.started)
    assert refresh_partner(partner, Nobody()).pk != dead.pk
    load(partner, "red")
    dead.refresh_from_db()
    assert (dead.status, dead.sources.get().status) == ("abandoned", "abandoned")


def test_a_fault_in_the_middle_is_in_the_record(partner, monkeypatch):
    def stop(self, listing):
        raise KeyboardInterrupt

    monkeypatch.setattr(ColourLoader, "finish", stop)
    with pytest.raises(KeyboardInterrupt):
        load(partner, "red")
    run = SourceRun.objects.get()
    assert (run.status, run.refresh_run.status, run.created) == ("interrupted", "interrupted", 1)
