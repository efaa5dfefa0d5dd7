"""Addresses under /api/v2/: search with cursors; the rest is that of version 1."""

from django.urls import re_path

from course_discovery.apps.api.v1.views.search_contains import QueryContainsView

app_name = "v2"

urlpatterns = [
    re_path("^catalog/query_contains/?$", QueryContainsView.as_view(), name="catalog-query_contains"),
]
