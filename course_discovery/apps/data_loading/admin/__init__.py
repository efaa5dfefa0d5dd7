"""Admin pages of the records of refreshes."""

from course_discovery.apps.data_loading.admin.refresh_run import RefreshRunAdmin, RowFailureAdmin, SourceRunAdmin

__all__ = ["RefreshRunAdmin", "RowFailureAdmin", "SourceRunAdmin"]
