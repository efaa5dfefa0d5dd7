"""Cells that spreadsheets would run."""

import pytest

from course_discovery.lib.spreadsheet_csv import csv_lines, safe_cell


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "\n=1"])
def test_what_would_run_is_put_behind_an_apostrophe(value):
    assert safe_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["course-v1:LakeX+B+1", "a=b", "", "5 - 3", -5, 1.5, None, True])
def test_the_rest_stays(value):
    assert safe_cell(value) is value


def test_lines():
    rows = [("=1", 'say "no", or\nyes', None), ("ü", 7, False)]
    assert list(csv_lines(("key", "message", "page"), rows)) == [
        "key,message,page\r\n",
        '\'=1,"say ""no"", or\nyes",\r\n',
        "ü,7,False\r\n",
    ]
