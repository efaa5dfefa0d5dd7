from django.contrib import admin

from course_discovery.apps.course_metadata.admin.translations import TranslationsLoaded
from course_discovery.apps.course_metadata.models import LevelType, Subject, Topic


@admin.register(Subject, Topic)
class SubjectMatterAdmin(TranslationsLoaded):
    list_display = ("name", "slug", "partner", "uuid")
    list_filter = ("partner",)
    list_select_related = ("partner",)
    readonly_fields = ("uuid",)
    search_fields = ("uuid", "slug", "translations__name")


@admin.register(LevelType)
class LevelTypeAdmin(TranslationsLoaded):
    list_display = ("name", "sort_value")
    list_editable = ("sort_value",)
    search_fields = ("name", "translations__name_t")
