"""The rows that the catalogue already has for run keys of a platform."""

from collections.abc import Collection, Iterable
from typing import Generic, NamedTuple, TypeVar

from django.db.models import QuerySet

from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.data_loading.loaders.bulk import in_lowercase, lowercase
from course_discovery.apps.data_loading.loaders.known_keys import KnownKeys


class BriefRun(NamedTuple):
    """What of a row has to be known to load what its run sells. Whole rows of a page take ten times as long to read."""

    pk: int
    key: str
    draft: bool
    course_id: int
    type_id: int | None


Row = TypeVar("Row", CourseRun, BriefRun)


class RunPair(NamedTuple, Generic[Row]):
    """The rows of a run; at least one is there."""

    official: Row | None
    draft: Row | None

    @property
    def rows(self) -> list[Row]:
        return [row for row in self if row is not None]

    @property
    def lead(self) -> Row:
        """The row that editors see."""
        return self.rows[-1]


def brief_runs(keys: Collection[str], known: KnownKeys | None = None) -> dict[str, RunPair[BriefRun]]:
    """Return the rows of each of the keys that has any, by the key as given.

    A key is looked up as it is; only if no run has it, upper and lower case alike. That is not tried for
    keys which `known` says that nobody has.
    """
    rows = CourseRun.everything.filter(key__in=keys).order_by("pk").values_list(*BriefRun._fields)
    found = _pairs(map(BriefRun._make, rows), {key: key for key in keys})
    return found | _spelled_otherwise([key for key in keys if key not in found], found, known)


def stored_runs(
    keys: Collection[str],
    related: tuple[str, ...] = (),
    absent: Collection[str] = (),
    known: KnownKeys | None = None,
) -> dict[str, RunPair[CourseRun]]:
    """Return the rows of the keys, found likewise, as models. `related` is fetched with them.

    `absent` are keys that no run is known to have as they are.
    """
    runs: QuerySet[CourseRun] = CourseRun.everything.all()
    rows = runs.select_related(*related) if related else runs
    exact = [key for key in keys if key not in absent]
    found = _pairs(rows.filter(key__in=exact).order_by("pk"), {key: key for key in exact}) if exact else {}
    others = _spelled_otherwise([key for key in keys if key not in found], found, known)
    whole = rows.in_bulk([row.pk for pair in others.values() for row in pair.rows])
    return found | {
        key: RunPair(whole[pair.official.pk] if pair.official else None, whole[pair.draft.pk] if pair.draft else None)
        for key, pair in others.items()
    }


def _spelled_otherwise(
    keys: Collection[str], taken: Collection[str], known: KnownKeys | None
) -> dict[str, RunPair[BriefRun]]:
    """Return the rows whose keys differ from these by case, without those whose keys are `taken` by others."""
    keys = known.perhaps(keys) if known else keys
    if not keys:
        return {}
    wanted = {key.lower(): key for key in keys}
    alike = lowercase(CourseRun.everything.all(), "key").filter(in_lowercase("key", wanted)).exclude(key__in=taken)
    rows = map(BriefRun._make, alike.order_by("pk").values_list(*BriefRun._fields))
    return _pairs(rows, wanted, fold=True)


def _pairs(rows: Iterable[Row], wanted: dict[str, str], fold: bool = False) -> dict[str, RunPair[Row]]:
    pairs: dict[str, RunPair[Row]] = {}
    for row in rows:
        key = wanted[row.key.lower() if fold else row.key]
        pair = pairs.get(key, RunPair(None, None))
        pairs[key] = pair._replace(draft=row) if row.draft else pair._replace(official=row)
    return pairs
