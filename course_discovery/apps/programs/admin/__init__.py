"""Programs in Django's admin. One concept a module."""

from course_discovery.apps.programs.admin import curriculum, degree, pathway, program, program_type, subscription

__all__ = ["curriculum", "degree", "pathway", "program", "program_type", "subscription"]
