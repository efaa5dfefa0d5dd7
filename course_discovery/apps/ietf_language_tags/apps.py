from django.apps import AppConfig


class IETFLanguageTagsConfig(AppConfig):
    name = "course_discovery.apps.ietf_language_tags"
    label = "ietf_language_tags"
    verbose_name = "Language tags"
