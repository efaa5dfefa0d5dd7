"""What operators set in the admin for commands: input files, of which the newest row counts, and single rows."""

from django.core.validators import MinValueValidator
from django.db import models
from solo.models import SingletonModel

from course_discovery.apps.course_metadata.models.configuration import FileConfiguration

DEFAULT_MAX_WORKERS = 7


class CSVDataLoaderConfiguration(FileConfiguration):
    """External courses, for import_course_metadata."""


class DegreeDataLoaderConfiguration(FileConfiguration):
    """Degrees, for import_degree_data."""


class GeolocationDataLoaderConfiguration(FileConfiguration):
    """Where products take place, for import_geolocation_data."""


class GeotargetingDataLoaderConfiguration(FileConfiguration):
    """Where products may be offered, for import_geotargeting_data."""


class ProductValueDataLoaderConfiguration(FileConfiguration):
    """What leads and clicks are worth, for import_product_value_data."""


class ProgramSubscriptionConfiguration(FileConfiguration):
    """Subscriptions of programs, for manage_program_subscription."""


class DataLoaderConfig(SingletonModel):
    """How hard a refresh may ask the platforms."""

    max_workers = models.PositiveSmallIntegerField(
        default=DEFAULT_MAX_WORKERS,
        validators=[MinValueValidator(1)],
        help_text=(
            "At most so many pages of a listing are fetched at the same time. The setting DATA_LOADING_PAGES_AHEAD "
            "holds as well: the smaller of the two counts."
        ),
    )

    def __str__(self) -> str:
        return f"{self.max_workers} workers"


class BackpopulateCourseTypeConfig(SingletonModel):
    """What the command backpopulate_course_type does with --args-from-database."""

    arguments = models.TextField(
        blank=True,
        default="",
        help_text="Such as: --partner edx --org LakeX --commit. Separated by white space, without quotes.",
    )

    class Meta:
        verbose_name = "backpopulate_course_type argument"

    def __str__(self) -> str:
        return self.arguments
