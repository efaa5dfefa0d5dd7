"""Who may come in: sessions, the platform's OAuth2 login, JWT, cookies, CORS."""

from course_discovery.settings.parts.environment import DEBUG, DISCOVERY_DATA_DIR, env
from course_discovery.settings.secret_key import local_secret_key

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "auth_backends.backends.EdXOAuth2",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Without one in the environment an installation makes its own and keeps it in its data folder: there is no default.
SECRET_KEY = env("COURSE_DISCOVERY_SECRET_KEY", default="") or local_secret_key(DISCOVERY_DATA_DIR)

# Groups whose members, besides superusers, assign courses to verticals.
VERTICALS_MANAGEMENT_GROUPS = env.list("VERTICALS_MANAGEMENT_GROUPS", default=[])

# The account by which the platform renames others (/api/v1/replace_usernames/); without one nobody may.
USERNAME_REPLACEMENT_WORKER = env("USERNAME_REPLACEMENT_WORKER", default="")

# For tests in browsers: /auto_auth/ makes a superuser of whoever comes. Never in production.
ENABLE_AUTO_AUTH = env.bool("ENABLE_AUTO_AUTH", default=False)
AUTO_AUTH_USERNAME_PREFIX = "auto_auth_"

LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_NAME = "course_discovery_sessionid"
CSRF_COOKIE_NAME = "course_discovery_csrftoken"
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
COOKIES_SECURE = env.bool("DISCOVERY_SECURE_COOKIES", default=False)
SESSION_COOKIE_SECURE = COOKIES_SECURE
CSRF_COOKIE_SECURE = COOKIES_SECURE
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# Browser login at the platform.
SOCIAL_AUTH_STRATEGY = "auth_backends.strategies.EdxDjangoStrategy"
SOCIAL_AUTH_REDIRECT_IS_HTTPS = env.bool("SOCIAL_AUTH_REDIRECT_IS_HTTPS", default=not DEBUG)
SOCIAL_AUTH_EDX_OAUTH2_KEY = env("SOCIAL_AUTH_EDX_OAUTH2_KEY", default="discovery-sso-key")
SOCIAL_AUTH_EDX_OAUTH2_SECRET = env("SOCIAL_AUTH_EDX_OAUTH2_SECRET", default="")
SOCIAL_AUTH_EDX_OAUTH2_URL_ROOT = env("SOCIAL_AUTH_EDX_OAUTH2_URL_ROOT", default="http://127.0.0.1:8000")
SOCIAL_AUTH_EDX_OAUTH2_PUBLIC_URL_ROOT = env(
    "SOCIAL_AUTH_EDX_OAUTH2_PUBLIC_URL_ROOT", default=SOCIAL_AUTH_EDX_OAUTH2_URL_ROOT
)
SOCIAL_AUTH_EDX_OAUTH2_ISSUER = env("SOCIAL_AUTH_EDX_OAUTH2_ISSUER", default=SOCIAL_AUTH_EDX_OAUTH2_URL_ROOT)
SOCIAL_AUTH_EDX_OAUTH2_LOGOUT_URL = env(
    "SOCIAL_AUTH_EDX_OAUTH2_LOGOUT_URL", default=f"{SOCIAL_AUTH_EDX_OAUTH2_PUBLIC_URL_ROOT}/logout"
)

# Service-to-service calls to the platform.
BACKEND_SERVICE_EDX_OAUTH2_KEY = env("BACKEND_SERVICE_EDX_OAUTH2_KEY", default="discovery-backend-service-key")
BACKEND_SERVICE_EDX_OAUTH2_SECRET = env("BACKEND_SERVICE_EDX_OAUTH2_SECRET", default="")
BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL = env(
    "BACKEND_SERVICE_EDX_OAUTH2_PROVIDER_URL", default="http://127.0.0.1:8000/oauth2"
)
# Seconds to connect and to wait for the next byte of an answer.
OAUTH_API_TIMEOUT = (3.05, 30)

# Secrets and issuers come from the environment or DISCOVERY_CFG; without a secret every JWT is refused.
JWT_AUTH = {
    "JWT_ALGORITHM": "HS256",
    "JWT_AUDIENCE": "course-discovery",
    "JWT_ISSUERS": [
        {
            "ISSUER": env("JWT_ISSUER", default=f"{SOCIAL_AUTH_EDX_OAUTH2_URL_ROOT}/oauth2"),
            "SECRET_KEY": env("JWT_SECRET_KEY", default=""),
            "AUDIENCE": env("JWT_AUDIENCE", default="course-discovery"),
        }
    ],
    "JWT_DECODE_HANDLER": "edx_rest_framework_extensions.auth.jwt.decoder.jwt_decode_handler",
    "JWT_VERIFY_AUDIENCE": False,
    "JWT_AUTH_HEADER_PREFIX": "JWT",
    "JWT_AUTH_COOKIE": "edx-jwt-cookie",
    "JWT_AUTH_COOKIE_HEADER_PAYLOAD": "edx-jwt-cookie-header-payload",
    "JWT_AUTH_COOKIE_SIGNATURE": "edx-jwt-cookie-signature",
    "JWT_PUBLIC_SIGNING_JWK_SET": env("JWT_PUBLIC_SIGNING_JWK_SET", default=None),
}
EDX_DRF_EXTENSIONS = {"OAUTH2_USER_INFO_URL": f"{SOCIAL_AUTH_EDX_OAUTH2_URL_ROOT}/oauth2/user_info"}

CORS_ALLOW_CREDENTIALS = True
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CORS_ALLOW_HEADERS = (
    "accept",
    "authorization",
    "content-type",
    "user-agent",
    "x-csrftoken",
    "x-requested-with",
    "use-jwt-cookie",
)
