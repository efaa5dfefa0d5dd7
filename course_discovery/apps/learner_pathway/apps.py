from django.apps import AppConfig


class LearnerPathwayConfig(AppConfig):
    name = "course_discovery.apps.learner_pathway"
    label = "learner_pathway"
    verbose_name = "Learner pathways"
    default_auto_field = "django.db.models.BigAutoField"
