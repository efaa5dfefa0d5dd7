"""Addresses under /api/v2/: search with cursors; the rest is that of version 1."""

from django.urls import re_path
from rest_framework.routers import SimpleRouter

from course_discovery.apps.api.v2.views.search import SearchAllViewSet
from course_discovery.apps.api.v2.views.search_contains import QueryContainsView

app_name = "v2"

router = SimpleRouter()
router.register("search/all", SearchAllViewSet, basename="search-all")

urlpatterns = [
    *router.urls,
    re_path("^catalog/query_contains/?$", QueryContainsView.as_view(), name="catalog-query_contains"),
]
