from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "course_discovery.apps.programs"
    label = "programs"
    verbose_name = "Programs"
