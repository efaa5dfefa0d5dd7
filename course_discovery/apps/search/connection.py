"""The one way to the search engine: a client, and calls that turn its failures into this app's errors."""

import logging
import re
from functools import cache
from typing import Any

from django.conf import settings
from elastic_transport import ConnectionError as EngineConnectionError
from elasticsearch import ApiError, BadRequestError, Elasticsearch

from course_discovery.apps.search.errors import InvalidQuery, PartialAnswer, SearchUnavailable

logger = logging.getLogger(__name__)

EMBEDDED_SCHEME = "embedded:"
IN_MEMORY = "memory"
COLON_HINT = "Put a value that contains a colon in quotes."
_TWO_COLONS = re.compile(r":[^\s:]+:")


def client_arguments(configuration: dict[str, Any]) -> dict[str, Any]:
    """Turn ELASTICSEARCH_DSL["default"] into arguments of `Elasticsearch`.

    `hosts` of the form "embedded:FOLDER" or "embedded:memory" selects the engine of this process.
    """
    hosts = configuration.get("hosts")
    if isinstance(hosts, str) and hosts.startswith(EMBEDDED_SCHEME):
        from course_discovery.apps.search.embedded import EmbeddedNode, node_config

        folder = hosts.removeprefix(EMBEDDED_SCHEME)
        others = {name: value for name, value in configuration.items() if name != "hosts"}
        return {**others, "hosts": [node_config(None if folder == IN_MEMORY else folder)], "node_class": EmbeddedNode}
    return {"request_timeout": settings.ELASTICSEARCH_TIMEOUT, **configuration}


@cache
def client() -> Elasticsearch:
    """Return this process's client of ELASTICSEARCH_DSL; it is thread-safe and keeps its connections."""
    return Elasticsearch(**client_arguments(settings.ELASTICSEARCH_DSL["default"]))


def search(aliases: tuple[str, ...], body: dict[str, Any], *, query_field: str = "q") -> dict[str, Any]:
    """Run one search over the aliases and return the engine's whole answer.

    InvalidQuery names `query_field` when the engine refuses the request; SearchUnavailable when it does not answer;
    PartialAnswer when some of its shards failed.
    """
    return _ask("search", aliases, body, query_field)


def count(aliases: tuple[str, ...], query: dict[str, Any], *, query_field: str = "q") -> int:
    """Return how many documents of the aliases match `query`; errors as of `search`."""
    return _ask("count", aliases, {"query": query}, query_field)["count"]


def _ask(operation: str, aliases: tuple[str, ...], body: dict[str, Any], query_field: str) -> dict[str, Any]:
    call = getattr(client(), operation)
    try:
        answer = dict(call(index=",".join(aliases), **body))
    except BadRequestError as error:
        reason = refusal_reason(error)
        # The likeliest mistake: a run key, or any value with a colon of its own, as it stands.
        hint = COLON_HINT if _TWO_COLONS.search(reason) else ""
        raise InvalidQuery(query_field, reason, hint) from error
    except (ApiError, EngineConnectionError) as error:
        logger.exception("The search engine did not answer a %s over %s", operation, aliases)
        raise SearchUnavailable("The search engine is not available.") from error
    if answer["_shards"]["failed"]:
        logger.error("A %s over %s failed on some shards: %s", operation, aliases, answer["_shards"])
        raise PartialAnswer("The search engine could answer only in part.")
    return answer


def refusal_reason(error: ApiError) -> str:
    """Return the engine's own sentence on why it refused a request."""
    body = error.body if isinstance(error.body, dict) else {}
    causes = (body.get("error") or {}).get("root_cause") or [{}]
    return causes[0].get("reason") or str(error)
