import pytest

from course_discovery.apps.data_loading.records import RowError
from course_discovery.apps.data_loading.sources.table import Table, TableSource, UnreadableTable, missing_columns


class Words(TableSource):
    columns = ("word",)

    def key(self, cells):
        return cells["word"]

    def transform(self, row):
        cells = self.cells(row)
        return cells


def words(content, page_size=50):
    source = Words(None, Table.from_csv(content, "words.csv"))
    source.page_size = page_size
    return source


def test_columns_have_one_spelling_and_blanks_are_none():
    source = words(b"\xef\xbb\xbf Word ,Other Meaning\r\n  hello , \r\n")
    row = source.fetch_page(1).rows[0]
    assert source.transform(row) == {"word": "hello", "other_meaning": None}
    assert source.identity(row) == "hello"


def test_pages():
    source = words(b"word\na\nb\nc\n", page_size=2)
    assert [source.fetch_page(number).rows for number in (1, 2)] == [[["a"], ["b"]], [["c"]]]
    assert (source.fetch_page(1).count, source.fetch_page(1).pages) == (3, 2)


def test_a_table_without_rows_has_one_empty_page():
    page = words(b"word\n").fetch_page(1)
    assert (page.rows, page.count, page.pages) == ([], 0, 1)


def test_blank_lines_are_no_rows_and_short_lines_end_in_blanks():
    source = words(b"word,note\n\n,,\nhello\n")
    assert [source.transform(row) for row in source.fetch_page(1).rows] == [{"word": "hello", "note": None}]


def test_more_cells_than_columns_are_a_fault_of_the_row():
    source = words(b"word\nhello,world\n")
    row = source.fetch_page(1).rows[0]
    assert source.identity(row) is None
    with pytest.raises(RowError, match="2 cells in 1 columns"):
        source.transform(row)


def test_cells_of_a_sheet_may_be_numbers():
    source = Words(None, Table.from_lines([["word", "n"], ["hello", 5]], "sheet"))
    assert source.transform(source.fetch_page(1).rows[0]) == {"word": "hello", "n": "5"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b"word,Word\n", "more than one column word"),
        (b"note\nx\n", "no column word; there are note"),
        (b"word\n\xff\n", "can't decode byte"),
        (b'word\n"hello', "unexpected end of data"),
    ],
)
def test_what_is_no_table_says_why(content, reason):
    with pytest.raises(UnreadableTable, match=reason):
        words(content)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UnreadableTable, match=r"Error opening CSV file at path: .*none.csv: No such file"):
        Table.from_csv_file(tmp_path / "none.csv")


def test_missing_columns_in_the_order_they_are_asked_for():
    assert missing_columns({"a": "1", "b": None}, ("c", "b", "a")) == ["c", "b"]
