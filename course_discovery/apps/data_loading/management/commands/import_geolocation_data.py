"""Load where courses and programs take place."""

from course_discovery.apps.data_loading.management.product_command import ProductFileCommand
from course_discovery.apps.data_loading.models import GeolocationDataLoaderConfiguration
from course_discovery.apps.data_loading.pipelines import GEOLOCATION


class Command(ProductFileCommand):
    help = (
        "Load where courses and programs take place from a CSV file with the columns uuid, product_type (course or "
        "program), location_name, latitude and longitude."
    )
    pipeline = GEOLOCATION
    title = "Geolocation CSV loader"
    configuration = GeolocationDataLoaderConfiguration
