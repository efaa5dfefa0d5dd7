"""Where documents are searched (in process, or on the cluster that ELASTICSEARCH_URL names), and by which limits."""

from typing import Any

from course_discovery.settings.parts.environment import DISCOVERY_DATA_DIR, env

# A host that starts with "embedded:" is the in-process engine: the rest is its folder, or "memory" for none.
ELASTICSEARCH_DSL: dict[str, dict[str, Any]] = {
    "default": {"hosts": env("ELASTICSEARCH_URL", default="") or f"embedded:{DISCOVERY_DATA_DIR / 'search_index'}"},
}
# Seconds that a request to a cluster may take.
ELASTICSEARCH_TIMEOUT = env.int("ELASTICSEARCH_TIMEOUT", default=30)

# The last part of a key names the document type, its value the alias. Operators' files write the keys in full.
_DOCUMENTS = "course_discovery.apps.course_metadata.search_indexes.documents"
ELASTICSEARCH_INDEX_NAMES: dict[str, str] = {
    f"{_DOCUMENTS}.course": "course",
    f"{_DOCUMENTS}.course_run": "course_run",
    f"{_DOCUMENTS}.learner_pathway": "learner_pathway",
    f"{_DOCUMENTS}.person": "person",
    f"{_DOCUMENTS}.program": "program",
}
ELASTICSEARCH_DSL_INDEX_SETTINGS: dict[str, Any] = {"number_of_shards": 1, "number_of_replicas": 1}
# Our own receivers index after commit; the library's processor would index inside the transaction.
ELASTICSEARCH_DSL_SIGNAL_PROCESSOR = "django_elasticsearch_dsl.signals.BaseSignalProcessor"
ELASTICSEARCH_DSL_AUTOSYNC = env.bool("ELASTICSEARCH_DSL_AUTOSYNC", default=True)
ELASTICSEARCH_DSL_QUERYSET_PAGINATION = 500
ELASTICSEARCH_DSL_LOAD_PER_QUERY = 10000
ELASTICSEARCH_DSL_INDEX_RETENTION_LIMIT = 3
MAX_RESULT_WINDOW = 15000
INDEX_SIZE_CHANGE_THRESHOLD = 0.1

SYNONYMS_MODULE = "course_discovery.settings.synonyms"
SEARCH_FACET_LIMIT = 10000
# Up to how many courses the distinct counts of /extensions/api/v1/search/all/facets are exact: of all hits, of a facet.
DISTINCT_COUNTS_HIT_PRECISION = 1500
DISTINCT_COUNTS_FACET_PRECISION = 250
# Weights that differ from those of search/queries/boosting.py, such as {"self_paced": 0}; docs/advanced lists them.
SEARCH_WEIGHTS: dict[str, float] = {}
# One bulk request holds so many documents at most, and so many bytes.
SEARCH_BULK_ACTIONS = 2000
SEARCH_BULK_BYTES = 32 * 1024 * 1024
