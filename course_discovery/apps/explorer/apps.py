from django.apps import AppConfig


class ExplorerConfig(AppConfig):
    name = "course_discovery.apps.explorer"
    label = "explorer"
    verbose_name = "Explorer"
