import logging

import pytest

from course_discovery.integrations.google_sheets import GoogleSheets, SheetNotFound, TabNotFound
from course_discovery.integrations.optional import NotAvailable
from course_discovery.integrations.tests.outside import private_key, use_google
from course_discovery.sandbox.api import json_response
from course_discovery.sandbox.outside import GoogleDouble, running_double
from course_discovery.sandbox.outside.google import Tab

INPUT = {"SHEET_ID": "sheet", "INPUT_TAB_ID": "7"}
OUTPUT = {"SHEET_ID": "sheet", "OUTPUT_TAB_ID": "Products"}


@pytest.fixture
def google(settings):
    with running_double(GoogleDouble()) as double:
        double.sheets["sheet"] = {
            0: Tab("First"),
            7: Tab("Bob's rows", [["Title", "Price", "Note"], ["Law", 20, ""], ["Art", "", "new"]]),
        }
        use_google(double, settings)
        yield double


def test_lines_of_the_tab_with_a_numeric_id(google):
    lines = GoogleSheets().lines("sheet", 7)
    assert lines == [["Title", "Price", "Note"], ["Law", "20"], ["Art", "", "new"]]
    assert google.claims[0]["scope"] == "https://www.googleapis.com/auth/spreadsheets"
    assert [request.method for request in google.requests] == ["POST", "GET", "GET"]


def test_an_empty_tab_has_no_lines(google):
    assert GoogleSheets().lines("sheet", 0) == []
    assert GoogleSheets().read_data({"SHEET_ID": "sheet", "INPUT_TAB_ID": 0}) == []


def test_rows_by_column(google):
    assert GoogleSheets().read_data(INPUT) == [
        {"Title": "Law", "Price": "20", "Note": ""},
        {"Title": "Art", "Price": "", "Note": "new"},
    ]


def test_settings_in_capitals_with_line_ends_spelled_out_will_do(google, settings):
    written = settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS
    settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS = {
        name.upper(): value.replace("\n", "\\n") for name, value in written.items()
    }
    assert "\\n" in settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS["PRIVATE_KEY"]
    assert len(GoogleSheets().lines("sheet", 7)) == 3


@pytest.mark.parametrize(
    ("config", "logged"),
    [
        ({"SHEET_ID": "other", "INPUT_TAB_ID": "7"}, "[Spread Sheet Not Found]: "),
        ({"SHEET_ID": "sheet", "INPUT_TAB_ID": "8"}, "[Worksheet Not Found]: "),
        ({"SHEET_ID": "sheet", "INPUT_TAB_ID": "Products"}, "[Spread Sheet Read Error]: "),
    ],
)
def test_nothing_and_a_reason_in_the_log(google, caplog, config, logged):
    assert GoogleSheets().read_data(config) is None
    assert caplog.messages[-1].startswith(logged)


def test_whoever_reads_lines_is_told(google):
    with pytest.raises(SheetNotFound, match="status 404"):
        GoogleSheets().lines("other", 7)
    with pytest.raises(TabNotFound, match="no tab with sheetId 8"):
        GoogleSheets().lines("sheet", 8)


def test_a_refused_token_is_a_failed_connection(google, caplog):
    google.failing["/token"] = json_response(400, {"error": "invalid_grant"})
    assert GoogleSheets().read_data(INPUT) is None
    assert caplog.messages[-1].startswith("[Connection Failed]: ")
    assert "invalid_grant" in caplog.messages[-1]


def test_a_server_that_is_busy_for_a_moment_is_asked_again(google):
    google.failing["/v4/spreadsheets/sheet"] = json_response(429, {})
    assert GoogleSheets().read_data(INPUT) is None
    assert [request.path for request in google.requests].count("/v4/spreadsheets/sheet") == 3


def test_a_new_tab_with_a_bold_header(google, caplog):
    caplog.set_level(logging.INFO)
    assert GoogleSheets().write_data(OUTPUT, ["UUID", "Title"], [["1", "Law"], ["2", "=1+1"]], overwrite=True)
    tab = google.sheets["sheet"][8]
    assert (tab.title, tab.lines, tab.bold) == ("Products", [["UUID", "Title"], ["1", "Law"], ["2", "=1+1"]], {0})
    assert caplog.messages[-1].startswith("[Spread Sheet Write Success]: ")
    assert [request.path for request in google.requests].count("/v4/spreadsheets/sheet:batchUpdate") == 1


def test_a_table_in_place_of_what_was_there_or_below_it(google):
    old = google.sheets["sheet"][9] = Tab("Products", [["old"]], columns=1)
    GoogleSheets().write_data(OUTPUT, ["UUID", "Price"], [["1", 2.5]], overwrite=True)
    assert (old.lines, old.bold) == ([["UUID", "Price"], ["1", 2.5]], {0})
    GoogleSheets().write_data(OUTPUT, ["UUID", "Price"], [["2", None]], overwrite=False)
    assert old.lines == [["UUID", "Price"], ["1", 2.5], ["UUID", "Price"], ["2", ""]]
    assert old.bold == {0, 2}


def test_a_write_that_fails_is_not_made_again(google, caplog):
    google.failing["/v4/spreadsheets/sheet:batchUpdate"] = json_response(503, {})
    assert not GoogleSheets().write_data(OUTPUT, ["UUID"], [["1"]], overwrite=False)
    assert caplog.messages[-1].startswith("[Spread Sheet Write Error]: ")
    assert [request.path for request in google.requests].count("/v4/spreadsheets/sheet:batchUpdate") == 1


def test_without_credentials_it_says_what_to_set(settings):
    settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS = {}
    with pytest.raises(NotAvailable, match="GOOGLE_SERVICE_ACCOUNT_CREDENTIALS is empty"):
        GoogleSheets()


def test_credentials_that_are_none(settings):
    settings.GOOGLE_SERVICE_ACCOUNT_CREDENTIALS = {"private_key": private_key()}
    with pytest.raises(NotAvailable, match="not those of a service account"):
        GoogleSheets()
