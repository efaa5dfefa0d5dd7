from typing import Any

from django.db.models import QuerySet
from rest_framework.permissions import IsAuthenticated
from rest_framework.viewsets import ModelViewSet
from taxonomy.models import SkillsQuiz

from course_discovery.apps.api.v1.serializers.taxonomy import SkillsQuizSerializer
from course_discovery.rest.pagination import PageNumberPagination
from course_discovery.rest.params import QueryParams, TextParam


class SkillsQuizParams(QueryParams):
    username = TextParam(help_text="The name of a learner.")


class SkillsQuizViewSet(ModelViewSet):
    """What learners say of their skills and aims. Everybody has their own; staff see those of all."""

    permission_classes = (IsAuthenticated,)
    pagination_class = PageNumberPagination
    params_class = SkillsQuizParams
    serializer_class = SkillsQuizSerializer
    queryset = SkillsQuiz.objects.order_by("created", "pk").prefetch_related("skills", "future_jobs")

    def get_queryset(self) -> QuerySet[SkillsQuiz]:
        user = self.request.user
        queryset = super().get_queryset()
        return queryset if user.is_staff else queryset.filter(username=user.get_username())

    def filter_queryset(self, queryset: QuerySet[SkillsQuiz]) -> QuerySet[SkillsQuiz]:
        username = SkillsQuizParams.read(self.request)["username"]
        return queryset.filter(username=username) if username else queryset

    def perform_create(self, serializer: Any) -> None:
        serializer.save(username=self.request.user.get_username())
