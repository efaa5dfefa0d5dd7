from django.apps import AppConfig


class TaxonomySupportConfig(AppConfig):
    name = "course_discovery.apps.taxonomy_support"
    label = "taxonomy_support"
    verbose_name = "Taxonomy support"

    def ready(self) -> None:
        from course_discovery.apps.taxonomy_support import receivers  # models must be loaded first

        receivers.connect()
