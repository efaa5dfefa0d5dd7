"""Which handler answers which method and path."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from course_discovery.apps.search.embedded.cluster import Cluster
from course_discovery.apps.search.embedded.errors import EngineError
from course_discovery.apps.search.embedded.rest import documents, indices, searches
from course_discovery.apps.search.embedded.rest.request import Answer, Request

Handler = Callable[[Cluster, Request], Answer]
# What the client library checks to know that it talks to Elasticsearch, and how.
VERSION = "8.19.0"


def info(cluster: Cluster, request: Request) -> Answer:
    """``GET /``"""
    request.allow()
    return Answer(
        {
            "name": "embedded",
            "cluster_name": "embedded",
            "cluster_uuid": cluster.uuid,
            "version": {
                "number": VERSION,
                "build_flavor": "default",
                "build_type": "embedded",
                "build_snapshot": False,
                "lucene_version": "9.12.0",
                "minimum_wire_compatibility_version": "7.17.0",
                "minimum_index_compatibility_version": "7.0.0",
            },
            "tagline": "You Know, for Search",
        }
    )


def ping(cluster: Cluster, request: Request) -> Answer:
    """``HEAD /``"""
    return Answer(None)


class _Route(NamedTuple):
    methods: tuple[str, ...]
    parts: tuple[str, ...]
    handler: Handler


def _route(methods: str, path: str, handler: Handler) -> _Route:
    return _Route(tuple(methods.split()), tuple(part for part in path.split("/") if part), handler)


# Literal parts come before variable ones; a variable part never starts with an underscore, but for ids.
_ROUTES = (
    _route("GET", "/", info),
    _route("HEAD", "/", ping),
    _route("GET", "/_cluster/health", indices.health),
    _route("GET", "/_cluster/health/{index}", indices.health),
    _route("POST PUT", "/_bulk", documents.bulk),
    _route("POST PUT", "/{index}/_bulk", documents.bulk),
    _route("GET POST", "/_mget", documents.mget),
    _route("GET POST", "/{index}/_mget", documents.mget),
    _route("GET POST", "/_search", searches.search),
    _route("GET POST", "/{index}/_search", searches.search),
    _route("GET POST", "/_count", searches.count),
    _route("GET POST", "/{index}/_count", searches.count),
    _route("GET POST", "/_analyze", searches.analyze),
    _route("GET POST", "/{index}/_analyze", searches.analyze),
    _route("GET POST", "/_refresh", indices.refresh),
    _route("GET POST", "/{index}/_refresh", indices.refresh),
    _route("POST", "/_aliases", indices.update_aliases),
    _route("GET", "/_alias", indices.get_alias),
    _route("GET", "/_alias/{name}", indices.get_alias),
    _route("HEAD", "/_alias/{name}", indices.head_alias),
    _route("GET", "/{index}/_alias", indices.get_alias),
    _route("GET", "/{index}/_alias/{name}", indices.get_alias),
    _route("HEAD", "/{index}/_alias/{name}", indices.head_alias),
    _route("PUT POST", "/{index}/_alias/{name}", indices.put_alias),
    _route("DELETE", "/{index}/_alias/{name}", indices.delete_alias),
    _route("GET", "/_mapping", indices.get_mapping),
    _route("GET", "/{index}/_mapping", indices.get_mapping),
    _route("PUT POST", "/{index}/_mapping", indices.put_mapping),
    _route("GET", "/_settings", indices.get_settings),
    _route("GET", "/{index}/_settings", indices.get_settings),
    _route("PUT", "/{index}/_settings", indices.put_settings),
    _route("POST", "/{index}/_doc", documents.index),
    _route("PUT POST", "/{index}/_doc/{id}", documents.index),
    _route("PUT POST", "/{index}/_create/{id}", documents.create),
    _route("GET", "/{index}/_doc/{id}", documents.get),
    _route("HEAD", "/{index}/_doc/{id}", documents.head),
    _route("GET", "/{index}/_source/{id}", documents.get_source),
    _route("DELETE", "/{index}/_doc/{id}", documents.delete),
    _route("PUT", "/{index}", indices.create),
    _route("GET", "/{index}", indices.get),
    _route("HEAD", "/{index}", indices.exists),
    _route("DELETE", "/{index}", indices.delete),
)


def dispatch(cluster: Cluster, method: str, parts: list[str], params: dict[str, str], raw: bytes) -> Answer:
    """Finds the handler and runs it. Raises EngineError."""
    known: set[str] = set()
    for route in _ROUTES:
        variables = _match(route.parts, parts)
        if variables is None:
            continue
        if method in route.methods:
            return route.handler(cluster, Request(method, variables, params, raw))
        known.update(route.methods)
    path = "/" + "/".join(parts)
    if known:
        raise EngineError(
            405,
            "illegal_argument_exception",
            f"Incorrect HTTP method for uri [{path}] and method [{method}], allowed: {sorted(known)}",
        )
    raise EngineError(400, "illegal_argument_exception", f"no handler found for uri [{path}] and method [{method}]")


def _match(pattern: tuple[str, ...], parts: list[str]) -> dict[str, str] | None:
    if len(pattern) != len(parts):
        return None
    variables = {}
    for wanted, part in zip(pattern, parts, strict=True):
        if not wanted.startswith("{"):
            if wanted != part:
                return None
        elif wanted == "{index}" and part.startswith("_") and part != "_all":
            return None
        else:
            variables[wanted[1:-1]] = part
    return variables
