from course_discovery.apps.data_loading.models.lease import RefreshLease
from course_discovery.apps.data_loading.models.refresh_run import PageCheckpoint, RefreshRun, RowFailure, SourceRun

__all__ = ["PageCheckpoint", "RefreshLease", "RefreshRun", "RowFailure", "SourceRun"]
