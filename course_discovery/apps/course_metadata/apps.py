from django.apps import AppConfig


class CourseMetadataConfig(AppConfig):
    name = "course_discovery.apps.course_metadata"
    label = "course_metadata"
    verbose_name = "Course metadata"

    def ready(self) -> None:
        from course_discovery.apps.course_metadata import receivers  # models must be loaded first

        receivers.connect(self.label)
        receivers.connect("taggit")
