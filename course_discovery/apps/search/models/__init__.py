"""What indexing remembers; the documents themselves are in the engine."""

from course_discovery.apps.search.models.indexing import ChangeDuringBuild, ClockRefresh
from course_discovery.apps.search.models.verification import IndexVerification

__all__ = ["ChangeDuringBuild", "ClockRefresh", "IndexVerification"]
