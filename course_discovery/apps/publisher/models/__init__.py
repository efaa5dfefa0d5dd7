"""Who may edit."""

from course_discovery.apps.publisher.models.organization_extension import OrganizationExtension
from course_discovery.apps.publisher.models.organization_user_role import OrganizationUserRole

__all__ = ["OrganizationExtension", "OrganizationUserRole"]
