"""Reference data with translated texts: subjects, topics, level types and program types."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils import translation
from rest_framework.request import Request

from course_discovery.apps.api.v1.filters.translated import SlugParams, SubjectParams, TranslatedParams
from course_discovery.apps.api.v1.serializers.level_type import LevelTypeSerializer
from course_discovery.apps.api.v1.serializers.program_type import ProgramTypeSerializer
from course_discovery.apps.api.v1.serializers.subject import SubjectSerializer
from course_discovery.apps.api.v1.serializers.topic import TopicSerializer
from course_discovery.apps.api.v1.views.base import ReadViewSet
from course_discovery.apps.course_metadata.models import LevelType, Subject, Topic
from course_discovery.apps.programs.models import ProgramType
from course_discovery.rest.pagination import FixedPageNumberPagination, ProxiedPagination
from course_discovery.rest.serializers import SparseFields


class TranslatedViewSet(ReadViewSet):
    """Texts in the language of `language_code`, else of the request."""

    params_class = TranslatedParams

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        with translation.override(self.language):
            return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        with translation.override(self.language):
            return super().retrieve(request, *args, **kwargs)

    @cached_property
    def language(self) -> str:
        return self.params["language_code"] or translation.get_language()


class SubjectViewSet(TranslatedViewSet):
    """Subject resource."""

    params_class = SubjectParams
    queryset = Subject.objects.prefetch_related("translations").order_by("created", "pk")
    serializer_class = SubjectSerializer
    pagination_class = ProxiedPagination
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]+"

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset.filter(slug=self.params["slug"]) if self.params["slug"] else queryset

    def get_serializer_context(self) -> dict[str, Any]:
        return super().get_serializer_context() | {"sparse": SparseFields.read(self.request)}


class TopicViewSet(TranslatedViewSet):
    """Topic resource."""

    params_class = SlugParams
    queryset = Topic.objects.prefetch_related("translations").order_by("created", "pk")
    serializer_class = TopicSerializer
    pagination_class = ProxiedPagination
    lookup_field = "uuid"
    lookup_value_regex = "[0-9a-f-]+"

    def filter_queryset(self, queryset: Any) -> Any:
        return queryset.filter(slug=self.params["slug"]) if self.params["slug"] else queryset


class LevelTypeViewSet(TranslatedViewSet):
    """LevelType resource."""

    queryset = LevelType.objects.prefetch_related("translations").order_by("sort_value", "pk")
    serializer_class = LevelTypeSerializer
    pagination_class = FixedPageNumberPagination
    lookup_field = "name"

    def get_object(self) -> LevelType:
        """The level with this name in any language; the oldest of several."""
        name = self.kwargs["name"]
        # Some databases find other cases of the name, too.
        for level in self.queryset.filter(translations__name_t=name).distinct().order_by("pk"):
            if any(translated.name_t == name for translated in level.translations.all()):
                return level
        raise Http404


class ProgramTypeViewSet(TranslatedViewSet):
    """ProgramType resource."""

    queryset = ProgramType.objects.prefetch_related("translations", "applicable_seat_types").order_by("pk")
    serializer_class = ProgramTypeSerializer
    pagination_class = FixedPageNumberPagination
    lookup_field = "slug"
