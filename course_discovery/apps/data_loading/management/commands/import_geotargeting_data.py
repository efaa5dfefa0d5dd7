"""Load in which countries courses and programs are offered."""

from course_discovery.apps.data_loading.management.product_command import ProductFileCommand
from course_discovery.apps.data_loading.models import GeotargetingDataLoaderConfiguration
from course_discovery.apps.data_loading.pipelines import GEOTARGETING


class Command(ProductFileCommand):
    help = (
        "Load in which countries courses and programs are offered from a CSV file with the columns uuid, product_type "
        "(course or program), include_or_exclude (include or exclude) and countries (two-letter codes, with commas or "
        "semicolons between them)."
    )
    pipeline = GEOTARGETING
    title = "Geotargeting CSV loader"
    configuration = GeotargetingDataLoaderConfiguration
