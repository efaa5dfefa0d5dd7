from typing import Any

from django.db.models import QuerySet
from rest_framework.permissions import DjangoModelPermissionsOrAnonReadOnly

from course_discovery.apps.api.v1.filters.person import PersonParams, filter_people
from course_discovery.apps.api.v1.serializers.person import PersonSerializer
from course_discovery.apps.api.v1.views.base import CachedReadViewSet
from course_discovery.apps.course_metadata.models import Person
from course_discovery.apps.course_metadata.selectors.pages import people
from course_discovery.rest.pagination import PageNumberPagination


class PersonViewSet(CachedReadViewSet):
    """PersonSerializer resource."""

    permission_classes = (DjangoModelPermissionsOrAnonReadOnly,)
    params_class = PersonParams
    queryset = people(Person.objects.order_by("pk")).prefetch_related("position__organization__partner")
    serializer_class = PersonSerializer
    pagination_class = PageNumberPagination
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]+"

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return filter_people(self.of_partner(queryset), self.params)
