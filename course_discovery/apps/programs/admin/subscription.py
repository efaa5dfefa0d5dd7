from django.contrib import admin

from course_discovery.apps.programs.models import ProgramSubscription, ProgramSubscriptionPrice


class ProgramSubscriptionPriceInline(admin.TabularInline):
    model = ProgramSubscriptionPrice
    extra = 0
    raw_id_fields = ("currency",)


@admin.register(ProgramSubscription)
class ProgramSubscriptionAdmin(admin.ModelAdmin):
    list_display = ("uuid", "program", "subscription_eligible")
    list_filter = ("subscription_eligible",)
    list_select_related = ("program",)
    readonly_fields = ("uuid",)
    autocomplete_fields = ("program",)
    search_fields = ("uuid", "program__uuid", "program__title", "program__marketing_slug")
    inlines = (ProgramSubscriptionPriceInline,)


@admin.register(ProgramSubscriptionPrice)
class ProgramSubscriptionPriceAdmin(admin.ModelAdmin):
    list_display = ("uuid", "program_subscription", "price", "currency")
    list_select_related = ("program_subscription__program", "currency")
    readonly_fields = ("uuid",)
    raw_id_fields = ("program_subscription", "currency")
    search_fields = ("uuid", "program_subscription__program__title")
