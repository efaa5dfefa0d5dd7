"""Reading nodes of a Drupal site."""

from uuid import UUID

import pytest

from course_discovery.apps.data_loading.records import NodeName, RowError
from course_discovery.apps.data_loading.sources import nodes


@pytest.mark.parametrize("nothing", [None, "", [], {}, {"value": None}, {"value": " "}, " "])
def test_fields_that_hold_nothing(nothing):
    assert nodes.plain({"a": nothing}, "a") is None
    assert nodes.markup({"a": nothing}, "a") is None
    assert nodes.plain({}, "a") is None


@pytest.mark.parametrize(
    ("value", "plain", "markup"),
    [
        ("A & B", "A & B", "A &amp; B"),
        ({"value": "<p>A <em>b</em></p>\n <p>c</p>"}, "A b c", "<p>A <em>b</em></p>\n <p>c</p>"),
        ({"value": "<h2 class='x'>A</h2><script>b</script>", "format": "html"}, "A", "A"),
        ({"value": "1 &lt; 2"}, "1 < 2", "1 &lt; 2"),
    ],
)
def test_texts(value, plain, markup):
    assert (nodes.plain({"a": value}, "a"), nodes.markup({"a": value}, "a")) == (plain, markup)


@pytest.mark.parametrize("value", [7, ["x"], {"value": 7}])
def test_what_is_no_text(value):
    for read in (nodes.plain, nodes.markup):
        with pytest.raises(RowError) as raised:
            read({"a": value}, "a")
        assert raised.value.code == "bad_text"


@pytest.mark.parametrize(
    ("value", "url"),
    [({"url": "https://a.example/b.png", "fid": "1"}, "https://a.example/b.png"), ([], None), ({}, None)],
)
def test_files(value, url):
    assert nodes.file_url({"a": value}, "a") == url


def test_an_address_that_does_not_fit():
    with pytest.raises(RowError, match="201 characters, at most 200 fit"):
        nodes.file_url({"a": {"url": "x" * 201}}, "a")


def test_other_nodes():
    uuid = UUID(int=7)
    one, none = {"uuid": str(uuid), "title": "Botany"}, {"uri": "node/1", "id": "1"}
    assert nodes.names({"a": [one, none]}, "a") == (NodeName(uuid, "Botany"), NodeName(None, None))
    assert nodes.names({"a": one}, "a") == (NodeName(uuid, "Botany"),)
    assert nodes.names({"a": None}, "a") == nodes.names({}, "a") == ()
    with pytest.raises(RowError):
        nodes.names({"a": ["x"]}, "a")


@pytest.mark.parametrize(
    ("value", "name"),
    [({"name": "Advanced"}, "Advanced"), ([{"name": "A"}, {"name": "B"}], "A"), ([], None), (None, None)],
)
def test_terms(value, name):
    assert nodes.term({"a": value}, "a") == name


@pytest.mark.parametrize("row", [{"status": "1"}, {"status": 1}, {"status": True}, {}])
def test_published(row):
    assert nodes.is_published(row) is True


@pytest.mark.parametrize("status", ["0", 0, False, None, ""])
def test_not_published(status):
    assert nodes.is_published({"status": status}) is False


def test_a_node_without_uuid():
    with pytest.raises(RowError, match="uuid: 'None' is not a UUID"):
        nodes.node_uuid({})
