"""The REST framework, its schema, its throttles and the response cache."""

from course_discovery.settings.parts.environment import env

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": (
        "course_discovery.rest.authentication.JwtAuthentication",
        "rest_framework.authentication.SessionAuthentication",
        "rest_framework.authentication.BasicAuthentication",
    ),
    "DEFAULT_PERMISSION_CLASSES": ("rest_framework.permissions.DjangoModelPermissions",),
    "DEFAULT_PAGINATION_CLASS": "course_discovery.rest.pagination.PageNumberPagination",
    "DEFAULT_SCHEMA_CLASS": "course_discovery.rest.schema.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ("course_discovery.apps.core.throttles.OverridableUserRateThrottle",),
    "DEFAULT_THROTTLE_RATES": {"user": "200/hour"},
    # How many proxies in front of the service to believe about a caller's address; none by default.
    "NUM_PROXIES": env.int("DISCOVERY_NUM_PROXIES", default=0),
    "PAGE_SIZE": 20,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
ENHANCED_THROTTLE_JWT_ROLE_KEYWORDS: list[str] = []
ENHANCED_THROTTLE_LIMIT = "400/hour"

# Responses hold values that depend on the time (availability, is_enrollable): the longest they may be late.
API_CACHE_SECONDS = env.int("API_CACHE_SECONDS", default=300)

# The account at openexchangerates.org whose rates /api/v1/currency tells; without one it tells none.
OPENEXCHANGERATES_API_KEY = env("OPENEXCHANGERATES_API_KEY", default="")

SPECTACULAR_SETTINGS = {
    "TITLE": "Discovery API",
    "VERSION": "v1",
    "SCHEMA_PATH_PREFIX": r"/api/v[0-9]",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
