from django.apps import AppConfig


class DataLoadingConfig(AppConfig):
    name = "course_discovery.apps.data_loading"
    label = "data_loading"
    verbose_name = "Data loading"
