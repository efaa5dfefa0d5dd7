from course_discovery.apps.data_loading.models.configuration import (
    BackpopulateCourseTypeConfig,
    CSVDataLoaderConfiguration,
    DataLoaderConfig,
    DegreeDataLoaderConfiguration,
    FileConfiguration,
    GeolocationDataLoaderConfiguration,
    GeotargetingDataLoaderConfiguration,
    ProductValueDataLoaderConfiguration,
    ProgramSubscriptionConfiguration,
)
from course_discovery.apps.data_loading.models.course_run_event import CourseRunEvent
from course_discovery.apps.data_loading.models.lease import RefreshLease
from course_discovery.apps.data_loading.models.refresh_run import PageCheckpoint, RefreshRun, RowFailure, SourceRun

__all__ = [
    "BackpopulateCourseTypeConfig",
    "CSVDataLoaderConfiguration",
    "CourseRunEvent",
    "DataLoaderConfig",
    "DegreeDataLoaderConfiguration",
    "FileConfiguration",
    "GeolocationDataLoaderConfiguration",
    "GeotargetingDataLoaderConfiguration",
    "PageCheckpoint",
    "ProductValueDataLoaderConfiguration",
    "ProgramSubscriptionConfiguration",
    "RefreshLease",
    "RefreshRun",
    "RowFailure",
    "SourceRun",
]
