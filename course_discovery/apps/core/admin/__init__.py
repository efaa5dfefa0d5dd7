"""Admin pages of users, partners and currencies."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from course_discovery.apps.core.models import Currency, Partner, SalesforceConfiguration, User, UserThrottleRate


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ("username", "email", "full_name", "first_name", "last_name", "is_staff", "referral_tracking_id")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("full_name", "first_name", "last_name", "email", "referral_tracking_id")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )


@admin.register(UserThrottleRate)
class UserThrottleRateAdmin(admin.ModelAdmin):
    list_display = ("user", "rate")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    autocomplete_fields = ("user",)


@admin.register(Currency)
class CurrencyAdmin(admin.ModelAdmin):
    list_display = ("code", "name")
    search_fields = ("code", "name")
    ordering = ("code", "name")


@admin.register(Partner)
class PartnerAdmin(SimpleHistoryAdmin):
    list_display = ("name", "short_code", "site", "lms_url")
    list_select_related = ("site",)
    search_fields = ("name", "short_code")
    fieldsets = (
        (None, {"fields": ("name", "short_code", "site")}),
        (
            _("Platform"),
            {
                "fields": (
                    "lms_url",
                    "lms_admin_url",
                    "studio_url",
                    "publisher_url",
                    "courses_api_url",
                    "organizations_api_url",
                    "lms_coursemode_api_url",
                    "ecommerce_api_url",
                    "programs_api_url",
                )
            },
        ),
        (
            _("Marketing"),
            {
                "fields": (
                    "marketing_site_url_root",
                    "marketing_site_api_url",
                    "marketing_site_api_username",
                    "marketing_site_api_password",
                    "analytics_url",
                    "analytics_token",
                )
            },
        ),
    )


@admin.register(SalesforceConfiguration)
class SalesforceConfigurationAdmin(SimpleHistoryAdmin):
    list_display = ("partner", "username", "is_sandbox")
    list_select_related = ("partner",)
