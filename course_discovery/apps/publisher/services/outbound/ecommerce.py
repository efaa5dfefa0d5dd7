"""Telling the e-commerce service what an official run and its course sell."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import waffle
from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from course_discovery.apps.core.models import Partner
from course_discovery.apps.course_metadata.constants import VERIFIED
from course_discovery.apps.course_metadata.models import Course, CourseEntitlement, CourseRun, Mode, Seat, Track
from course_discovery.apps.course_metadata.rules.seat import default_upgrade_deadline
from course_discovery.apps.course_metadata.services.timestamps import stamp_course
from course_discovery.apps.course_metadata.signals import catalogue_changed
from course_discovery.apps.publisher.models import OutboundPush
from course_discovery.apps.publisher.rules.products import EntitlementProduct, SeatProduct, publication
from course_discovery.integrations.ecommerce import EcommerceApi
from course_discovery.integrations.oauth import service_session
from course_discovery.rest.data_version import bump_on_commit

# Each run names its variant; without it a course names one for all of its runs.
VARIANTS_OF_RUNS = "course_metadata.is_course_run_variant_id_ecommerce_consumable"


def send_products(push: OutboundPush) -> str:
    """Tell what the run `push.key` sells, and keep the SKUs that its seats and entitlements have got."""
    partner = push.partner
    if not partner.ecommerce_api_url:
        return "The partner has no e-commerce service."
    run = _run(partner, push.key)
    if run is None:
        return "There is no such official run."
    sold = _seats(run)
    entitlements = list(run.course.entitlements.all())
    if not sold and not entitlements:
        return "Nothing is sold."
    seat_variant, entitlement_variant = _variants(run)
    body = publication(
        run.key,
        run.course.uuid,
        run.title,
        run.end,
        [
            SeatProduct(
                mode.certificate_type, mode.is_id_verified, seat.price, seat.sku, _deadline(seat, run.end), seat_variant
            )
            for seat, mode in sold
        ],
        [EntitlementProduct(each.mode.slug, each.price, entitlement_variant) for each in entitlements],
    )
    skus = EcommerceApi(partner.ecommerce_api_url, service_session()).publish(body)
    changed = _keep_skus(run, [seat for seat, _mode in sold], entitlements, skus)
    return f"{len(skus)} products, of which {changed} have a new SKU."


def _run(partner: Partner, key: str) -> CourseRun | None:
    tracks = Track.objects.select_related("mode", "seat_type").order_by("pk")
    runs = CourseRun.objects.filter(key=key, course__partner=partner)
    return (
        runs.select_related("type", "course__additional_metadata")
        .prefetch_related("seats", "course__entitlements__mode", Prefetch("type__tracks", tracks))
        .first()
    )


def _seats(run: CourseRun) -> list[tuple[Seat, Mode]]:
    """Return the seats that are tracks of the run's type, each with the mode of its track."""
    modes: dict[str, Mode] = {}
    for track in run.type.tracks.all() if run.type else ():
        if track.seat_type:
            modes.setdefault(track.seat_type.slug, track.mode)
    return [(seat, modes[seat.type_id]) for seat in run.seats.all() if seat.type_id in modes]


def _deadline(seat: Seat, end: datetime | None) -> datetime | None:
    if seat.type_id != VERIFIED:
        return None
    return seat.upgrade_deadline or default_upgrade_deadline(VERIFIED, end, settings.PUBLISHER_UPGRADE_DEADLINE_DAYS)


def _variants(run: CourseRun) -> tuple[UUID | None, UUID | None]:
    """Return the variant of the seats and that of the entitlements."""
    if waffle.switch_is_active(VARIANTS_OF_RUNS):
        advertised = run.course.advertised_course_run
        return run.variant_id, advertised.variant_id if advertised else None
    metadata = run.course.additional_metadata
    return None, metadata.variant_id if metadata else None


@transaction.atomic
def _keep_skus(
    run: CourseRun, seats: Sequence[Seat], entitlements: Sequence[CourseEntitlement], skus: Sequence[str | None]
) -> int:
    """Write SKUs that are new to both rows of what has them; return how many products got one."""
    told: list[Any] = [*seats, *entitlements]
    new = {(type(row), row.pk): sku for row, sku in zip(told, skus, strict=True) if sku and sku != row.sku}
    changed_seats = _write(Seat, {pk: sku for (model, pk), sku in new.items() if model is Seat})
    changed_entitlements = _write(
        CourseEntitlement, {pk: sku for (model, pk), sku in new.items() if model is CourseEntitlement}
    )
    if changed_seats or changed_entitlements:
        stamp_course(run.course)
        runs = {seat.course_run_id for seat in changed_seats} or {run.pk}
        catalogue_changed.send(CourseRun, model=CourseRun, pks=runs)
        catalogue_changed.send(Course, model=Course, pks={run.course_id})
        bump_on_commit()
    return len(new)


def _write(model: Any, skus: Mapping[int, str]) -> list[Any]:
    """Give official rows, by primary key, their SKUs, and the drafts of these; return the rows that changed."""
    if not skus:
        return []
    now = timezone.now()
    changed = []
    for official in model.objects.filter(pk__in=skus).select_related("draft_version"):
        for row in (official, official.draft_version):
            if row is not None and row.sku != skus[official.pk]:
                row.sku, row.modified = skus[official.pk], now
                changed.append(row)
    if changed:
        bulk_update_with_history(changed, model, ["sku", "modified"], manager=model.everything)
    return changed
