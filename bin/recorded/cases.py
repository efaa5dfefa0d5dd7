"""What is asked, what differed, and what came of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Verdict(StrEnum):
    """Of a case; of several, the last that applies counts."""

    AGREED = "agreed"
    SKIPPED = "skipped"
    KNOWN = "known"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True)
class Case:
    """A recorded request. `user` None is nobody, `host` None the first partner's; `recorded` is the whole row."""

    kind: str
    id: str
    method: str
    path: str
    user: str | None
    host: str | None
    body: Any
    recorded: dict[str, Any]

    @property
    def endpoint(self) -> str:
        """The path without its query."""
        return urlsplit(self.path).path

    @property
    def parameters(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.path).query, keep_blank_values=True)

    def parameter(self, name: str) -> str | None:
        """The last value of a parameter, None without it."""
        values = self.parameters.get(name)
        return values[-1] if values else None


@dataclass(frozen=True)
class Answer:
    """What this service said; `body` is None where it is not JSON."""

    status: int
    body: Any
    allow: str = ""


@dataclass(frozen=True)
class CaseDifference:
    """`what` differs (status, count, members, order, facets, form, value, link), `where` by path in the body."""

    what: str
    expected: Any
    got: Any
    where: str = ""
    # The objects that the value belongs to.
    recorded_object: Any = None
    our_object: Any = None
    # Whether this service, asked otherwise, bears the difference out.
    proven: bool = False


@dataclass(frozen=True)
class Explained:
    """A difference with its verdict and why."""

    difference: CaseDifference
    verdict: Verdict
    reason: str


@dataclass
class Result:
    """A case with its differences. Without any it agrees."""

    case: Case
    differences: list[Explained] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        found = {explained.verdict for explained in self.differences}
        order = list(Verdict)
        return max(found, key=order.index, default=Verdict.AGREED)
