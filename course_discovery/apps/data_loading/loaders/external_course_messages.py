"""What is said of rows of courses that cannot be loaded. People search logs and reports for these texts."""

from collections.abc import Mapping
from typing import Any

_MESSAGES = {
    "MISSING_ORGANIZATION": (
        "Unable to locate partner organization with key {org_key} for the course titled {course_title}."
    ),
    "MISSING_COURSE_TYPE": 'Unable to find the course enrollment track "{course_type}" for the course {course_title}',
    "MISSING_COURSE_RUN_TYPE": (
        'Unable to find the course run enrollment track "{course_run_type}" for the course {course_title}'
    ),
    "MISSING_REQUIRED_DATA": (
        "Course {course_title} is missing the required data for ingestion. "
        'The missing data elements are "{missing_data}"'
    ),
    "IMAGE_DOWNLOAD_FAILURE": "The course image download failed for the course {course_title}.",
    "LOGO_IMAGE_DOWNLOAD_FAILURE": "The logo image download failed for the course {course_title}.",
    "COURSE_CREATE_ERROR": (
        "Unable to create course {course_title} in the system. "
        "The ingestion failed with the exception: {exception_message}"
    ),
    "COURSE_UPDATE_ERROR": (
        "Unable to update course {course_title} in the system. "
        "The update failed with the exception: {exception_message}"
    ),
    "COURSE_ENTITLEMENT_PRICE_UPDATE_ERROR": (
        "Unable to update course entitlement price for the course {course_title} in the system. "
        "The update failed with the exception: {exception_message}"
    ),
    "COURSE_RUN_UPDATE_ERROR": (
        "Unable to update course run of the course {course_title} in the system. "
        "The update failed with the exception: {exception_message}"
    ),
    "COURSE_RUN_CREATE_ERROR": (
        "Unable to create course run of the course {course_title} with variant_id {variant_id} in the system. "
        "The ingestion failed with the exception: {exception_message}"
    ),
}
# The order in which errors are repeated at the end of a load.
ERROR_CODES = (
    *("MISSING_ORGANIZATION", "MISSING_COURSE_TYPE", "MISSING_COURSE_RUN_TYPE", "MISSING_REQUIRED_DATA"),
    *("IMAGE_DOWNLOAD_FAILURE", "LOGO_IMAGE_DOWNLOAD_FAILURE", "COURSE_CREATE_ERROR", "COURSE_UPDATE_ERROR"),
    *("COURSE_RUN_UPDATE_ERROR", "COURSE_RUN_NOT_FOUND", "COURSE_RUN_CREATE_ERROR", "COURSE_NOT_FOUND"),
)


def error_message(code: str, cells: Mapping[str, str | None], **values: Any) -> str:
    """Return what is said of a row; `values` are those of the code's message besides the title of the course."""
    return f"[{code}] " + _MESSAGES[code].format(course_title=cells.get("title"), **values)
