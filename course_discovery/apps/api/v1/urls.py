"""Addresses under /api/v1/."""

from django.urls import path, re_path
from rest_framework.routers import DefaultRouter

from course_discovery.apps.api.v1.views.course import CourseViewSet
from course_discovery.apps.api.v1.views.course_run import CourseRunViewSet
from course_discovery.apps.api.v1.views.organization import OrganizationViewSet
from course_discovery.apps.api.v1.views.person import PersonViewSet
from course_discovery.apps.api.v1.views.search import (
    SearchAllViewSet,
    SearchCourseRunsViewSet,
    SearchCoursesViewSet,
    SearchLimitedViewSet,
)
from course_discovery.apps.api.v1.views.search_contains import QueryContainsView
from course_discovery.apps.api.v1.views.search_typeahead import PersonTypeaheadView, TypeaheadView
from course_discovery.apps.api.v1.views.source import SourceViewSet
from course_discovery.apps.api.v1.views.translated import LevelTypeViewSet, SubjectViewSet, TopicViewSet

app_name = "v1"


class Router(DefaultRouter):
    include_format_suffixes = False


router = Router()
router.register("courses", CourseViewSet, basename="course")
router.register("course_runs", CourseRunViewSet, basename="course_run")
router.register("level_types", LevelTypeViewSet, basename="level_type")
router.register("organizations", OrganizationViewSet, basename="organization")
router.register("people", PersonViewSet, basename="person")
router.register("search/all", SearchAllViewSet, basename="search-all")
router.register("search/course_runs", SearchCourseRunsViewSet, basename="search-course_runs")
router.register("search/courses", SearchCoursesViewSet, basename="search-courses")
router.register("search/limited", SearchLimitedViewSet, basename="search-limited")
router.register("sources", SourceViewSet, basename="source")
router.register("subjects", SubjectViewSet, basename="subject")
router.register("topics", TopicViewSet, basename="topic")

urlpatterns = [
    *router.urls,
    path("search/typeahead", TypeaheadView.as_view(), name="search-typeahead"),
    path("search/person_typeahead/", PersonTypeaheadView.as_view(), name="person-search-typeahead"),
    re_path("^catalog/query_contains/?$", QueryContainsView.as_view(), name="catalog-query_contains"),
    # The Publisher asks for a run without the last slash, across origins: a redirect would not do.
    re_path(
        rf"^course_runs/(?P<key>{CourseRunViewSet.lookup_value_regex})$",
        CourseRunViewSet.as_view({"get": "retrieve"}, schema=None),
    ),
]
