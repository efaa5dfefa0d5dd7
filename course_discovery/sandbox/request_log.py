"""What was asked of the platform, so that tests can assert it."""

from collections import Counter, deque
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any

_KEPT = 20_000


@dataclass(frozen=True)
class ServedRequest:
    """One request. ``target`` is a name of ``faults.TARGETS`` or "unknown"; ``fault`` the kinds that befell it, if any.

    ``status`` is 0 when the connection was reset. ``body`` is what was sent as JSON.
    """

    method: str
    target: str
    path: str
    page: int | None
    params: dict[str, str]
    authorization: str
    status: int
    fault: str
    body: Any = None


class RequestLog:
    """Requests in the order they were answered; the oldest are dropped beyond 20,000, the counts go on."""

    def __init__(self) -> None:
        self._requests: deque[ServedRequest] = deque(maxlen=_KEPT)
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def add(self, request: ServedRequest) -> None:
        """Remember a request; called before its answer is sent."""
        with self._lock:
            self._requests.append(request)
            self._counts[request.target] += 1

    def clear(self) -> None:
        """Forget all requests and counts."""
        with self._lock:
            self._requests.clear()
            self._counts.clear()

    def requests(self) -> list[ServedRequest]:
        """All remembered requests."""
        with self._lock:
            return list(self._requests)

    def counts(self) -> dict[str, int]:
        """Number of requests by target."""
        with self._lock:
            return dict(self._counts)

    def as_json(self) -> dict[str, Any]:
        """``count``, ``counts`` by target and ``requests``."""
        counts = self.counts()
        return {
            "count": sum(counts.values()),
            "counts": counts,
            "requests": [asdict(request) for request in self.requests()],
        }
