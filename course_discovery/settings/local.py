"""The default: one machine, SQLite and the embedded search engine under DISCOVERY_DATA_DIR."""

from course_discovery.settings.base import *  # noqa: F403
from course_discovery.settings.base import STATIC_ROOT

# Whitenoise warns where there is none.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
