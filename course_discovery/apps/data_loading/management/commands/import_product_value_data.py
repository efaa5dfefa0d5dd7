"""Load what leads and clicks of courses and programs are worth."""

from argparse import ArgumentParser

from course_discovery.apps.data_loading.management.product_command import ProductFileCommand
from course_discovery.apps.data_loading.models import ProductValueDataLoaderConfiguration
from course_discovery.apps.data_loading.pipelines import PRODUCT_VALUE


class Command(ProductFileCommand):
    help = (
        "Load what leads and clicks of courses and programs are worth from a CSV file with the columns uuid, "
        "product_type (course or program) and at least one of per_click_usa, per_click_international, per_lead_usa and "
        "per_lead_international. Blank cells leave what there is."
    )
    pipeline = PRODUCT_VALUE
    title = "Product Value CSV loader"
    configuration = ProductValueDataLoaderConfiguration

    def add_partner_argument(self, parser: ArgumentParser) -> None:
        """Only the default partner's products have such values."""
