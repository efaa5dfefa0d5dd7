"""Admin of what commands read: files of which the newest counts, and single rows."""

from django.contrib import admin
from solo.admin import SingletonModelAdmin

from course_discovery.apps.course_metadata.admin.configuration import FileConfigurationAdmin
from course_discovery.apps.data_loading.models import (
    BackpopulateCourseTypeConfig,
    CSVDataLoaderConfiguration,
    DataLoaderConfig,
    DegreeDataLoaderConfiguration,
    GeolocationDataLoaderConfiguration,
    GeotargetingDataLoaderConfiguration,
    ProductValueDataLoaderConfiguration,
    ProgramSubscriptionConfiguration,
)

admin.site.register(
    (
        CSVDataLoaderConfiguration,
        DegreeDataLoaderConfiguration,
        GeolocationDataLoaderConfiguration,
        GeotargetingDataLoaderConfiguration,
        ProductValueDataLoaderConfiguration,
        ProgramSubscriptionConfiguration,
    ),
    FileConfigurationAdmin,
)
admin.site.register((DataLoaderConfig, BackpopulateCourseTypeConfig), SingletonModelAdmin)
