"""The closed sets of values that columns may hold."""

from django.db.models import TextChoices


class CourseRunStatus(TextChoices):
    """Where a run stands between being written and being shown; rules/status.py tells the ways between them."""

    Unpublished = "unpublished", "Unpublished"
    LegalReview = "review_by_legal", "Awaiting Review from Legal"
    InternalReview = "review_by_internal", "Awaiting Internal Review"
    Reviewed = "reviewed", "Reviewed"
    Published = "published", "Published"


class CourseRunPacing(TextChoices):
    Instructor = "instructor_paced", "Instructor-paced"
    Self = "self_paced", "Self-paced"


class ReportingType(TextChoices):
    mooc = "mooc", "mooc"
    spoc = "spoc", "spoc"
    test = "test", "test"
    demo = "demo", "demo"
    other = "other", "other"


class Availability(TextChoices):
    """When a run can be taken; derived, never stored."""

    Archived = "Archived", "Archived"
    Current = "Current", "Current"
    StartingSoon = "Starting Soon", "Starting Soon"
    Upcoming = "Upcoming", "Upcoming"


class CourseEnds(TextChoices):
    """Whether the last published run of a course is over; derived, never stored."""

    Past = "Past", "Past"
    Future = "Future", "Future"


class CourseLength(TextChoices):
    Short = "short", "Short"
    Medium = "medium", "Medium"
    Long = "long", "Long"


class CertificateType(TextChoices):
    Honor = "honor", "Honor"
    Credit = "credit", "Credit"
    Verified = "verified", "Verified"
    Professional = "professional", "Professional"
    ExecutiveEducation = "executive-education", "Executive Education"
    PaidExecutiveEducation = "paid-executive-education", "Paid Executive Education"
    UnpaidExecutiveEducation = "unpaid-executive-education", "Unpaid Executive Education"
    PaidBootcamp = "paid-bootcamp", "Paid Bootcamp"
    UnpaidBootcamp = "unpaid-bootcamp", "Unpaid Bootcamp"


class PayeeType(TextChoices):
    Platform = "platform", "Platform"
    Organization = "organization", "Organization"


class RestrictionType(TextChoices):
    """Who alone may take a restricted run."""

    CustomB2BEnterprise = "custom-b2b-enterprise", "Custom B2B Enterprise"
    CustomB2C = "custom-b2c", "Custom B2C"


class LocationRestrictionType(TextChoices):
    Allowlist = "allowlist", "Allowlist"
    Blocklist = "blocklist", "Blocklist"


class ProductStatus(TextChoices):
    Archived = "archived", "Archived"
    Published = "published", "Published"


class ExternalCourseMarketingType(TextChoices):
    ShortCourse = "short_course", "Short Course"
    Sprint = "sprint", "Sprint"
    CourseStack = "course_stack", "Course Stack"


class SocialNetworkType(TextChoices):
    Facebook = "facebook", "Facebook"
    Twitter = "twitter", "Twitter"
    Blog = "blog", "Blog"
    Others = "others", "Others"


class LearnerGoal(TextChoices):
    ChangeCareers = "changecareers", "Change careers"
    JobAdvancement = "jobadvancement", "Job advancement"
    ValuableSkills = "valuableskills", "Learn valuable skills"
    LearnForFun = "learnforfun", "Learn for fun"


class BulkOperationType(TextChoices):
    """What the rows of an uploaded file ask for."""

    CourseCreate = "course_create", "Course Create"
    PartialUpdates = "partial_updates", "Partial Update"
    CourseRerun = "course_rerun", "Course Rerun"
    CourseEditorUpdate = "course_editor_update", "Course Editor Update"


class BulkOperationStatus(TextChoices):
    Pending = "pending", "Pending"
    Verified = "verified", "Verified"
    Processing = "processing", "Processing"
    Completed = "completed", "Completed"
    Failed = "failed", "Failed"
    PartiallyCompleted = "partially_completed", "Partially Completed"
    Errored = "errored", "Errored"


# None is a value of its own here: nobody has looked yet.
OFAC_RESTRICTIONS = ((None, "--"), (True, "Blocked"), (False, "Unrestricted"))


class MigratedCourseType(TextChoices):
    """Which courses get new slugs together."""

    OpenCourse = "open-course", "Open courses"
    ExecutiveEducation = "executive-education-2u", "Executive education"
    Bootcamp = "bootcamp-2u", "Boot camps"
