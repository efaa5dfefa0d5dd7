"""The demo catalogue: invented courses, the same for the same seed and month, as many as wanted."""

from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from course_discovery.sandbox import enrichment
from course_discovery.sandbox.catalogue import Catalogue
from course_discovery.sandbox.listing import Row
from course_discovery.sandbox.modes import modes_rows
from course_discovery.sandbox.oddities import ODDITIES
from course_discovery.sandbox.organizations import organization_rows
from course_discovery.sandbox.outlines import BLOCK_COURSES, BLOCK_RUNS, run_counts
from course_discovery.sandbox.plans import CoursePlan
from course_discovery.sandbox.products import ecommerce_course_rows, entitlement_rows
from course_discovery.sandbox.runs import lms_run_row, plan_runs
from course_discovery.sandbox.texts import overview

DEFAULT_ROOT = "http://platform.example"


class DemoCatalogue(Catalogue):
    """``courses`` courses with ``runs`` runs in all (720 for each 300 courses unless given).

    ``today`` (a date, by default the real one) decides which runs are over, open or to come; days of one month give the
    same rows. ``root`` is the address that links in the rows begin with. A larger catalogue begins with the rows of a
    smaller one, except for runs cut from or added to the last courses to reach ``runs``.
    """

    def __init__(
        self,
        courses: int = BLOCK_COURSES,
        runs: int | None = None,
        seed: int = 1,
        today: date | None = None,
        root: str = DEFAULT_ROOT,
    ):
        if runs is None:
            whole, rest = divmod(courses, BLOCK_COURSES)
            runs = whole * BLOCK_RUNS + round(rest * BLOCK_RUNS / BLOCK_COURSES)
        self.seed = seed
        self.today = today or datetime.now(tz=UTC).date()
        self.courses = [
            CoursePlan(seed, index, count, self.today) for index, count in enumerate(run_counts(courses, runs))
        ]
        self.odd_rows: dict[str, list[Any]] = {oddity.name: [] for oddity in ODDITIES}
        self._course_of_run: dict[str, CoursePlan] = {}
        lms: list[Row] = []
        sold: list[Row] = []
        entitlements: list[Row] = []
        codes: list[Row] = []
        for course in self.courses:
            course_runs = plan_runs(course)
            lms += [lms_run_row(course, run, root) for run in course_runs]
            new_sold, new_codes = ecommerce_course_rows(course, course_runs, root)
            new_entitlements = entitlement_rows(course)
            sold += new_sold
            codes += new_codes
            entitlements += new_entitlements
            self._course_of_run |= dict.fromkeys((run.key for run in course_runs), course)
            if course.oddity:
                self.odd_rows[course.oddity].append(
                    _odd_key(course.oddity, course_runs[-1].key, new_sold, new_entitlements, new_codes)
                )
        known = {row["id"] for row in lms}
        modes = [row for row in modes_rows(sold) if row["id"] in known]
        super().__init__(lms, organization_rows(root), sold, entitlements, codes, modes)

    def overview(self, run_key: str) -> str:
        """The long description of the course, for runs of the demo; what the row says for rows added later."""
        course = self._course_of_run.get(run_key)
        if course is None:
            return super().overview(run_key)
        return overview(course.rng("overview"), course.outline.language, course.heading)

    @cached_property
    def course_keys(self) -> list[str]:
        """Keys of the courses, in order."""
        return [course.key for course in self.courses]

    def enrichment(self) -> dict[str, list[Row]]:
        """What editors would add by hand and no platform serves; see ``course_discovery.sandbox.enrichment``."""
        return enrichment.enrichment(self.seed, self.courses)


def _odd_key(oddity: str, run_key: str, sold: list[Row], entitlements: list[Row], codes: list[Row]) -> Any:
    """The key of the row that is odd, in the listing where it stands."""
    if oddity.startswith("entitlement_"):
        return entitlements[-1]["id"]
    if oddity.startswith("enrollment_code_"):
        return codes[-1]["id"]
    if oddity.startswith("ecommerce_"):
        return sold[-1]["id"]
    return run_key
