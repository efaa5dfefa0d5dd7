from django.apps import AppConfig
from django.conf import settings


class SearchConfig(AppConfig):
    name = "course_discovery.apps.search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from elasticsearch.dsl.connections import connections

        from course_discovery.apps.search import receivers
        from course_discovery.apps.search.connection import client_arguments

        # The library has configured the setting as it stands; it knows no embedded engine.
        connections.configure(default=client_arguments(settings.ELASTICSEARCH_DSL["default"]))
        receivers.connect()
