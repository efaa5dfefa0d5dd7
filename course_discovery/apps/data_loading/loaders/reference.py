"""What loaders know of the catalogue's own reference data; read once a refresh."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from course_discovery.apps.core.models import Currency, Partner, User
from course_discovery.apps.course_metadata.constants import AUDIT, EMPTY_TYPE, EXTERNAL_COURSE_TYPES
from course_discovery.apps.course_metadata.models import CourseRunType, CourseType, SeatType, Source, Track
from course_discovery.apps.course_metadata.rules.course_type import CourseTypeFacts, RunTypeFacts
from course_discovery.apps.data_loading.loaders.known_keys import (
    KnownKeys,
    known_course_keys,
    known_rerun_keys,
    known_run_keys,
)


@dataclass(frozen=True)
class Reference:
    """Types come oldest first. `seat_types` maps slugs to primary keys, `modes` those of modes with a track to the
    slug of its seat type, None where there is no seat to it. Who makes runs or courses adds their keys to `run_keys` or
    `course_keys`. `requested_by` is who wants what is loaded, None where nobody does but the clock.
    """

    partner: Partner
    course_types: tuple[CourseTypeFacts, ...]
    run_types: tuple[RunTypeFacts, ...]
    seat_types: Mapping[str, int]
    currencies: frozenset[str]
    product_source_id: int
    modes: Mapping[str, str | None]
    run_keys: KnownKeys
    course_keys: KnownKeys
    rerun_keys: KnownKeys
    requested_by: User | None = None

    @property
    def empty_course_type_id(self) -> int:
        return next(kind.id for kind in self.course_types if kind.slug == EMPTY_TYPE)

    @property
    def empty_run_type_id(self) -> int:
        return next(kind.id for kind in self.run_types if kind.slug == EMPTY_TYPE)

    def run_type(self, pk: int | None) -> RunTypeFacts | None:
        return next((kind for kind in self.run_types if kind.id == pk), None)

    def course_type(self, pk: int | None) -> CourseTypeFacts | None:
        return next((kind for kind in self.course_types if kind.id == pk), None)

    @property
    def types_follow_modes(self) -> bool:
        """Is it the LMS that says what is sold, and so which types there are?"""
        return not self.partner.ecommerce_api_url

    def may_retype(self, course_type: str | None, current: str | None) -> bool:
        """Tell whether `current`, the type of a course or of one of its runs, may give way to what the LMS tells.

        Publisher owns the types, but for audit, which is also what is assumed while the LMS tells nothing.
        """
        if current in (None, EMPTY_TYPE):
            return True
        if not self.types_follow_modes or course_type in EXTERNAL_COURSE_TYPES:
            return False
        return not self.partner.uses_publisher or current == AUDIT


def read_reference(partner: Partner, requested_by: User | None = None) -> Reference:
    """Read it in a fixed number of queries; the default product source is made when it is missing."""
    run_types = {
        kind.pk: RunTypeFacts(
            kind.pk,
            kind.slug,
            frozenset(track.seat_type.slug if track.seat_type else None for track in kind.tracks.all()),
        )
        for kind in CourseRunType.objects.order_by("created", "pk").prefetch_related("tracks__seat_type")
    }
    course_types = tuple(
        CourseTypeFacts(
            kind.pk,
            kind.slug,
            frozenset(seat_type.slug for seat_type in kind.entitlement_types.all()),
            tuple(
                run_types[run_type.pk]
                for run_type in sorted(kind.course_run_types.all(), key=lambda each: (each.created, each.pk))
            ),
        )
        for kind in CourseType.objects.order_by("created", "pk").prefetch_related(
            "entitlement_types", "course_run_types"
        )
    )
    source, _created = Source.objects.get_or_create(
        slug=settings.DEFAULT_PRODUCT_SOURCE_SLUG, defaults={"name": settings.DEFAULT_PRODUCT_SOURCE_NAME}
    )
    return Reference(
        partner=partner,
        course_types=course_types,
        run_types=tuple(run_types.values()),
        seat_types=dict(SeatType.objects.values_list("slug", "pk")),
        currencies=frozenset(Currency.objects.values_list("pk", flat=True)),
        product_source_id=source.pk,
        modes=dict(Track.objects.order_by("-pk").values_list("mode__slug", "seat_type__slug")),
        run_keys=known_run_keys(),
        course_keys=known_course_keys(partner),
        rerun_keys=known_rerun_keys(partner),
        requested_by=requested_by,
    )
