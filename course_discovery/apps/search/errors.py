"""What can go wrong when the catalogue is searched."""


class SearchError(Exception):
    """Base of this app's errors."""


class InvalidSearch(SearchError):
    """What the caller asked for makes no sense: `field` is the request parameter at fault, `reason` says why."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}")


class InvalidQuery(InvalidSearch):
    """A query string that the engine cannot parse.

    `detail` is the sentence that clients have always been shown; `reason` may end in a `hint` on what to do.
    """

    def __init__(self, field: str, reason: str, hint: str = "") -> None:
        super().__init__(field, f"{reason}. {hint}" if hint else reason)
        self.detail = (
            "Failed to make Elasticsearch request. Got exception: "
            f"RequestError(400, 'search_phase_execution_exception', {reason!r})"
        )


class SearchUnavailable(SearchError):
    """The engine cannot be reached, or an index it should have is missing: nothing the caller did, try again later."""


class PartialAnswer(SearchUnavailable):
    """Some shards failed: what the engine sent is not the whole answer, so none of it is passed on."""


class ChangeLimitExceeded(SearchError):
    """A rebuilt index differs too much from the one it should replace. `reasons`: physical index -> sentence."""

    def __init__(self, reasons: dict[str, str]) -> None:
        self.reasons = reasons
        super().__init__(f"Sanity check failed for the new index(es): {reasons}")


class RebuildOvertaken(SearchError):
    """Another rebuild has begun meanwhile and thrown this one's indexes away; that one goes on."""
