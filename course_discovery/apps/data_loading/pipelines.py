"""Every flow of data into the catalogue, on one page.

A refresh goes through the stages in order, and through the sources of a stage in the order they have here. To add a
source: write it (sources/), write its loader (loaders/) unless one fits, and add its line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.course_run import RunLoader
from course_discovery.apps.data_loading.loaders.enrollment_code import EnrollmentCodeLoader
from course_discovery.apps.data_loading.loaders.entitlement import EntitlementLoader
from course_discovery.apps.data_loading.loaders.mode import ModeLoader
from course_discovery.apps.data_loading.loaders.organization import OrganizationLoader
from course_discovery.apps.data_loading.loaders.seat import SeatLoader
from course_discovery.apps.data_loading.sources.base import Source
from course_discovery.apps.data_loading.sources.ecommerce import (
    EcommerceEnrollmentCodes,
    EcommerceEntitlements,
    EcommerceSeats,
)
from course_discovery.apps.data_loading.sources.lms_courses import LmsCourses
from course_discovery.apps.data_loading.sources.lms_modes import LmsModes
from course_discovery.apps.data_loading.sources.lms_organizations import LmsOrganizations
from course_discovery.apps.data_loading.sources.table import TableSource


@dataclass(frozen=True)
class Pipeline:
    """One listing of a platform on its way into the catalogue. The name stands in run records."""

    stage: int
    name: str
    source: type[Source[Any, Any]]
    loader: type[Loader[Any]]


@dataclass(frozen=True)
class FilePipeline:
    """A kind of table on its way into the catalogue. Source and loader take the same options as keywords."""

    name: str
    source: Callable[..., TableSource[Any]]
    loader: Callable[..., Loader[Any]]


PIPELINES = (
    # Organizations come after the runs, whose keys bring them into being: they get their names here.
    Pipeline(1, "lms_courses", LmsCourses, RunLoader),
    Pipeline(1, "lms_organizations", LmsOrganizations, OrganizationLoader),
    # Either the LMS says what is sold, for partners without a shop, or the shop does.
    Pipeline(2, "lms_modes", LmsModes, ModeLoader),
    Pipeline(2, "ecommerce_seats", EcommerceSeats, SeatLoader),
    Pipeline(2, "ecommerce_entitlements", EcommerceEntitlements, EntitlementLoader),
    Pipeline(2, "ecommerce_enrollment_codes", EcommerceEnrollmentCodes, EnrollmentCodeLoader),
)
# After what is sold is known: what kind of course each course is.
COURSE_TYPES = "course_types"
COURSE_TYPES_STAGE = 2
# The third, enrollment figures, is accepted and empty as yet.
LAST_STAGE = 3
