"""The Celery application: `celery -A course_discovery worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "course_discovery.settings.local")

app = Celery("discovery")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
