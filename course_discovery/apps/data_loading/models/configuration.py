"""What operators set in the admin for commands: input files, of which the newest row counts, and single rows."""

import uuid
from typing import Self

from config_models.models import ConfigurationModel
from django.core.validators import FileExtensionValidator, MinValueValidator
from django.db import models
from solo.models import SingletonModel

DEFAULT_MAX_WORKERS = 7


def upload_path(instance: models.Model, filename: str) -> str:
    """A folder of its own for each file: nobody guesses the address of another's, and it keeps its name."""
    return f"data_loading/uploads/{uuid.uuid4()}/{filename}"


class FileConfiguration(ConfigurationModel):
    """A file that a command reads when it is given none. Rows are never changed: the newest counts, if `enabled`."""

    cache_timeout = 0

    csv_file = models.FileField(
        upload_to=upload_path,
        validators=[FileExtensionValidator(["csv"])],
        help_text="A CSV file in UTF-8 whose first row names the columns.",
    )

    class Meta(ConfigurationModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.csv_file.name} ({'enabled' if self.enabled else 'disabled'})"

    @classmethod
    def current(cls, *args: object) -> Self:
        """Return the newest row as the database has it, or an empty one; nothing is cached in a process."""
        return cls.objects.order_by("-change_date", "-pk").first() or cls()


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
