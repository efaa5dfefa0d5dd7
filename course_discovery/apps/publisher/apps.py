from django.apps import AppConfig


class PublisherConfig(AppConfig):
    name = "course_discovery.apps.publisher"
    label = "publisher"
    verbose_name = "Publisher"
