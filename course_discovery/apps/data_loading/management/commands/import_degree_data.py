"""Load the degrees of a product source."""

from course_discovery.apps.data_loading.management.ingestion_command import IngestionCommand
from course_discovery.apps.data_loading.models import DegreeDataLoaderConfiguration
from course_discovery.apps.data_loading.pipelines import DEGREES


class Command(IngestionCommand):
    help = "Load the degrees of a product source from a CSV file or the sheet that is configured for it."
    pipeline = DEGREES
    configuration = DegreeDataLoaderConfiguration
    product_types = {"DEGREES": "DEGREES"}
    sheet_option = "args_from_env"
    error_codes = (
        *("MISSING_ORGANIZATION", "MISSING_PROGRAM_TYPE", "MISSING_SUBJECT_DATA", "MISSING_LEVEL_TYPE_DATA"),
        *("MISSING_LANGUAGE_TAG_DATA", "MISSING_REQUIRED_DATA", "IMAGE_DOWNLOAD_FAILURE"),
        *("LOGO_IMAGE_DOWNLOAD_FAILURE", "DEGREE_CREATE_ERROR", "DEGREE_UPDATE_ERROR"),
    )
    loaded = ("Degree UUIDs:", "degrees")
