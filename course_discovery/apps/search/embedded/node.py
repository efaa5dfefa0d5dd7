"""The door: a transport node of elasticsearch-py that answers requests in this process."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

from elastic_transport import ApiResponseMeta, BaseNode, HttpHeaders, NodeConfig
from elastic_transport._node import NodeApiResponse
from elastic_transport.client_utils import DEFAULT, DefaultType

from course_discovery.apps.search.embedded.cluster import Cluster
from course_discovery.apps.search.embedded.errors import EngineError
from course_discovery.apps.search.embedded.index.store import LOCK_TIMEOUT_SECONDS
from course_discovery.apps.search.embedded.raw_json import encode
from course_discovery.apps.search.embedded.rest.engine import disk_cluster, memory_cluster
from course_discovery.apps.search.embedded.rest.request import Answer
from course_discovery.apps.search.embedded.rest.router import dispatch

logger = logging.getLogger(__name__)

_DISK, _MEMORY = "embedded-disk", "embedded-memory"
_LOCK_TIMEOUT = "_embedded_lock_timeout"


def node_config(
    path: Path | str | None = None, *, name: str = "default", lock_timeout: float = LOCK_TIMEOUT_SECONDS
) -> NodeConfig:
    """Where an ``EmbeddedNode`` keeps its indexes: ``path`` is a directory; None is this process's memory.

    In memory, nodes of the same ``name`` share their indexes. A write waits ``lock_timeout`` seconds for another
    process to finish its own. Use it as ``Elasticsearch(hosts=[node_config(path)], node_class=EmbeddedNode)``.
    """
    host, place = (_MEMORY, name) if path is None else (_DISK, str(Path(path).resolve()))
    return NodeConfig("http", host, 9200, path_prefix=place, _extras={_LOCK_TIMEOUT: lock_timeout})


class EmbeddedNode(BaseNode):
    """Answers the part of Elasticsearch 8's REST API that the service uses; thread-safe."""

    _CLIENT_META_HTTP_CLIENT: ClassVar[tuple[str, str]] = ("em", "1.0")

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self._cluster = _cluster(config)

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> NodeApiResponse:
        """Never raises: what goes wrong is an answer with an error status, as it would be from a server."""
        started = time.perf_counter()
        answer = self._answer(method, target, body or b"")
        response_headers = HttpHeaders({"x-elastic-product": "Elasticsearch", "content-type": _content_type(headers)})
        meta = ApiResponseMeta(
            status=answer.status,
            http_version="1.1",
            headers=response_headers,
            duration=time.perf_counter() - started,
            node=self.config,
        )
        raw = b"" if answer.body is None or method == "HEAD" else encode(answer.body)
        self._log_request(method=method, target=target, headers=headers, body=body, meta=meta, response=raw)
        return NodeApiResponse(meta, raw)

    def close(self) -> None:
        """Nothing is held open that other nodes may not be using."""

    def _answer(self, method: str, target: str, body: bytes) -> Answer:
        split = urlsplit(target)
        parts = [unquote(part) for part in split.path.split("/") if part]
        params = dict(parse_qsl(split.query, keep_blank_values=True))
        try:
            return dispatch(self._cluster, method, parts, params, body)
        except EngineError as error:
            return Answer(error.body(), error.status)
        except Exception as error:
            # A fault of the engine must look like a fault of a server, not of the caller.
            logger.exception("The embedded search engine failed on %s %s", method, target)
            return Answer(EngineError(500, "exception", f"{type(error).__name__}: {error}").body(), 500)


def _cluster(config: NodeConfig) -> Cluster:
    place = config.path_prefix
    if config.host == _MEMORY:
        return memory_cluster(place)
    return disk_cluster(Path(place), config._extras.get(_LOCK_TIMEOUT, LOCK_TIMEOUT_SECONDS))


def _content_type(headers: HttpHeaders | None) -> str:
    accepted = (headers.get("accept") if headers is not None else None) or ""
    return accepted if accepted.startswith("application/vnd.elasticsearch+json") else "application/json"
