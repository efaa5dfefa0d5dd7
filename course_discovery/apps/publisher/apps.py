from django.apps import AppConfig


class PublisherConfig(AppConfig):
    name = "course_discovery.apps.publisher"
    label = "publisher"
    verbose_name = "Publisher"

    def ready(self) -> None:
        from course_discovery.apps.publisher import receivers  # models must be loaded first

        receivers.connect()
