"""What courses can sell and how runs can be taken: course types, their run types, tracks, modes and seat types."""

import uuid

from django.db import models
from simple_history.models import HistoricalRecords
from sortedm2m.fields import SortedManyToManyField

from course_discovery.apps.course_metadata.choices import CertificateType, PayeeType
from course_discovery.apps.course_metadata.constants import EMPTY_TYPE
from course_discovery.lib.slug_field import AutoSlugField
from course_discovery.lib.timestamps import TimeStampedModel


class SeatType(TimeStampedModel):
    """A kind of product that a course run sells."""

    name = models.CharField(max_length=64)
    slug = AutoSlugField(populate_from=("name",), regenerate_on_create=True, max_length=50, unique=True, editable=False)

    def __str__(self) -> str:
        return self.name


class Mode(TimeStampedModel):
    """A way to be enrolled at the LMS."""

    name = models.CharField(max_length=64)
    slug = models.CharField(max_length=64, unique=True)
    is_id_verified = models.BooleanField(default=False, help_text="Must learners prove who they are?")
    is_credit_eligible = models.BooleanField(default=False, help_text="Can learners get credit?")
    certificate_type = models.CharField(
        max_length=64, choices=CertificateType.choices, blank=True, help_text="The certificate of completion, if any."
    )
    payee = models.CharField(
        max_length=64,
        choices=PayeeType.choices,
        default="",
        blank=True,
        help_text="Who gets the money, if any is paid.",
    )
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name

    @property
    def is_certificate_eligible(self) -> bool:
        return bool(self.certificate_type)


class Track(TimeStampedModel):
    """A mode with the seat that is bought for it; a track without seat exists at the LMS alone."""

    seat_type = models.ForeignKey(SeatType, models.CASCADE, null=True, blank=True)
    mode = models.ForeignKey(Mode, models.CASCADE)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.mode.name


class CourseRunType(TimeStampedModel):
    """The tracks that a run offers."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="UUID", unique=True)
    name = models.CharField(max_length=64)
    slug = models.CharField(max_length=64, unique=True)
    tracks = models.ManyToManyField(Track)
    is_marketable = models.BooleanField(default=True)
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name

    @property
    def empty(self) -> bool:
        """Whether this stands for a type that is not known yet."""
        return self.slug == EMPTY_TYPE


class CourseType(TimeStampedModel):
    """The run types that the runs of a course may have, and what the course itself sells."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="UUID", unique=True)
    name = models.CharField(max_length=64)
    slug = models.CharField(max_length=64, unique=True)
    entitlement_types = models.ManyToManyField(SeatType, blank=True)
    course_run_types = SortedManyToManyField(
        CourseRunType, help_text="The order is that in which editors are offered them."
    )
    white_listed_orgs = models.ManyToManyField(
        "course_metadata.Organization",
        blank=True,
        help_text="If any are chosen, only their members may use this type.",
    )
    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name

    @property
    def empty(self) -> bool:
        """Whether this stands for a type that is not known yet."""
        return self.slug == EMPTY_TYPE
