"""The WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "course_discovery.settings.local")

application = get_wsgi_application()

# What the service consists of, every view included, lives as long as the process: set apart, the collector does not
# walk it again while it looks for what requests left behind, which shortens the pauses of large lists.
get_resolver().url_patterns  # noqa: B018 (loads them)
gc.collect()
gc.freeze()
