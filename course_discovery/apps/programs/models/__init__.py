"""Programs and their types."""

from course_discovery.apps.programs.models.program_type import ProgramType

__all__ = ["ProgramType"]
