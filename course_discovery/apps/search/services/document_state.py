"""How one document stands to the database, by the comparison that verify_index makes of all."""

import logging
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation
from elastic_transport import TransportError
from elasticsearch import ApiError

from course_discovery.apps.search.connection import client
from course_discovery.apps.search.document_states import (
    ABSENT,
    AGED,
    EXTRA,
    FRESH,
    MISSING,
    NO_INDEX,
    STALE,
    UNAVAILABLE,
)
from course_discovery.apps.search.documents import DOCUMENTS, CatalogueDocument
from course_discovery.apps.search.indexes import current_index
from course_discovery.apps.search.selectors.aged import CLOCK_FIELDS
from course_discovery.apps.search.services.verification import content_hash

logger = logging.getLogger(__name__)


class DocumentState(NamedTuple):
    """`state`: see search.document_states. `source`: what the index holds, None if nothing; `differing`: its fields
    that are not as the database says, sorted."""

    state: str
    source: dict[str, Any] | None = None
    differing: tuple[str, ...] = ()


def document_state(document_type: str, pk: int) -> DocumentState:
    """Compare the document of a row, a `course`, `course_run`, ..., with what the database would index now.

    Never fails: an engine that does not answer, and a type that has no index, are states too.
    """
    document = DOCUMENTS.get(document_type)
    if document is None:
        return DocumentState(NO_INDEX)
    try:
        index = current_index(document._index._name)
        source = _indexed(index, pk) if index else None
    except (ApiError, TransportError):
        logger.exception("The search engine does not answer.")
        return DocumentState(UNAVAILABLE)
    if index is None:
        return DocumentState(NO_INDEX)
    return _compared(source, _wanted(document, pk))


def _indexed(index: str, pk: int) -> dict[str, Any] | None:
    hits = client().search(index=index, query={"terms": {"pk": [pk]}}, size=1)["hits"]["hits"]
    return hits[0]["_source"] if hits else None


def _wanted(document: type[CatalogueDocument], pk: int) -> dict[str, Any] | None:
    # What is translated is indexed in the language of the service.
    with translation.override(settings.LANGUAGE_CODE):
        return document().sources([pk]).get(pk)


def _compared(source: dict[str, Any] | None, wanted: dict[str, Any] | None) -> DocumentState:
    if source is None:
        return DocumentState(ABSENT if wanted is None else MISSING)
    if wanted is None:
        return DocumentState(EXTRA, source)
    if content_hash(source) == content_hash(wanted):
        return DocumentState(FRESH, source)
    names = sorted(source.keys() | wanted.keys())
    differing = [name for name in names if content_hash(_only(name, source)) != content_hash(_only(name, wanted))]
    return DocumentState(AGED if CLOCK_FIELDS.issuperset(differing) else STALE, source, tuple(differing))


def _only(name: str, source: dict[str, Any]) -> dict[str, Any]:
    return {name: source[name]} if name in source else {}
