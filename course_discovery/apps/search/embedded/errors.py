"""Errors in the shape Elasticsearch gives them over HTTP."""

from __future__ import annotations

from typing import Any


class EngineError(Exception):
    """An answer with an error status.

    ``kind`` is Elasticsearch's ``error.type``; ``extra`` is merged into the error object (``index``, ``line``...).
    """

    def __init__(self, status: int, kind: str, reason: str, **extra: Any) -> None:
        super().__init__(reason)
        self.status = status
        self.kind = kind
        self.reason = reason
        self.extra = extra
        self.root_causes: list[dict[str, Any]] | None = None

    def cause(self) -> dict[str, Any]:
        """The error as one object, without its root causes."""
        return {"type": self.kind, "reason": self.reason, **self.extra}

    def cause_in(self, index: str) -> dict[str, Any]:
        """The same as the failure of one index, which only errors of Elasticsearch's query layer name."""
        return self.cause() | ({"index": index} if self.kind == "query_shard_exception" else {})

    def root_cause_in(self, index: str) -> dict[str, Any]:
        """What is behind it, if that is an error of Elasticsearch's own and not of Java."""
        cause: dict[str, Any] = self.extra.get("caused_by") or {}
        if self.reason.startswith("failed to create query") and cause.get("type") == "parse_exception":
            return cause
        return self.cause_in(index)

    def body(self) -> dict[str, Any]:
        """The whole response body."""
        return {"error": {"root_cause": self.root_causes or [self.cause()], **self.cause()}, "status": self.status}


class ParsingError(EngineError):
    """The request cannot be understood, whatever the index holds."""

    def __init__(self, reason: str, **extra: Any) -> None:
        super().__init__(400, "parsing_exception", reason, **{"line": 1, "col": 1, **extra})


class IllegalArgument(EngineError):
    """A value or combination the engine refuses."""

    def __init__(self, reason: str, **extra: Any) -> None:
        super().__init__(400, "illegal_argument_exception", reason, **extra)


class IndexNotFound(EngineError):
    def __init__(self, name: str) -> None:
        super().__init__(
            404,
            "index_not_found_exception",
            f"no such index [{name}]",
            index=name,
            index_uuid="_na_",
            **{"resource.type": "index_or_alias", "resource.id": name},
        )


class ShardError(EngineError):
    """The query cannot be run on one index: the other indexes of the request may still answer.

    ``kind`` is the type of the failure, such as ``query_shard_exception`` or ``number_format_exception``.
    """

    def __init__(
        self, reason: str, kind: str = "query_shard_exception", caused_by: dict[str, Any] | None = None
    ) -> None:
        extra = {"caused_by": caused_by} if caused_by else {}
        super().__init__(400, kind, reason, **extra)


class NotSupported(ShardError):
    """The query asks for what this engine lacks: never to be taken for a query that finds nothing."""


class MappingError(EngineError):
    """A document or a mapping does not fit."""

    def __init__(self, reason: str, kind: str = "mapper_parsing_exception", cause: EngineError | None = None) -> None:
        extra = {"caused_by": cause.cause()} if cause else {}
        super().__init__(400, kind, reason, **extra)


def search_failed(failures: list[tuple[str, EngineError]]) -> EngineError:
    """What a search answers when it failed on every index; ``failures`` are (index name, error)."""
    error = EngineError(400, "search_phase_execution_exception", "all shards failed", phase="query", grouped=True)
    error.extra["failed_shards"] = [
        {"shard": 0, "index": index, "node": "embedded", "reason": failure.cause_in(index)}
        for index, failure in failures
    ]
    error.root_causes = [failure.root_cause_in(index) for index, failure in failures]
    return error
