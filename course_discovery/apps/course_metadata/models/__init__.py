"""Courses and all that describes them. One concept a module; import the models from here."""

from course_discovery.apps.course_metadata.models.additional_metadata import (
    AdditionalMetadata,
    CertificateInfo,
    Fact,
    ProductMeta,
    TaxiForm,
)
from course_discovery.apps.course_metadata.models.bulk_operation_task import BulkOperationTask
from course_discovery.apps.course_metadata.models.collaborator import Collaborator
from course_discovery.apps.course_metadata.models.configuration import (
    ArchiveCoursesConfig,
    BackfillCourseRunSlugsConfig,
    BulkModifyProgramHookConfig,
    BulkUpdateImagesConfig,
    BulkUploadTagsConfig,
    DeduplicateHistoryConfig,
    DeletePersonDupsConfig,
    DrupalPublishUuidConfig,
    MigrateCourseSlugConfiguration,
    MigrateProgramSlugConfiguration,
    RemoveRedirectsConfig,
    TagCourseUuidsConfig,
)
from course_discovery.apps.course_metadata.models.course import Course
from course_discovery.apps.course_metadata.models.course_content import (
    FAQ,
    AdditionalPromoArea,
    ExpectedLearningItem,
    JobOutlookItem,
    Prerequisite,
    SyllabusItem,
)
from course_discovery.apps.course_metadata.models.course_editor import CourseEditor
from course_discovery.apps.course_metadata.models.course_review import CourseReview
from course_discovery.apps.course_metadata.models.course_run import CourseRun
from course_discovery.apps.course_metadata.models.course_type import CourseRunType, CourseType, Mode, SeatType, Track
from course_discovery.apps.course_metadata.models.course_url import CourseUrlRedirect, CourseUrlSlug
from course_discovery.apps.course_metadata.models.endorsement import CorporateEndorsement, Endorsement
from course_discovery.apps.course_metadata.models.entitlement import CourseEntitlement
from course_discovery.apps.course_metadata.models.level_type import LevelType
from course_discovery.apps.course_metadata.models.location import CourseLocationRestriction, GeoLocation
from course_discovery.apps.course_metadata.models.media import Image, Video
from course_discovery.apps.course_metadata.models.organization import Organization, OrganizationMapping
from course_discovery.apps.course_metadata.models.person import (
    Person,
    PersonAreaOfExpertise,
    PersonSocialNetwork,
    Position,
)
from course_discovery.apps.course_metadata.models.product_value import ProductValue
from course_discovery.apps.course_metadata.models.restricted_course_run import RestrictedCourseRun
from course_discovery.apps.course_metadata.models.seat import Seat
from course_discovery.apps.course_metadata.models.source import Source
from course_discovery.apps.course_metadata.models.subject import Subject, Topic

__all__ = [
    "ArchiveCoursesConfig",
    "BackfillCourseRunSlugsConfig",
    "BulkModifyProgramHookConfig",
    "BulkUpdateImagesConfig",
    "BulkUploadTagsConfig",
    "DeduplicateHistoryConfig",
    "DeletePersonDupsConfig",
    "DrupalPublishUuidConfig",
    "MigrateCourseSlugConfiguration",
    "MigrateProgramSlugConfiguration",
    "RemoveRedirectsConfig",
    "TagCourseUuidsConfig",
    "FAQ",
    "AdditionalMetadata",
    "AdditionalPromoArea",
    "BulkOperationTask",
    "CertificateInfo",
    "Collaborator",
    "CorporateEndorsement",
    "Course",
    "CourseEditor",
    "CourseEntitlement",
    "CourseLocationRestriction",
    "CourseReview",
    "CourseRun",
    "CourseRunType",
    "CourseType",
    "CourseUrlRedirect",
    "CourseUrlSlug",
    "Endorsement",
    "ExpectedLearningItem",
    "Fact",
    "GeoLocation",
    "Image",
    "JobOutlookItem",
    "LevelType",
    "Mode",
    "Organization",
    "OrganizationMapping",
    "Person",
    "PersonAreaOfExpertise",
    "PersonSocialNetwork",
    "Position",
    "Prerequisite",
    "ProductMeta",
    "ProductValue",
    "RestrictedCourseRun",
    "Seat",
    "SeatType",
    "Source",
    "Subject",
    "SyllabusItem",
    "TaxiForm",
    "Topic",
    "Track",
    "Video",
]
