"""Every flow of data into the catalogue, on one page.

A refresh goes through the stages in order, and through the sources of a stage in the order they have here. To add a
source: write it (sources/), write its loader (loaders/) unless one fits, and add its line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course_discovery.apps.course_metadata.choices import BulkOperationType
from course_discovery.apps.data_loading.loaders.ai_languages import AiLanguagesLoader
from course_discovery.apps.data_loading.loaders.base import Loader
from course_discovery.apps.data_loading.loaders.bulk_course_create import CourseCreateLoader
from course_discovery.apps.data_loading.loaders.bulk_course_update import CourseUpdateLoader
from course_discovery.apps.data_loading.loaders.bulk_rerun import RerunLoader
from course_discovery.apps.data_loading.loaders.course_editor import CourseEditorsLoader
from course_discovery.apps.data_loading.loaders.course_run import RunLoader
from course_discovery.apps.data_loading.loaders.degree import DegreeLoader
from course_discovery.apps.data_loading.loaders.enrollment_code import EnrollmentCodeLoader
from course_discovery.apps.data_loading.loaders.enrollment_count import EnrollmentCountLoader
from course_discovery.apps.data_loading.loaders.entitlement import EntitlementLoader
from course_discovery.apps.data_loading.loaders.external_course import ExternalCourseLoader
from course_discovery.apps.data_loading.loaders.geolocation import GeolocationLoader
from course_discovery.apps.data_loading.loaders.geotargeting import GeotargetingLoader
from course_discovery.apps.data_loading.loaders.marketing_course import MarketingCourseLoader
from course_discovery.apps.data_loading.loaders.marketing_organization import (
    MarketingSchoolLoader,
    MarketingSponsorLoader,
)
from course_discovery.apps.data_loading.loaders.marketing_person import MarketingPersonLoader
from course_discovery.apps.data_loading.loaders.marketing_subject import MarketingSubjectLoader
from course_discovery.apps.data_loading.loaders.mode import ModeLoader
from course_discovery.apps.data_loading.loaders.organization import OrganizationLoader
from course_discovery.apps.data_loading.loaders.product_value import ProductValueLoader
from course_discovery.apps.data_loading.loaders.program import ProgramLoader
from course_discovery.apps.data_loading.loaders.program_subscription import ProgramSubscriptionLoader
from course_discovery.apps.data_loading.loaders.seat import SeatLoader
from course_discovery.apps.data_loading.loaders.warehouse import CourseLengthLoader, CourseReviewLoader
from course_discovery.apps.data_loading.sources.ai_languages import AiLanguages
from course_discovery.apps.data_loading.sources.analytics import Analytics
from course_discovery.apps.data_loading.sources.base import Source
from course_discovery.apps.data_loading.sources.bulk_courses import CourseChanges, NewCourses
from course_discovery.apps.data_loading.sources.bulk_reruns import BulkReruns
from course_discovery.apps.data_loading.sources.course_editors import CourseEditors
from course_discovery.apps.data_loading.sources.csv_courses import CsvCourses
from course_discovery.apps.data_loading.sources.csv_degrees import CsvDegrees
from course_discovery.apps.data_loading.sources.ecommerce import (
    EcommerceEnrollmentCodes,
    EcommerceEntitlements,
    EcommerceSeats,
)
from course_discovery.apps.data_loading.sources.lms_courses import LmsCourses
from course_discovery.apps.data_loading.sources.lms_modes import LmsModes
from course_discovery.apps.data_loading.sources.lms_organizations import LmsOrganizations
from course_discovery.apps.data_loading.sources.lms_programs import LmsPrograms
from course_discovery.apps.data_loading.sources.marketing_site import (
    MarketingCourses,
    MarketingPeople,
    MarketingSchools,
    MarketingSponsors,
    MarketingSubjects,
)
from course_discovery.apps.data_loading.sources.product_tables import (
    GeolocationTable,
    GeotargetingTable,
    ProductValueTable,
)
from course_discovery.apps.data_loading.sources.program_subscriptions import ProgramSubscriptions
from course_discovery.apps.data_loading.sources.table import TableSource
from course_discovery.apps.data_loading.sources.warehouse import CourseLengths, CourseReviews


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


# Events take the place of single rows of this one.
LMS_COURSES = "lms_courses"
PIPELINES = (
    # Runs that were made in Studio come with those of the LMS, which lists them as soon as they are made.
    # Organizations come after the runs, whose keys bring them into being: they get their names here.
    Pipeline(1, LMS_COURSES, LmsCourses, RunLoader),
    Pipeline(1, "lms_organizations", LmsOrganizations, OrganizationLoader),
    # Courses of the marketing site come last: they name its subjects and schools.
    Pipeline(1, "marketing_subjects", MarketingSubjects, MarketingSubjectLoader),
    Pipeline(1, "marketing_schools", MarketingSchools, MarketingSchoolLoader),
    Pipeline(1, "marketing_sponsors", MarketingSponsors, MarketingSponsorLoader),
    Pipeline(1, "marketing_people", MarketingPeople, MarketingPersonLoader),
    Pipeline(1, "marketing_courses", MarketingCourses, MarketingCourseLoader),
    # Either the LMS says what is sold, for partners without a shop, or the shop does.
    Pipeline(2, "lms_modes", LmsModes, ModeLoader),
    Pipeline(2, "ecommerce_seats", EcommerceSeats, SeatLoader),
    Pipeline(2, "ecommerce_entitlements", EcommerceEntitlements, EntitlementLoader),
    Pipeline(2, "ecommerce_enrollment_codes", EcommerceEnrollmentCodes, EnrollmentCodeLoader),
    Pipeline(2, "lms_programs", LmsPrograms, ProgramLoader),
    # What is counted, when all that is counted is there.
    Pipeline(3, "analytics", Analytics, EnrollmentCountLoader),
)
# Tables about products that are there: a command each, see management/file_command.py.
GEOLOCATION = FilePipeline("csv_geolocation", GeolocationTable, GeolocationLoader)
GEOTARGETING = FilePipeline("csv_geotargeting", GeotargetingTable, GeotargetingLoader)
PRODUCT_VALUE = FilePipeline("csv_product_value", ProductValueTable, ProductValueLoader)
PROGRAM_SUBSCRIPTION = FilePipeline("csv_program_subscription", ProgramSubscriptions, ProgramSubscriptionLoader)
COURSE_EDITORS = FilePipeline("csv_course_editors", CourseEditors, CourseEditorsLoader)
# After what is sold is known: what kind of course each course is.
COURSE_TYPES = "course_types"
COURSE_TYPES_STAGE = 2
LAST_STAGE = 3
# Tables of products.
COURSES = FilePipeline("csv_courses", CsvCourses, ExternalCourseLoader)
DEGREES = FilePipeline("csv_degrees", CsvDegrees, DegreeLoader)
# What the LMS tells of one run at a time: the table is that of the runs to ask for.
AI_LANGUAGES = FilePipeline("lms_ai_languages", AiLanguages, AiLanguagesLoader)
# Answers of the data warehouse.
COURSE_LENGTH = FilePipeline("warehouse_course_length", CourseLengths, CourseLengthLoader)
COURSE_REVIEWS = FilePipeline("warehouse_course_reviews", CourseReviews, CourseReviewLoader)
# Files of changes that editors upload, by what they ask for.
BULK_PIPELINES = {
    BulkOperationType.CourseCreate: FilePipeline("bulk_course_create", NewCourses, CourseCreateLoader),
    BulkOperationType.PartialUpdates: FilePipeline("bulk_partial_updates", CourseChanges, CourseUpdateLoader),
    BulkOperationType.CourseRerun: FilePipeline("bulk_course_rerun", BulkReruns, RerunLoader),
    BulkOperationType.CourseEditorUpdate: COURSE_EDITORS,
}
