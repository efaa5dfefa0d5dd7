"""The tagging pages, below /tagging/."""

from django.urls import path

from course_discovery.apps.tagging import views

app_name = "tagging"

urlpatterns = [
    path("courses/", views.CourseList.as_view(), name="course_list"),
    path("courses/<uuid:uuid>/", views.CourseTagging.as_view(), name="course_tagging_detail"),
    path("verticals/", views.VerticalList.as_view(), name="vertical_list"),
    path("verticals/<slug:slug>/", views.VerticalDetail.as_view(), name="vertical_detail"),
    path("sub_verticals/", views.SubVerticalList.as_view(), name="sub_vertical_list"),
    path("sub_verticals/<slug:slug>/", views.SubVerticalDetail.as_view(), name="sub_vertical_detail"),
]
