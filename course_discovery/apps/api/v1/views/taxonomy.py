"""Skills, jobs and blocks: the lists that taxonomy-connector defines, in a number of queries that no row changes."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAdminUser, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from taxonomy.models import (
    CourseSkills,
    Job,
    JobPostings,
    JobSkills,
    Skill,
    SkillsQuiz,
    SkillValidationConfiguration,
    XBlockSkillData,
    XBlockSkills,
)

from course_discovery.apps.api.v1.filters.taxonomy import SkillParams, XBlockParams
from course_discovery.apps.api.v1.serializers.taxonomy import (
    CurrentJobSerializer,
    JobHoldersSerializer,
    JobPathDescriptionSerializer,
    JobPathParams,
    JobPostingSerializer,
    JobSerializer,
    JobTopCategoriesSerializer,
    TaxonomySkillSerializer,
    XBlockSkillsSerializer,
)
from course_discovery.apps.api.v1.views.base import ReadViewSet
from course_discovery.apps.taxonomy_support.selectors.jobs import current_jobs, holders_of, top_categories
from course_discovery.apps.taxonomy_support.services.job_paths import NoDescription, describe_job_path
from course_discovery.rest.pagination import PageNumberPagination


class TaxonomyViewSet(ReadViewSet):
    permission_classes = (IsAuthenticated,)
    pagination_class = PageNumberPagination


class SkillViewSet(TaxonomyViewSet):
    """Skills with the courses and blocks that teach them."""

    params_class = SkillParams
    serializer_class = TaxonomySkillSerializer
    queryset = Skill.objects.order_by("created", "pk").prefetch_related(
        Prefetch(
            "courseskills_set",
            CourseSkills.objects.filter(is_blacklisted=False).order_by("created", "pk"),
            to_attr="loaded_courses",
        ),
        Prefetch(
            "xblockskilldata_set",
            XBlockSkillData.objects.filter(is_blacklisted=False).select_related("xblock").order_by("created", "pk"),
            to_attr="loaded_xblocks",
        ),
    )

    def filter_queryset(self, queryset: QuerySet[Skill]) -> QuerySet[Skill]:
        names = self.params["name"]
        return queryset.filter(name__in=names) if names else queryset


class JobViewSet(TaxonomyViewSet):
    """Jobs with the skills they ask for."""

    serializer_class = JobSerializer
    queryset = Job.objects.order_by("created", "pk").prefetch_related(
        Prefetch(
            "jobskills_set",
            JobSkills.get_whitelisted_job_skill_qs().select_related("skill").order_by("created", "pk"),
            to_attr="loaded_skills",
        )
    )


class JobPostingViewSet(TaxonomyViewSet):
    """What postings say of jobs."""

    serializer_class = JobPostingSerializer
    queryset = JobPostings.objects.order_by("created", "pk").select_related("job")


class XBlockViewSet(TaxonomyViewSet):
    """Blocks with the skills they teach."""

    params_class = XBlockParams
    serializer_class = XBlockSkillsSerializer
    queryset = XBlockSkills.objects.order_by("created", "pk")

    def filter_queryset(self, queryset: QuerySet[XBlockSkills]) -> QuerySet[XBlockSkills]:
        course_key = self.params["course_key"]
        if course_key and SkillValidationConfiguration.is_disabled(course_key):
            return queryset.none()
        if self.params["usage_key"]:
            queryset = queryset.filter(usage_key__in=self.params["usage_key"])
        skills = XBlockSkillData.objects.filter(is_blacklisted=False).select_related("skill")
        if self.params["verified"] is not None:
            skills = skills.filter(verified=self.params["verified"])
        skills = skills.order_by("skill__created", "skill__pk")
        return queryset.prefetch_related(Prefetch("xblockskilldata_set", skills, to_attr="loaded_skills"))


class CurrentJobsView(ListAPIView):
    """The jobs of learners who took the quiz, by their latest answers. Learners' names are for staff."""

    permission_classes = (IsAdminUser,)
    pagination_class = PageNumberPagination
    serializer_class = CurrentJobSerializer
    queryset = SkillsQuiz.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        return current_jobs()


class NoDescriptionYet(APIException):
    status_code = 503
    default_detail = "There is no description of this path yet. Please try again later."


class JobPathView(APIView):
    """How somebody gets from one job to another."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        parameters=[
            OpenApiParameter(name, str, required=True, description="The external id of a job.")
            for name in ("current_job", "future_job")
        ],
        responses=JobPathDescriptionSerializer,
    )
    def get(self, request: Request) -> Response:
        params = JobPathParams(data=request.query_params)
        params.is_valid(raise_exception=True)
        try:
            return Response({"description": describe_job_path(**params.validated_data)})
        except NoDescription:
            raise NoDescriptionYet from None


class JobTopCategoriesView(APIView):
    """The categories of skills that matter most to a job."""

    permission_classes = (IsAdminUser,)

    @extend_schema(responses=JobTopCategoriesSerializer)
    def get(self, request: Request, job_id: int) -> Response:
        job = get_object_or_404(Job, pk=job_id)
        return Response(JobTopCategoriesSerializer(job, context={"categories": top_categories(job)}).data)


class JobHoldersView(APIView):
    """Learners who have a job, those who said so last first."""

    permission_classes = (IsAdminUser,)

    @extend_schema(responses=JobHoldersSerializer)
    def get(self, request: Request, job_id: int) -> Response:
        return Response({"usernames": holders_of(get_object_or_404(Job, pk=job_id))})
