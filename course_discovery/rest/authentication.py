"""Authentication by the platform's JWT, and what the schema says about it."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from edx_rest_framework_extensions.auth.jwt.authentication import JwtAuthentication as PlatformJwtAuthentication
from rest_framework.exceptions import AuthenticationFailed


class JwtAuthentication(PlatformJwtAuthentication):
    """The platform's JWT (header or cookie pair). A user deactivated here stays out, whatever the token says."""

    def authenticate_credentials(self, payload: dict[str, Any]) -> Any:
        user = super().authenticate_credentials(payload)
        if not user.is_active:
            raise AuthenticationFailed("User inactive or deleted.")
        return user


class JwtScheme(OpenApiAuthenticationExtension):
    """How the schema describes it: drf-spectacular finds this class by itself once the module is imported."""

    target_class = JwtAuthentication
    name = "jwt"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "JWT <token>"}
