from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "course_discovery.apps.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from course_discovery.apps.search import checks, connection, receivers  # noqa: F401

        # The library has configured the setting as it stands; it knows no embedded engine.
        connection.configure()
        receivers.connect()
