from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "course_discovery.apps.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from course_discovery.apps.core import database

        database.connect()
