"""The closed sets of values that columns may hold."""

from django.db.models import TextChoices


class InternalUserRole(TextChoices):
    PartnerManager = "partner_manager", "Partner Manager"
    ProjectCoordinator = "project_coordinator", "Project Coordinator"
    MarketingReviewer = "marketing_reviewer", "Marketing Reviewer"
    Publisher = "publisher", "Publisher"
