from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "course_discovery.apps.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from course_discovery.apps.search import checks, receivers  # noqa: F401

        receivers.connect()
