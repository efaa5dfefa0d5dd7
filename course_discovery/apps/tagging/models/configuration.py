from course_discovery.apps.course_metadata.models.configuration import FileConfiguration


class UpdateCourseVerticalsConfig(FileConfiguration):
    """Which courses belong to which markets, for update_course_verticals."""
