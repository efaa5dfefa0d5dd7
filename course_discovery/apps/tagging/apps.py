from django.apps import AppConfig


class TaggingConfig(AppConfig):
    name = "course_discovery.apps.tagging"
    label = "tagging"
    verbose_name = "Tagging"
    default_auto_field = "django.db.models.BigAutoField"
