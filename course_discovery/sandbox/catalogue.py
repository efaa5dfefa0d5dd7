"""What a sandbox platform serves: six listings, wherever their rows come from."""

from collections.abc import Iterable
from typing import NamedTuple

from course_discovery.sandbox.legacy import LegacyRows
from course_discovery.sandbox.listing import Listing, Row


class Upload(NamedTuple):
    """A file that somebody sent."""

    content: bytes
    content_type: str


class Catalogue:
    """Rows of an LMS (runs, organizations, modes) and of an e-commerce service (the rest), in the order served.

    ``legacy`` holds what services of old deployments serve; it is empty unless a test fills it. ``studio_runs`` are
    runs that were made or changed in Studio, as Studio shows them, and ``uploads`` its pictures by path.
    """

    def __init__(
        self,
        lms_course_runs: Iterable[Row] = (),
        organizations: Iterable[Row] = (),
        ecommerce_courses: Iterable[Row] = (),
        entitlements: Iterable[Row] = (),
        enrollment_codes: Iterable[Row] = (),
        modes: Iterable[Row] = (),
    ):
        self.lms_course_runs = Listing(lms_course_runs, "id")
        self.organizations = Listing(organizations, "short_name")
        self.ecommerce_courses = Listing(ecommerce_courses, "id")
        self.entitlements = Listing(entitlements, "id")
        self.enrollment_codes = Listing(enrollment_codes, "id")
        self.modes = Listing(modes, "id")
        self.legacy = LegacyRows()
        self.studio_runs = Listing((), "id")
        self.uploads: dict[str, Upload] = {}

    def overview(self, run_key: str) -> str:
        """The long HTML description that the LMS adds when it serves one run."""
        return str(self.lms_course_runs.get(run_key).get("overview") or "")

    def summary(self) -> str:
        """One line that counts the rows."""
        return (
            f"{len(self.lms_course_runs)} course runs, {len(self.organizations)} organizations, "
            f"{len(self.ecommerce_courses)} e-commerce courses, {len(self.entitlements)} entitlements, "
            f"{len(self.enrollment_codes)} enrollment codes, {len(self.modes)} runs with modes"
        )
