import pytest

from course_discovery.apps.data_loading.sources.sheet import sheet_table
from course_discovery.apps.data_loading.sources.table import UnreadableTable
from course_discovery.integrations.tests.outside import use_google
from course_discovery.sandbox.outside import GoogleDouble, running_double
from course_discovery.sandbox.outside.google import Tab


@pytest.fixture
def google(settings):
    settings.PLATFORM_API_FIRST_WAIT = 0.001
    with running_double(GoogleDouble()) as double:
        double.sheets["sheet"] = {
            0: Tab("Degrees", [["Identifier", "Primary Subject"], ["d-1", "Law"], ["", " "], [5]])
        }
        use_google(double, settings)
        yield double


def test_a_tab_as_a_table(google):
    table = sheet_table({"SHEET_ID": "sheet", "INPUT_TAB_ID": 0})
    assert table.columns == ("identifier", "primary_subject")
    assert table.rows == [["d-1", "Law"], ["5"]]
    assert table.origin == "Google sheet sheet, tab 0"


def test_a_sheet_that_is_not_shared(google):
    with pytest.raises(UnreadableTable, match="^Error reading input data source: Google sheet other, tab 0: .*404"):
        sheet_table({"SHEET_ID": "other", "INPUT_TAB_ID": "0"})


@pytest.mark.parametrize("config", [{}, {"SHEET_ID": "sheet"}, {"SHEET_ID": "sheet", "INPUT_TAB_ID": "Degrees"}])
def test_no_sheet_is_configured(config):
    with pytest.raises(UnreadableTable, match="no sheet is configured"):
        sheet_table(config)


def test_no_account_is_configured(settings):
    settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS = {}
    with pytest.raises(UnreadableTable, match="GOOGLE_SERVICE_ACCOUNT_CREDENTIALS is empty"):
        sheet_table({"SHEET_ID": "sheet", "INPUT_TAB_ID": 0})
