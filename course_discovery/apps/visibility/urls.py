"""Pages below the admin."""

from django.urls import path

from course_discovery.apps.visibility import views

app_name = "visibility"

urlpatterns = [
    path("course/<int:pk>/", views.course, name="course"),
    path("courserun/<int:pk>/", views.course_run, name="courserun"),
    path("program/<int:pk>/", views.program, name="program"),
]
