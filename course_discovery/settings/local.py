"""The default: one machine, SQLite and the embedded search engine under DISCOVERY_DATA_DIR."""

from course_discovery.settings.base import *  # noqa: F403
from course_discovery.settings.base import DISCOVERY_DATA_DIR

DISCOVERY_DATA_DIR.mkdir(parents=True, exist_ok=True)
