"""Addresses under /extensions/: additions to the API that clients find there."""

from django.urls import include, path

from course_discovery.apps.api.v1.views.program_fixture import ProgramFixtureView
from course_discovery.apps.api.v1.views.search_extension import DistinctFacetsViewSet

app_name = "extensions"

_version_1 = [
    path("search/all/facets", DistinctFacetsViewSet.as_view({"get": "facets"}), name="search-all-facets"),
    path("program-fixture/", ProgramFixtureView.as_view(), name="program-fixture"),
]

urlpatterns = [path("api/", include(([path("v1/", include((_version_1, "v1")))], "api")))]
