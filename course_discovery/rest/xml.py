"""XML documents of plain values, made and sent piece by piece."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from rest_framework.renderers import BaseRenderer

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
# XML cannot hold these, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(name: str, value: Any) -> str:
    """An element of text, of elements (a mapping), or of `list-item` elements (a list); empty for None."""
    if isinstance(value, Mapping):
        content = "".join(element(key, each) for key, each in value.items())
    elif isinstance(value, (list, tuple)):
        content = "".join(element("list-item", each) for each in value)
    else:
        content = "" if value is None else escape(_FORBIDDEN.sub("", str(value)))
    return f"<{name}>{content}</{name}>"


def document(root: str, name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield a UTF-8 document whose root holds an element `name` for each row."""
    yield f"{DECLARATION}<{root}>".encode()
    for row in rows:
        yield element(name, row).encode()
    yield f"</{root}>".encode()


class XmlRenderer(BaseRenderer):
    """Errors and descriptions as a document of `root`."""

    media_type = "application/xml"
    format = "xml"
    root = "root"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else (DECLARATION + element(self.root, data)).encode()
