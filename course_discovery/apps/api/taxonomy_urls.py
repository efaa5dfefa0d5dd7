"""Addresses under /taxonomy/: those of taxonomy-connector, and what resembles a course."""

from django.urls import include, path, re_path

from course_discovery.apps.api.v1.views.skills_quiz import SkillsQuizViewSet
from course_discovery.apps.api.v1.views.taxonomy import (
    CurrentJobsView,
    JobHoldersView,
    JobPathView,
    JobPostingViewSet,
    JobTopCategoriesView,
    JobViewSet,
    SkillViewSet,
    XBlockViewSet,
)
from course_discovery.apps.api.v1.views.taxonomy_recommendations import TaxonomyRecommendationsView
from course_discovery.rest.routers import Router

app_name = "taxonomy_support"

router = Router()
router.register("skills", SkillViewSet, basename="skill")
router.register("jobs", JobViewSet, basename="job")
router.register("jobpostings", JobPostingViewSet, basename="jobposting")
router.register("skills-quiz", SkillsQuizViewSet, basename="skills_quiz")
router.register("xblocks", XBlockViewSet, basename="xblock")

_version_1 = [
    path("job-top-subcategories/<int:job_id>/", JobTopCategoriesView.as_view(), name="job_top_subcategories"),
    path("job-holder-usernames/<int:job_id>/", JobHoldersView.as_view(), name="job_holder_usernames"),
    path("job-path/", JobPathView.as_view(), name="job_path"),
    path("learners-current-job/", CurrentJobsView.as_view(), name="learners_current_job"),
    re_path(
        r"^course_recommendations/(?P<course_key>[^/+]+[/+][^/+]+)/$",
        TaxonomyRecommendationsView.as_view(),
        name="course_recommendations",
    ),
    *router.urls,
]

urlpatterns = [path("api/v1/", include(_version_1))]
