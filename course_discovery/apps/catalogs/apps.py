from django.apps import AppConfig


class CatalogsConfig(AppConfig):
    name = "course_discovery.apps.catalogs"
    label = "catalogs"
    verbose_name = "Catalogs"
