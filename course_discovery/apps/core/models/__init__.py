"""Partners, users and currencies."""

from course_discovery.apps.core.models.currency import Currency
from course_discovery.apps.core.models.partner import Partner, SalesforceConfiguration
from course_discovery.apps.core.models.user import User, UserThrottleRate

__all__ = ["Currency", "Partner", "SalesforceConfiguration", "User", "UserThrottleRate"]
