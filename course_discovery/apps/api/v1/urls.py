"""Addresses under /api/v1/."""

from django.urls import include, path, re_path

from course_discovery.apps.api.v1.views.affiliate_window import AffiliateWindowView, ProgramsAffiliateWindowView
from course_discovery.apps.api.v1.views.bulk_operation_task import BulkOperationTaskViewSet
from course_discovery.apps.api.v1.views.catalog import CatalogViewSet
from course_discovery.apps.api.v1.views.collaborator import CollaboratorViewSet
from course_discovery.apps.api.v1.views.comment import CommentView
from course_discovery.apps.api.v1.views.course import CourseViewSet
from course_discovery.apps.api.v1.views.course_editor import CourseEditorViewSet
from course_discovery.apps.api.v1.views.course_recommendation import CourseRecommendationViewSet
from course_discovery.apps.api.v1.views.course_review import CourseReviewViewSet
from course_discovery.apps.api.v1.views.course_run import CourseRunViewSet
from course_discovery.apps.api.v1.views.currency import CurrencyView
from course_discovery.apps.api.v1.views.learner_pathway import (
    LearnerPathwayBlockViewSet,
    LearnerPathwayCourseViewSet,
    LearnerPathwayProgramViewSet,
    LearnerPathwayStepViewSet,
    LearnerPathwayViewSet,
)
from course_discovery.apps.api.v1.views.organization import OrganizationViewSet
from course_discovery.apps.api.v1.views.pathway import PathwayViewSet
from course_discovery.apps.api.v1.views.person import PersonViewSet
from course_discovery.apps.api.v1.views.program import ProgramViewSet
from course_discovery.apps.api.v1.views.replace_usernames import ReplaceUsernamesView
from course_discovery.apps.api.v1.views.search import (
    SearchAllViewSet,
    SearchCourseRunsViewSet,
    SearchCoursesViewSet,
    SearchLimitedViewSet,
    SearchPeopleViewSet,
    SearchProgramsViewSet,
)
from course_discovery.apps.api.v1.views.search_contains import QueryContainsView
from course_discovery.apps.api.v1.views.search_typeahead import PersonTypeaheadView, TypeaheadView
from course_discovery.apps.api.v1.views.source import SourceViewSet
from course_discovery.apps.api.v1.views.translated import (
    LevelTypeViewSet,
    ProgramTypeViewSet,
    SubjectViewSet,
    TopicViewSet,
)
from course_discovery.apps.api.v1.views.visibility import (
    CourseRunVisibilityView,
    CourseVisibilityView,
    ProgramVisibilityView,
)
from course_discovery.rest.routers import Router

app_name = "v1"


router = Router()
router.register("bulk_operation_tasks", BulkOperationTaskViewSet, basename="bulk_operation_task")
router.register("collaborators", CollaboratorViewSet, basename="collaborator")
router.register("course_editors", CourseEditorViewSet, basename="course_editor")
router.register("course_review", CourseReviewViewSet, basename="course-review")
router.register("catalogs", CatalogViewSet, basename="catalog")
router.register("courses", CourseViewSet, basename="course")
router.register("course_runs", CourseRunViewSet, basename="course_run")
router.register("learner-pathway", LearnerPathwayViewSet, basename="learner-pathway")
router.register("learner-pathway-block", LearnerPathwayBlockViewSet, basename="learner-pathway-block")
router.register("learner-pathway-course", LearnerPathwayCourseViewSet, basename="learner-pathway-course")
router.register("learner-pathway-program", LearnerPathwayProgramViewSet, basename="learner-pathway-program")
router.register("learner-pathway-step", LearnerPathwayStepViewSet, basename="learner-pathway-step")
router.register("level_types", LevelTypeViewSet, basename="level_type")
router.register("organizations", OrganizationViewSet, basename="organization")
router.register("pathways", PathwayViewSet, basename="pathway")
router.register("people", PersonViewSet, basename="person")
router.register("program_types", ProgramTypeViewSet, basename="program_type")
router.register("programs", ProgramViewSet, basename="program")
router.register("search/all", SearchAllViewSet, basename="search-all")
router.register("search/course_runs", SearchCourseRunsViewSet, basename="search-course_runs")
router.register("search/courses", SearchCoursesViewSet, basename="search-courses")
router.register("search/limited", SearchLimitedViewSet, basename="search-limited")
router.register("search/people", SearchPeopleViewSet, basename="search-people")
router.register("search/programs", SearchProgramsViewSet, basename="search-programs")
router.register("sources", SourceViewSet, basename="source")
router.register("subjects", SubjectViewSet, basename="subject")
router.register("topics", TopicViewSet, basename="topic")

affiliate_window = [
    path("catalogs/<pk>/", AffiliateWindowView.as_view(), name="affiliate_window-detail"),
    path("programs/catalogs/<pk>/", ProgramsAffiliateWindowView.as_view(), name="programs_affiliate_window-detail"),
]

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# Before the details, one of which is any course whose key is made of two parts.
visibility = [
    re_path(
        f"^courses/(?P<name>[^/+]+[/+][^/+]+|{UUID})/visibility/?$",
        CourseVisibilityView.as_view(),
        name="course-visibility",
    ),
    re_path(
        f"^course_runs/(?P<name>{CourseRunViewSet.lookup_value_regex})/visibility/?$",
        CourseRunVisibilityView.as_view(),
        name="course_run-visibility",
    ),
    re_path(f"^programs/(?P<name>{UUID})/visibility/?$", ProgramVisibilityView.as_view(), name="program-visibility"),
]

urlpatterns = [
    *visibility,
    *router.urls,
    path("partners/affiliate_window/", include((affiliate_window, "partners"))),
    path("search/typeahead", TypeaheadView.as_view(), name="search-typeahead"),
    path("search/person_typeahead/", PersonTypeaheadView.as_view(), name="person-search-typeahead"),
    re_path("^catalog/query_contains/?$", QueryContainsView.as_view(), name="catalog-query_contains"),
    re_path(
        f"^course_recommendations/(?P<key>{CourseRecommendationViewSet.lookup_value_regex})/?$",
        CourseRecommendationViewSet.as_view({"get": "retrieve"}, suffix="Instance"),
        name="course_recommendations-detail",
    ),
    path("comments/", CommentView.as_view(), name="comment"),
    path("currency", CurrencyView.as_view(), name="currency"),
    path("replace_usernames/", ReplaceUsernamesView.as_view(), name="replace_usernames"),
]
