from django.contrib import admin

from course_discovery.apps.course_metadata.admin.translations import TranslationsLoaded
from course_discovery.apps.programs.models import ProgramType


@admin.register(ProgramType)
class ProgramTypeAdmin(TranslationsLoaded):
    list_display = ("name", "slug", "uuid", "coaching_supported")
    readonly_fields = ("uuid",)
    search_fields = ("name", "slug", "translations__name_t")
