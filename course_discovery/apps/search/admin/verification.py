"""Results of comparing the index with the database, to read."""

import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from course_discovery.apps.search.models import IndexVerification
from course_discovery.lib.read_only_admin import ReadOnly


@admin.register(IndexVerification)
class IndexVerificationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("started", "ended", "drift", "repaired", "error")
    list_filter = ("repaired",)
    date_hierarchy = "started"
    fields = ("started", "ended", "drift", "repaired", "details", "error")
    readonly_fields = fields

    @admin.display(description="found")
    def details(self, verification: IndexVerification) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(verification.found, indent=2, ensure_ascii=False))
