"""Background jobs: done at once in the calling process until CELERY_BROKER_URL names a broker."""

from datetime import timedelta

from celery.schedules import crontab

from course_discovery.settings.parts.environment import env

_broker = env("CELERY_BROKER_URL", default="")
CELERY_BROKER_URL = _broker or "memory://localhost"
CELERY_TASK_ALWAYS_EAGER = not _broker
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
# Results of the few jobs that have one lie, and stay, beside the rows that name them.
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXPIRES = None
CELERY_RESULT_EXTENDED = True
CELERY_TASK_STORE_EAGER_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_COMPRESSION = "gzip"
CELERY_TASK_DEFAULT_EXCHANGE = "discovery"
CELERY_TASK_DEFAULT_ROUTING_KEY = "discovery"
CELERY_TASK_DEFAULT_QUEUE = "discovery.default"
CELERY_TASK_TRACK_STARTED = True
CELERY_TASK_TIME_LIMIT = 3600
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Done by `celery beat`. Without one, cron runs the commands `refresh_aged_documents`, `verify_index --repair` and
# `deliver_outbox`.
CELERY_BEAT_SCHEDULE = {
    "refresh-aged-documents": {
        "task": "course_discovery.apps.search.tasks.refresh_aged_task",
        "schedule": timedelta(minutes=5),
    },
    # What is changed here is sent after its commit; this sends again what failed.
    "deliver-outbox": {
        "task": "course_discovery.apps.publisher.tasks.deliver_outbox_task",
        "schedule": timedelta(minutes=1),
    },
    "verify-index": {
        "task": "course_discovery.apps.search.tasks.verify_indexes_task",
        "schedule": crontab(hour=3, minute=30),
    },
}
