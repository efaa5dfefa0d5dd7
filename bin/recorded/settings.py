"""Django's settings of the throw-away installation that answers recorded cases.

`python -m bin.recorded` puts DISCOVERY_DATA_DIR, DATABASE_URL and RECORDED_INDEX_PREFIX into the environment first.
"""

import os

from course_discovery.settings.base import *  # noqa: F403
from course_discovery.settings.base import (
    ELASTICSEARCH_DSL_INDEX_SETTINGS,
    ELASTICSEARCH_INDEX_NAMES,
    LOGGING,
    REST_FRAMEWORK,
)

ALLOWED_HOSTS = ["*"]
DEFAULT_PARTNER_ID = 1
ENABLE_PUBLISHER = True
# Answers are asked once and must not be those of another caller or moment.
USE_API_CACHING = False
SITE_CACHE_TTL = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "recorded"}}
REST_FRAMEWORK = REST_FRAMEWORK | {"DEFAULT_THROTTLE_CLASSES": ()}
# Thousands of requests log in with a password each.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
# The platform is a thread of this process; whoever runs it has no rate to keep.
LMS_REQUESTS_PER_MINUTE = 0
PLATFORM_API_FIRST_WAIT = 0.1
# The indexes are built once, after everything is written.
ELASTICSEARCH_DSL_AUTOSYNC = False
ELASTICSEARCH_INDEX_NAMES = {
    module: f"{os.environ['RECORDED_INDEX_PREFIX']}{alias}" for module, alias in ELASTICSEARCH_INDEX_NAMES.items()
}
ELASTICSEARCH_DSL_INDEX_SETTINGS = ELASTICSEARCH_DSL_INDEX_SETTINGS | {"number_of_replicas": 0}
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING["root"]["level"] = "ERROR"
# Refused requests are answers like others here.
LOGGING.setdefault("loggers", {})["django.request"] = {"level": "CRITICAL", "propagate": False}
