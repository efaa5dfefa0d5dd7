"""Parameters of the lists of skills and of blocks."""

from typing import Any

from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from course_discovery.rest.params import BooleanParam, CsvParam, QueryParams, TextParam


class CourseRunKeyParam(TextParam):
    """The key of a course run."""

    default_error_messages = {"invalid": "“{value}” is not a valid course run key."}

    def to_internal_value(self, data: str) -> Any:
        key = super().to_internal_value(data)
        try:
            CourseKey.from_string(key)
        except InvalidKeyError:
            self.fail("invalid", value=key)
        return key


class SkillParams(QueryParams):
    name = CsvParam(help_text="Names of skills, in full.")


class XBlockParams(QueryParams):
    usage_key = CsvParam(help_text="Usage keys of blocks.")
    verified = BooleanParam(help_text="Of the blocks' skills, only those that learners have verified, or have not.")
    course_key = CourseRunKeyParam(
        help_text="The key of the course run that asks: nothing is found where skills are not to be verified."
    )
