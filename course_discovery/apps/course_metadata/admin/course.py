from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from simple_history.admin import SimpleHistoryAdmin
from taxonomy.signals.signals import UPDATE_COURSE_SKILLS

from course_discovery.apps.course_metadata.admin.drafts import DraftsMarked, PairInline
from course_discovery.apps.course_metadata.admin.skills import course_skills_page, refresh_skills_page
from course_discovery.apps.course_metadata.models import (
    Course,
    CourseEditor,
    CourseEntitlement,
    CourseReview,
    CourseUrlRedirect,
    CourseUrlSlug,
)
from course_discovery.apps.course_metadata.services.enterprise_subscription import update_subscription_inclusion


class CourseEditorInline(admin.TabularInline):
    model = CourseEditor
    extra = 0
    raw_id_fields = ("user",)


class CourseUrlSlugInline(admin.TabularInline):
    """Slugs are set through the API, which keeps draft and official row in step."""

    model = CourseUrlSlug
    extra = 0
    fields = readonly_fields = ("url_slug", "is_active", "is_active_on_draft")
    can_delete = False

    def has_add_permission(self, *args: object) -> bool:
        return False


class CourseEntitlementInline(PairInline):
    model = CourseEntitlement
    raw_id_fields = ("currency", "partner")


@admin.register(Course)
class CourseAdmin(DraftsMarked, SimpleHistoryAdmin):
    list_display = ("key", "title", "draft", "type", "product_source", "partner", "modified")
    list_display_links = ("key", "title")
    list_filter = ("draft", "partner", "type", "product_source")
    list_select_related = ("type", "product_source", "partner")
    ordering = ("key", "draft")
    readonly_fields = (
        *DraftsMarked.readonly_fields,
        "key",
        "uuid",
        "enrollment_count",
        "recent_enrollment_count",
        "enterprise_subscription_inclusion",
        "data_modified_timestamp",
    )
    raw_id_fields = (
        "canonical_course_run",
        "additional_metadata",
        "extra_description",
        "geolocation",
        "location_restriction",
        "in_year_value",
        "video",
        "authoring_organizations",
        "sponsoring_organizations",
        "collaborators",
        "subjects",
        "prerequisites",
        "expected_learning_items",
    )
    search_fields = ("uuid", "key", "key_for_reruns", "title")
    search_help_text = "UUID, key or title"
    inlines = (CourseEntitlementInline, CourseEditorInline, CourseUrlSlugInline)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Its organizations are known only now.
        update_subscription_inclusion(Course.everything.filter(pk=form.instance.pk))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/course_skills", view(self.course_skills), name="course_skills"),
            path("<int:pk>/refresh_course_skills", view(self.refresh_skills), name="refresh_course_skills"),
            *super().get_urls(),
        ]

    def course_skills(self, request: HttpRequest, pk: int) -> HttpResponse:
        return course_skills_page(self, request, pk)

    def refresh_skills(self, request: HttpRequest, pk: int) -> HttpResponse:
        return refresh_skills_page(
            self, request, pk, lambda course: UPDATE_COURSE_SKILLS.send(Course, course_uuid=course.uuid)
        )


@admin.register(CourseEntitlement)
class CourseEntitlementAdmin(DraftsMarked, SimpleHistoryAdmin):
    list_display = ("course", "draft", "mode", "price", "currency", "sku")
    list_filter = ("draft", "mode")
    list_select_related = ("course", "mode", "currency")
    raw_id_fields = ("course", "currency", "partner")
    search_fields = ("course__key", "course__uuid", "course__title", "sku")


@admin.register(CourseEditor)
class CourseEditorAdmin(admin.ModelAdmin):
    list_display = ("user", "course")
    list_select_related = ("user", "course")
    raw_id_fields = ("user", "course")
    search_fields = ("user__username", "course__key", "course__title")


@admin.register(CourseUrlSlug)
class CourseUrlSlugAdmin(admin.ModelAdmin):
    list_display = ("url_slug", "course", "is_active", "is_active_on_draft")
    list_filter = ("is_active", "is_active_on_draft", "partner")
    list_select_related = ("course",)
    raw_id_fields = ("course",)
    search_fields = ("url_slug", "course__key", "course__title")


@admin.register(CourseUrlRedirect)
class CourseUrlRedirectAdmin(admin.ModelAdmin):
    list_display = ("value", "course", "partner")
    list_filter = ("partner",)
    list_select_related = ("course", "partner")
    raw_id_fields = ("course",)
    search_fields = ("value", "course__key", "course__title")


if getattr(settings, "ENABLE_COURSE_REVIEWS_ADMIN", False):

    @admin.register(CourseReview)
    class CourseReviewAdmin(admin.ModelAdmin):
        list_display = ("course_key", "reviews_count", "avg_course_rating", "total_enrollments")
        search_fields = ("course_key",)
