"""Faults on request: what the platform shall do wrong, to which requests and how often."""

from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from threading import Lock
from typing import Any

KINDS = ("slow", "status", "garbage", "short", "growing", "truncated", "endless", "reset")
TARGETS = (
    "token",
    "lms_courses",
    "lms_course",
    "organizations",
    "lms_modes",
    "lms_run_modes",
    "ecommerce_courses",
    "entitlements",
    "enrollment_codes",
    "products",
    "programs",
    "course_summaries",
    "marketing_login",
    "marketing_nodes",
    "studio_runs",
    "studio_images",
    "publication",
    "lms_new_modes",
    "organization",
)


@dataclass
class Fault:
    """One thing to do wrong.

    - ``kind``: ``slow`` (answers after ``seconds``), ``status`` (answers ``status``, with ``Retry-After`` if given),
      ``garbage`` (200 with a body that is not JSON), ``short`` (a page with ``rows`` rows, half of them unless given,
      that announces the whole count), ``growing`` (a page of a listing that has no end: it announces a page more than
      was asked for, and holds the rows of page 1 again), ``truncated`` (the body ends in the middle and the connection
      closes), ``endless`` (a body that goes on, a blank at a time, until the client leaves), ``reset`` (the connection
      is reset without an answer). A status may stand in place of a kind: ``"503"``.
    - ``target``: one of ``TARGETS``, ``*`` for all of them, or a path pattern that begins with ``/`` (as fnmatch).
    - ``page``: only this page number; None for any. A request without ``page`` asks for page 1.
    - ``times``: how many requests it befalls; None for all.
    """

    kind: str
    target: str = "*"
    page: int | None = None
    times: int | None = 1
    status: int = 500
    seconds: float = 1.0
    retry_after: int | None = None
    rows: int | None = None
    happened: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.kind.isdigit():
            self.kind, self.status = "status", int(self.kind)
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of fault {self.kind!r}: use {', '.join(KINDS)} or a status such as 503")
        if self.target != "*" and not self.target.startswith("/") and self.target not in TARGETS:
            raise ValueError(f"unknown target {self.target!r}: use *, a path or one of {', '.join(TARGETS)}")
        if not 400 <= self.status <= 599:
            raise ValueError(f"status {self.status} is not between 400 and 599")

    @property
    def is_over(self) -> bool:
        """True when it has befallen as many requests as it should."""
        return self.times is not None and self.happened >= self.times

    def befalls(self, target: str, path: str, page: int | None) -> bool:
        """True for requests it is meant for."""
        if self.is_over or (self.page is not None and self.page != page):
            return False
        return self.target in ("*", target) or (self.target.startswith("/") and fnmatchcase(path, self.target))


_NUMBERS = {"page": int, "times": int, "status": int, "seconds": float, "retry_after": int, "rows": int}


def fault_from_mapping(values: dict[str, Any]) -> Fault:
    """A fault from JSON or from words; ``times`` may be ``"always"``. ValueError says what is wrong."""
    if "kind" not in values:
        raise ValueError("a fault needs a kind")
    unknown = set(values) - set(_NUMBERS) - {"kind", "target"}
    if unknown:
        raise ValueError(f"unknown property of a fault: {', '.join(sorted(unknown))}")
    arguments: dict[str, Any] = {"kind": str(values["kind"]), "target": str(values.get("target", "*"))}
    for name, read in _NUMBERS.items():
        value = values.get(name)
        if name == "times" and name in values and value in (None, "always"):
            arguments[name] = None
        elif value is not None:
            try:
                arguments[name] = read(value)
            except (TypeError, ValueError) as error:
                raise ValueError(f"{name} of a fault is not a number: {value!r}") from error
    return Fault(**arguments)


def parse_faults(text: str) -> list[Fault]:
    """Faults from one line, separated by ``;``, each ``KIND[@TARGET][:name=value,...]``.

    KIND is a kind or an HTTP status, for example
    ``503@lms_courses:page=3,times=2; slow@*:seconds=0.2,times=always; 429@token:retry_after=1``.
    """
    faults = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        head, _, tail = part.partition(":")
        kind, _, target = head.partition("@")
        values: dict[str, Any] = {"kind": kind.strip(), "target": target.strip() or "*"}
        for setting in filter(None, (piece.strip() for piece in tail.split(","))):
            name, equals, value = setting.partition("=")
            if not equals:
                raise ValueError(f"{setting!r} in fault {part!r} is not of the form name=value")
            values[name.strip()] = value.strip()
        faults.append(fault_from_mapping(values))
    return faults


class Faults:
    """The faults in force, in the order they were added. Safe to use from several threads."""

    def __init__(self, faults: list[Fault] | None = None):
        self._faults = list(faults or [])
        self._lock = Lock()

    def add(self, *faults: Fault) -> None:
        """Put faults in force."""
        with self._lock:
            self._faults += faults

    def clear(self) -> None:
        """Drop all faults."""
        with self._lock:
            self._faults = []

    def listed(self) -> list[dict[str, Any]]:
        """All faults with how often each has happened, as JSON objects."""
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def take(self, target: str, path: str, page: int | None) -> list[Fault]:
        """What shall befall this request: at most one delay and at most one other fault, counted as happened."""
        taken: dict[bool, Fault] = {}
        with self._lock:
            for fault in self._faults:
                is_delay = fault.kind == "slow"
                if is_delay not in taken and fault.befalls(target, path, page):
                    fault.happened += 1
                    taken[is_delay] = fault
        return list(taken.values())
