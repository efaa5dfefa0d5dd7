from django.conf import settings
from django.db import models

from course_discovery.lib.timestamps import TimeStampedModel
from course_discovery.lib.tracked import TrackedModel


class CourseEditor(TimeStampedModel, TrackedModel):
    """Somebody who edits a course. Editors hang on the draft row, if there is one.

    A course without editors is edited by all members of its authoring organizations.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="courses_edited")
    course = models.ForeignKey("course_metadata.Course", models.CASCADE, related_name="editors")

    class Meta(TimeStampedModel.Meta):
        unique_together = (("user", "course"),)

    def __str__(self) -> str:
        return f"{self.user} edits {self.course_id}"
