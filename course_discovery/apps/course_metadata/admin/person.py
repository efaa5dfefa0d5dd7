from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from course_discovery.apps.course_metadata.models import (
    Collaborator,
    CorporateEndorsement,
    Endorsement,
    Person,
    PersonAreaOfExpertise,
    PersonSocialNetwork,
    Position,
)


class PositionInline(admin.StackedInline):
    model = Position
    extra = 0
    can_delete = False
    raw_id_fields = ("organization",)


class PersonSocialNetworkInline(admin.TabularInline):
    model = PersonSocialNetwork
    extra = 0


class PersonAreaOfExpertiseInline(admin.TabularInline):
    model = PersonAreaOfExpertise
    extra = 0


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ("uuid", "given_name", "family_name", "slug", "partner", "published")
    list_filter = ("partner", "published")
    list_select_related = ("partner",)
    readonly_fields = ("uuid",)
    autocomplete_fields = ("bio_language",)
    search_fields = ("uuid", "given_name", "family_name", "slug")
    inlines = (PositionInline, PersonSocialNetworkInline, PersonAreaOfExpertiseInline)


@admin.register(Position)
class PositionAdmin(admin.ModelAdmin):
    list_display = ("person", "title", "organization", "organization_override")
    list_select_related = ("person", "organization")
    raw_id_fields = ("person", "organization")
    search_fields = ("title", "person__given_name", "person__family_name", "organization__name")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PersonSocialNetwork)
class PersonSocialNetworkAdmin(admin.ModelAdmin):
    list_display = ("person", "type", "title", "url")
    list_filter = ("type",)
    list_select_related = ("person",)
    raw_id_fields = ("person",)
    search_fields = ("person__given_name", "person__family_name", "url", "title")


@admin.register(PersonAreaOfExpertise)
class PersonAreaOfExpertiseAdmin(admin.ModelAdmin):
    list_display = ("person", "value")
    list_select_related = ("person",)
    raw_id_fields = ("person",)
    search_fields = ("person__given_name", "person__family_name", "value")


@admin.register(Endorsement)
class EndorsementAdmin(admin.ModelAdmin):
    list_display = ("endorser", "quote")
    list_select_related = ("endorser",)
    raw_id_fields = ("endorser",)
    search_fields = ("endorser__given_name", "endorser__family_name", "quote")


@admin.register(CorporateEndorsement)
class CorporateEndorsementAdmin(admin.ModelAdmin):
    list_display = ("corporation_name",)
    raw_id_fields = ("image", "individual_endorsements")
    search_fields = ("corporation_name",)


@admin.register(Collaborator)
class CollaboratorAdmin(admin.ModelAdmin):
    list_display = ("uuid", "name")
    readonly_fields = ("uuid",)
    search_fields = ("uuid", "name")
