from xml.etree import ElementTree

import pytest

from course_discovery.rest.xml import XmlRenderer, document, element


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "<a></a>"),
        ("", "<a></a>"),
        (0, "<a>0</a>"),
        ("x < y & z", "<a>x &lt; y &amp; z</a>"),
        ("a\x00b\x0bc\td\ne\ufffff\ud800g", "<a>abc\td\nefg</a>"),
        ({"b": 1, "c": {"d": "e"}}, "<a><b>1</b><c><d>e</d></c></a>"),
        (["x", None], "<a><list-item>x</list-item><list-item></list-item></a>"),
    ],
)
def test_element(value, text):
    assert element("a", value) == text
    ElementTree.fromstring(text)


def test_a_document_is_made_as_it_is_read():
    rows = iter([{"n": "ü"}, {"n": 2}])
    pieces = document("all", "one", rows)
    assert next(pieces) == b'<?xml version="1.0" encoding="utf-8"?>\n<all>'
    assert next(pieces) == "<one><n>ü</n></one>".encode()
    assert next(rows) == {"n": 2}
    assert list(pieces) == [b"</all>"]


def test_renderer():
    assert XmlRenderer().render({"detail": "no"}) == (
        b'<?xml version="1.0" encoding="utf-8"?>\n<root><detail>no</detail></root>'
    )
    assert XmlRenderer().render(None) == b""
