"""Load who edits which course."""

from course_discovery.apps.data_loading.management.file_command import FileCommand
from course_discovery.apps.data_loading.pipelines import COURSE_EDITORS


class Command(FileCommand):
    help = (
        "Add and remove editors of courses from a CSV file with the columns username_or_email, course_key_or_uuid and "
        "action (add or remove)."
    )
    pipeline = COURSE_EDITORS
    title = "Course editors CSV loader"
