"""Who may edit, and what outside systems are still to be told."""

from course_discovery.apps.publisher.models.organization_extension import OrganizationExtension
from course_discovery.apps.publisher.models.organization_user_role import OrganizationUserRole
from course_discovery.apps.publisher.models.outbound_push import OutboundPush

__all__ = ["OrganizationExtension", "OrganizationUserRole", "OutboundPush"]
