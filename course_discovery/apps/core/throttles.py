"""How many requests a user may make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.throttling import UserRateThrottle

from course_discovery.apps.core.models import UserThrottleRate

if TYPE_CHECKING:  # rest_framework.views imports this module through its settings
    from rest_framework.request import Request
    from rest_framework.views import APIView


class OverridableUserRateThrottle(UserRateThrottle):
    """The rate of the user's own row, else none for staff and publisher users, else by JWT role, else the default.

    A row binds staff too, which is how a client is slowed down.
    """

    def allow_request(self, request: Request, view: APIView) -> bool:
        user = request.user
        if user and user.is_authenticated:
            rate = UserThrottleRate.objects.filter(user=user).values_list("rate", flat=True).first()
            if rate is None and (user.is_superuser or user.is_staff or user.is_publisher_user):
                return True
            if rate is None and _has_enhanced_role(request):
                rate = settings.ENHANCED_THROTTLE_LIMIT
            if rate is not None:
                self.rate = rate
                self.num_requests, self.duration = self.parse_rate(rate)
        return super().allow_request(request, view)


def _has_enhanced_role(request: Request) -> bool:
    """Whether the request came with a JWT one of whose roles contains an enhanced keyword."""
    from edx_rest_framework_extensions.auth.jwt.decoder import jwt_decode_handler  # imports rest_framework.views

    keywords = settings.ENHANCED_THROTTLE_JWT_ROLE_KEYWORDS
    if not keywords or not isinstance(request.auth, str | bytes):
        return False
    token = request.auth.decode() if isinstance(request.auth, bytes) else request.auth
    # The token was verified when the request was authenticated.
    roles = jwt_decode_handler(token).get("roles") or []
    return any(keyword in role for keyword in keywords for role in roles)
