from django.apps import AppConfig


class VisibilityConfig(AppConfig):
    name = "course_discovery.apps.visibility"
    label = "visibility"
    verbose_name = "Visibility"
