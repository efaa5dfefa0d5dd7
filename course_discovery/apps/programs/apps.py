from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "course_discovery.apps.programs"
    label = "programs"
    verbose_name = "Programs"

    def ready(self) -> None:
        # Models must be loaded first.
        from course_discovery.apps.course_metadata import receivers as course_receivers
        from course_discovery.apps.programs import receivers

        course_receivers.connect(self.label)
        receivers.connect()
