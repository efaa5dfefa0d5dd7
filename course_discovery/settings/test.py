"""The test suite: nothing on disk, nothing outside the process."""

import os
import tempfile

os.environ.setdefault("DISCOVERY_DATA_DIR", tempfile.mkdtemp(prefix="discovery-test-"))
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from course_discovery.settings.base import *  # noqa: F403
from course_discovery.settings.base import ELASTICSEARCH_INDEX_NAMES, JWT_AUTH, REST_FRAMEWORK

SECRET_KEY = "test-secret-key-that-guards-nothing-0123456789"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_PARTNER_ID = 1
SITE_CACHE_TTL = 0
USE_API_CACHING = False
ENABLE_PUBLISHER = True
WHITENOISE_USE_FINDERS = False
PICTURES_FROM_PRIVATE_ADDRESSES = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
JWT_AUTH = JWT_AUTH | {
    "JWT_ISSUERS": [
        {
            "ISSUER": "http://127.0.0.1:8000/oauth2",
            "SECRET_KEY": "test-jwt-secret-that-is-long-enough-0123456789",
            "AUDIENCE": "test-key",
        }
    ],
}
REST_FRAMEWORK = REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": ()}
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
ELASTICSEARCH_DSL = {"default": {"hosts": os.environ.get("TEST_ELASTICSEARCH_URL", "embedded:memory")}}
# Tests may delete every index of this prefix.
TEST_INDEX_PREFIX = "test_"
ELASTICSEARCH_INDEX_NAMES = {module: TEST_INDEX_PREFIX + alias for module, alias in ELASTICSEARCH_INDEX_NAMES.items()}
SYNONYMS_MODULE = "course_discovery.settings.test_synonyms"
