from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "course_discovery.apps.api"
    label = "api"
    verbose_name = "API"
