"""Whether the catalogue can be searched, and whether what is found is what the database says."""

import logging
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError

from course_discovery.apps.search import indexes
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import DOCUMENTS
from course_discovery.apps.search.models import IndexVerification

logger = logging.getLogger(__name__)


def index_states() -> dict[str, dict[str, Any]] | None:
    """Return alias -> {"index", "documents", "outdated"}; None when the engine does not answer.

    `index` is the physical index, None when the alias has none; `outdated` says that it was made for another mapping
    and wants a rebuild.
    """
    try:
        return {document._index._name: _state(document) for document in DOCUMENTS.values()}
    except (ApiError, TransportError):
        logger.exception("The search engine does not answer.")
        return None


def _state(document: Any) -> dict[str, Any]:
    current = indexes.current_index(document._index._name)
    documents = client().count(index=current)["count"] if current else 0
    return {"index": current, "documents": documents, "outdated": indexes.is_outdated(document)}


def last_verification() -> dict[str, Any] | None:
    """Return what the last finished comparison of the index with the database found; None before the first."""
    last = IndexVerification.objects.filter(ended__isnull=False).first()
    if last is None:
        return None
    numbers = {
        alias: {kind: number for kind, number in found.items() if kind != "examples"}
        for alias, found in last.found.items()
    }
    return {
        "started": last.started,
        "ended": last.ended,
        "drift": last.drift,
        "repaired": last.repaired,
        "failed": bool(last.error),
        "found": numbers,
    }
