"""The test suite on real servers, whose addresses `make test.stack` puts into the environment.

Each process of pytest-xdist has them for itself: pytest-django gives it a database of its own, and here it gets a Redis
database, a queue and index names of its own.
"""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_ADDRESSES = ("DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL", "ELASTICSEARCH_URL")
if _missing := [name for name in _ADDRESSES if not os.environ.get(name)]:
    raise ImproperlyConfigured(f"Run these tests with `make test.stack`. The environment lacks {', '.join(_missing)}.")

from course_discovery.settings.test import *  # noqa: E402, F403
from course_discovery.settings.test import (  # noqa: E402
    CACHES,
    ELASTICSEARCH_DSL_INDEX_SETTINGS,
    ELASTICSEARCH_INDEX_NAMES,
    TEST_INDEX_PREFIX,
)

_process = os.environ.get("PYTEST_XDIST_WORKER", "gw0")

ELASTICSEARCH_DSL = {"default": {"hosts": os.environ["ELASTICSEARCH_URL"]}}
_plain, TEST_INDEX_PREFIX = TEST_INDEX_PREFIX, f"{TEST_INDEX_PREFIX}{_process}_"
ELASTICSEARCH_INDEX_NAMES = {
    module: TEST_INDEX_PREFIX + alias.removeprefix(_plain) for module, alias in ELASTICSEARCH_INDEX_NAMES.items()
}
# A cluster of one node.
ELASTICSEARCH_DSL_INDEX_SETTINGS = ELASTICSEARCH_DSL_INDEX_SETTINGS | {"number_of_replicas": 0}

# django-redis empties a whole database of Redis when a test clears its cache; database 0 is the queue's.
_database = 1 + int(_process.removeprefix("gw"))
_redis = urlsplit(CACHES["default"]["LOCATION"])
CACHES = CACHES | {"default": CACHES["default"] | {"LOCATION": _redis._replace(path=f"/{_database}").geturl()}}

# Jobs run at once: what most tests write never leaves their transaction. The tests of bin/stack start a worker instead.
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_DEFAULT_QUEUE = f"test.{_process}"
