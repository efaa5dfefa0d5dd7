"""What goes wrong in one schedule, drawn from its seed: the same seed, the same faults."""

from dataclasses import dataclass
from random import Random

from course_discovery.sandbox.faults import Fault

TARGETS = ("lms_courses", "organizations", "ecommerce_courses", "entitlements", "enrollment_codes")
PLATFORM_FAULTS = ("429", "500", "502", "404", "garbage", "short", "growing", "truncated", "endless", "reset", "slow")
DEATHS = ("kill", "database", "stop")
CHANGES = ("new", "gone", "renamed", "cheaper")
# A refresh of the catalogue here makes about so many statements.
STATEMENTS = 400


@dataclass(frozen=True)
class Death:
    """How a refresh ends before its time: at which statement of the database, and what befalls it.

    - `kill`: SIGKILL.
    - `database`: the database is gone, for this and some statements after it; then it is back.
    - `stop`: Ctrl-C.
    """

    kind: str
    at: int
    statements: int = 1


@dataclass(frozen=True)
class Change:
    """What happens to the platform while it is read: from which request on, and to which row, counted round."""

    kind: str
    after_requests: int
    row: int


@dataclass(frozen=True)
class Attempt:
    """One refresh and what is to go wrong with it."""

    faults: tuple[Fault, ...]
    death: Death | None
    change: Change | None
    restart: bool


@dataclass(frozen=True)
class Schedule:
    seed: int
    attempts: tuple[Attempt, ...]
    has_shop: bool
    uses_publisher: bool

    def __str__(self) -> str:
        lines = [f"seed {self.seed}: {'shop' if self.has_shop else 'LMS only'}"]
        for attempt in self.attempts:
            faults = [
                f"{fault.kind} ({fault.status})@{fault.target} page {fault.page} x{fault.times}"
                for fault in attempt.faults
            ]
            lines.append(f"  {', '.join(faults) or 'no fault'}; {attempt.death}; {attempt.change}")
        return "\n".join(lines)


def draw(seed: int) -> Schedule:
    random = Random(seed)
    attempts = tuple(_attempt(random) for _ in range(random.randint(1, 3)))
    return Schedule(seed, attempts, has_shop=random.random() < 0.8, uses_publisher=random.random() < 0.5)


def _attempt(random: Random) -> Attempt:
    faults = tuple(_fault(random) for _ in range(random.choice((0, 0, 1, 1, 2, 3))))
    death = change = None
    if random.random() < 0.6:
        death = Death(random.choice(DEATHS), random.randint(1, STATEMENTS), random.randint(1, 6))
    if random.random() < 0.4:
        change = Change(random.choice(CHANGES), random.randint(1, 15), random.randint(0, 1000))
    return Attempt(faults, death, change, restart=random.random() < 0.1)


def _fault(random: Random) -> Fault:
    kind = random.choice(PLATFORM_FAULTS)
    return Fault(
        kind,
        # The library that fetches tokens waits for the end of an endless answer.
        random.choice(TARGETS if kind == "endless" else (*TARGETS, "*")),
        page=random.choice((None, 1, 2, 3, 5)),
        # More than a request is repeated: the page fails for good.
        times=random.choice((1, 1, 2, None)),
        seconds=random.choice((0.05, 2)),
        rows=random.choice((None, 0)),
    )
