from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.course_metadata.models import CourseRunType, CourseType, Mode, SeatType, Track


@admin.register(SeatType)
class SeatTypeAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "created", "modified")
    readonly_fields = ("slug",)
    search_fields = ("name", "slug")


@admin.register(Mode)
class ModeAdmin(SimpleHistoryAdmin):
    list_display = ("name", "slug", "is_id_verified", "is_credit_eligible", "certificate_type", "payee")
    search_fields = ("name", "slug")


@admin.register(Track)
class TrackAdmin(SimpleHistoryAdmin):
    list_display = ("mode", "seat_type")
    list_select_related = ("mode", "seat_type")
    search_fields = ("mode__name", "mode__slug")


@admin.register(CourseRunType)
class CourseRunTypeAdmin(SimpleHistoryAdmin):
    list_display = ("name", "slug", "is_marketable", "uuid")
    readonly_fields = ("uuid",)
    search_fields = ("name", "slug", "uuid")


@admin.register(CourseType)
class CourseTypeAdmin(SimpleHistoryAdmin):
    list_display = ("name", "slug", "uuid")
    readonly_fields = ("uuid",)
    raw_id_fields = ("white_listed_orgs",)
    search_fields = ("name", "slug", "uuid")
