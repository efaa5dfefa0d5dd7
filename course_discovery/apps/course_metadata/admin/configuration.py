"""Admin of what commands read: files of which the newest counts, and single rows."""

from config_models.admin import ConfigurationModelAdmin
from django.contrib import admin
from solo.admin import SingletonModelAdmin

from course_discovery.apps.course_metadata.models import (
    ArchiveCoursesConfig,
    BackfillCourseRunSlugsConfig,
    BulkModifyProgramHookConfig,
    BulkUpdateImagesConfig,
    BulkUploadTagsConfig,
    DeduplicateHistoryConfig,
    DeletePersonDupsConfig,
    DrupalPublishUuidConfig,
    MigrateCourseSlugConfiguration,
    MigrateProgramSlugConfiguration,
    RemoveRedirectsConfig,
    TagCourseUuidsConfig,
)


class FileConfigurationAdmin(ConfigurationModelAdmin):
    """Who uploads a file stands in its row, and rows are never changed: a new one takes the place of the last."""

    list_select_related = ("changed_by",)

    def get_displayable_field_names(self):
        return ["id", "csv_file", "enabled", "changed_by", "change_date"]


admin.site.register(
    (BulkUploadTagsConfig, ArchiveCoursesConfig, MigrateCourseSlugConfiguration, MigrateProgramSlugConfiguration),
    FileConfigurationAdmin,
)
admin.site.register(
    (
        DeletePersonDupsConfig,
        DeduplicateHistoryConfig,
        TagCourseUuidsConfig,
        RemoveRedirectsConfig,
        BackfillCourseRunSlugsConfig,
        BulkModifyProgramHookConfig,
        BulkUpdateImagesConfig,
        DrupalPublishUuidConfig,
    ),
    SingletonModelAdmin,
)
