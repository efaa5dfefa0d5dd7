from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "course_discovery.apps.programs"
    label = "programs"
    verbose_name = "Programs"

    def ready(self) -> None:
        from course_discovery.apps.course_metadata import receivers  # models must be loaded first

        receivers.connect(self.label)
