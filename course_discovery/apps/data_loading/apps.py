from django.apps import AppConfig


class DataLoadingConfig(AppConfig):
    name = "course_discovery.apps.data_loading"
    label = "data_loading"
    verbose_name = "Data loading"

    def ready(self) -> None:
        from course_discovery.apps.data_loading import receivers  # models must be loaded first

        receivers.connect()
