"""Values of choice columns."""

from django.db import models


class PathwayStatus(models.TextChoices):
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"


class NodeType(models.TextChoices):
    """What a step asks of a learner, in the order in which nodes of one step are listed."""

    COURSE = "course", "Course"
    PROGRAM = "program", "Program"
    BLOCK = "block", "Block"
