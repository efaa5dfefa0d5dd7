from django.contrib import admin

from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    CertificateInfo,
    CourseLocationRestriction,
    Fact,
    GeoLocation,
    ProductMeta,
    ProductValue,
    TaxiForm,
)


@admin.register(AdditionalMetadata)
class AdditionalMetadataAdmin(admin.ModelAdmin):
    list_display = ("external_url", "external_identifier", "product_status", "external_course_marketing_type")
    list_filter = ("product_status", "external_course_marketing_type")
    readonly_fields = ("variant_id",)
    raw_id_fields = ("facts", "certificate_info", "product_meta", "taxi_form")
    search_fields = ("external_url", "external_identifier", "related_courses__key")


@admin.register(Fact, CertificateInfo)
class HeadedTextAdmin(admin.ModelAdmin):
    list_display = ("heading", "blurb")
    search_fields = ("heading", "blurb")


@admin.register(ProductMeta)
class ProductMetaAdmin(admin.ModelAdmin):
    list_display = ("title", "description")
    search_fields = ("title", "description")


@admin.register(TaxiForm)
class TaxiFormAdmin(admin.ModelAdmin):
    list_display = ("form_id", "grouping", "title")
    search_fields = ("form_id", "grouping", "title")


@admin.register(ProductValue)
class ProductValueAdmin(admin.ModelAdmin):
    list_display = ("id", "per_lead_usa", "per_lead_international", "per_click_usa", "per_click_international")
    search_fields = ("courses__key",)


@admin.register(GeoLocation)
class GeoLocationAdmin(admin.ModelAdmin):
    list_display = ("location_name", "lat", "lng")
    search_fields = ("location_name",)


@admin.register(CourseLocationRestriction)
class CourseLocationRestrictionAdmin(admin.ModelAdmin):
    list_display = ("id", "restriction_type", "countries", "states")
    list_filter = ("restriction_type",)
    search_fields = ("courses__key",)
