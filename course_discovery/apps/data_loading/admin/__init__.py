"""Admin pages of refreshes, and of what commands read."""

from course_discovery.apps.data_loading.admin.configuration import FileConfigurationAdmin
from course_discovery.apps.data_loading.admin.course_run_event import CourseRunEventAdmin
from course_discovery.apps.data_loading.admin.refresh_run import RefreshRunAdmin
from course_discovery.apps.data_loading.admin.row_failure import RowFailureAdmin
from course_discovery.apps.data_loading.admin.source_run import SourceRunAdmin

__all__ = ["CourseRunEventAdmin", "FileConfigurationAdmin", "RefreshRunAdmin", "RowFailureAdmin", "SourceRunAdmin"]
