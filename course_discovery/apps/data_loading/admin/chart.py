"""A small chart of a source's last runs, as coordinates for SVG: rows as stacked bars, durations as a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from course_discovery.apps.data_loading.models import SourceRun
from course_discovery.apps.data_loading.rules.run_state import RunState

# From the base line upwards: what matters most stands where it is seen best.
KINDS = ("failed", "created", "updated", "skipped", "unchanged")
# Units of SVG. Bars may be higher than ROWS_HEIGHT by what their smallest parts were enlarged, at most TOP.
STEP, BAR, ROWS_HEIGHT, TOP, FOOT = 14, 10, 64, 8, 12
# What there is has to be seen: 3 failed rows of 20,000, too.
LEAST_HEIGHT = 2
_MARKS = {"failed": "✕", "interrupted": "!", "abandoned": "!", "absent": "–", "running": "…"}


@dataclass(frozen=True)
class Part:
    kind: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """`mark` shows under the bar that a run did not end well; `title` tells when it was, `words` what came of it."""

    run: SourceRun
    state: RunState
    x: int
    parts: Sequence[Part]
    mark: str
    words: str

    @property
    def title(self) -> str:
        return f"{self.run.started:%Y-%m-%d %H:%M} {self.state.name}: {self.words}"

    @property
    def middle(self) -> float:
        return self.x + BAR / 2


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    bars: Sequence[Bar]
    points: Sequence[Point]
    most_rows: int
    longest: float
    width: int
    height: int = TOP + ROWS_HEIGHT + FOOT
    base: int = TOP + ROWS_HEIGHT
    bar: int = BAR

    @property
    def line(self) -> str:
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def chart_of(runs: Sequence[SourceRun], states: Sequence[RunState], slots: int) -> Chart:
    """Return the chart of some runs, the oldest first, at the right of so many slots. `states`: how each run stands."""
    most = max((sum(getattr(run, kind) for kind in KINDS) for run in runs), default=0)
    seconds = [_seconds(run) for run in runs]
    longest = max((each for each in seconds if each is not None), default=0.0)
    left = (slots - len(runs)) * STEP
    bars = [
        Bar(run, state, left + place * STEP, _parts(run, most), _MARKS.get(state.name, ""), _words(run, seconds[place]))
        for place, (run, state) in enumerate(zip(runs, states, strict=True))
    ]
    points = [
        Point(bar.middle, TOP + round(ROWS_HEIGHT * (1 - took / longest), 1))
        for bar, took in zip(bars, seconds, strict=True)
        if took is not None and longest
    ]
    return Chart(bars, points, most, longest, width=slots * STEP)


def _parts(run: SourceRun, most: int) -> list[Part]:
    parts: list[Part] = []
    y: float = TOP + ROWS_HEIGHT
    for kind in KINDS:
        rows = getattr(run, kind)
        if rows:
            height = max(round(ROWS_HEIGHT * rows / most, 1), LEAST_HEIGHT)
            y = round(y - height, 1)
            parts.append(Part(kind, y, height))
    return parts


def _seconds(run: SourceRun) -> float | None:
    """Return how long it took; of a run that was taken up nobody knows, since it stood still in between."""
    return None if run.ended is None or run.resumed else (run.ended - run.started).total_seconds()


def _words(run: SourceRun, took: float | None) -> str:
    counts = ", ".join(f"{getattr(run, kind):,} {kind}" for kind in KINDS if getattr(run, kind)) or "no rows"
    if run.resumed:
        return f"{counts}, taken up after it was interrupted"
    return counts if took is None else f"{counts}, {took:.1f} s"
