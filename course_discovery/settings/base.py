"""Every setting with its default, joined from the topics in parts/; all of them can be set from the environment."""

from course_discovery.settings.parts.apps import *  # noqa: F403
from course_discovery.settings.parts.auth import *  # noqa: F403
from course_discovery.settings.parts.cache import *  # noqa: F403
from course_discovery.settings.parts.celery import *  # noqa: F403
from course_discovery.settings.parts.database import *  # noqa: F403
from course_discovery.settings.parts.environment import *  # noqa: F403
from course_discovery.settings.parts.events import *  # noqa: F403
from course_discovery.settings.parts.loading import *  # noqa: F403
from course_discovery.settings.parts.logging import *  # noqa: F403
from course_discovery.settings.parts.mail import *  # noqa: F403
from course_discovery.settings.parts.outside import *  # noqa: F403
from course_discovery.settings.parts.rest import *  # noqa: F403
from course_discovery.settings.parts.search import *  # noqa: F403
from course_discovery.settings.parts.taxonomy import *  # noqa: F403
