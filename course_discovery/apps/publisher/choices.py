"""The closed sets of values that columns may hold."""

from django.db.models import TextChoices


class InternalUserRole(TextChoices):
    PartnerManager = "partner_manager", "Partner Manager"
    ProjectCoordinator = "project_coordinator", "Project Coordinator"
    MarketingReviewer = "marketing_reviewer", "Marketing Reviewer"
    Publisher = "publisher", "Publisher"


class OutboundSystem(TextChoices):
    """The systems that are told of changes. One that fails keeps nobody else waiting."""

    Studio = "studio", "Studio"
    Ecommerce = "ecommerce", "E-commerce"
    Lms = "lms", "LMS"
    Salesforce = "salesforce", "Salesforce"
    MarketingSite = "marketing_site", "Marketing site"


class PushStatus(TextChoices):
    Pending = "pending", "Waiting"
    Running = "running", "Being sent"
    Delivered = "delivered", "Delivered"
    Failed = "failed", "Given up"
