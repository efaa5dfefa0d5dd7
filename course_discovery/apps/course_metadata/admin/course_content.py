from django.contrib import admin

from course_discovery.apps.course_metadata.models import (
    FAQ,
    AdditionalPromoArea,
    ExpectedLearningItem,
    Image,
    JobOutlookItem,
    Prerequisite,
    SyllabusItem,
    Video,
)


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    list_display = ("src", "description", "width", "height")
    search_fields = ("src", "description")


@admin.register(Video)
class VideoAdmin(admin.ModelAdmin):
    list_display = ("src", "description")
    raw_id_fields = ("image",)
    search_fields = ("src", "description")


@admin.register(Prerequisite)
class PrerequisiteAdmin(admin.ModelAdmin):
    list_display = ("name",)
    search_fields = ("name",)


@admin.register(ExpectedLearningItem, JobOutlookItem)
class ListedTextAdmin(admin.ModelAdmin):
    list_display = ("value",)
    search_fields = ("value",)


@admin.register(SyllabusItem)
class SyllabusItemAdmin(admin.ModelAdmin):
    list_display = ("value", "parent")
    list_select_related = ("parent",)
    raw_id_fields = ("parent",)
    search_fields = ("value",)


@admin.register(AdditionalPromoArea)
class AdditionalPromoAreaAdmin(admin.ModelAdmin):
    list_display = ("title", "description")
    search_fields = ("title", "description")


@admin.register(FAQ)
class FAQAdmin(admin.ModelAdmin):
    list_display = ("question",)
    search_fields = ("question", "answer")
