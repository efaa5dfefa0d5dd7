"""What can go wrong with an outside system: each error says what was asked and what came."""


class PlatformError(Exception):
    """A request to an outside system that gave nothing usable.

    `asked` is the request (method, URL and parameters, no secrets), `came` what was answered. `transient` says whether
    the same request may well succeed a little later, `retry_after` how many seconds the other side asked to wait.
    """

    transient: bool = True
    retry_after: float | None = None

    def __init__(self, asked: str, came: str) -> None:
        super().__init__(f"{asked}: {came}")
        self.asked = asked
        self.came = came


class Unreachable(PlatformError):
    """No answer: the connection failed, or none came in time."""


class UnreadableAnswer(PlatformError):
    """An answer that is not JSON, or not of the shape that was agreed."""


class ShortPage(PlatformError):
    """A page of a listing that holds fewer rows than the listing announced for it."""


class BadStatus(PlatformError):
    """An answer with an error status; `content` is its whole body. 4xx is our fault and stays so; 429 and 5xx pass."""

    def __init__(
        self, asked: str, came: str, status: int, retry_after: float | None = None, content: bytes = b""
    ) -> None:
        super().__init__(asked, came)
        self.status = status
        self.retry_after = retry_after
        self.content = content
        self.transient = status == 429 or status >= 500
