from django.apps import AppConfig


class IetfLanguageTagsConfig(AppConfig):
    name = "course_discovery.apps.ietf_language_tags"
    label = "ietf_language_tags"
    verbose_name = "IETF language tags"
