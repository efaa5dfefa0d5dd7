"""What the e-commerce service is told of what a course run sells."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

Body = dict[str, Any]


class SeatProduct(NamedTuple):
    """A seat with what its track says of it. `expires` is until when it can be bought, None for always."""

    certificate_type: str
    is_id_verified: bool
    price: Decimal
    sku: str | None
    expires: datetime | None
    variant_id: UUID | None = None


class EntitlementProduct(NamedTuple):
    certificate_type: str
    price: Decimal
    variant_id: UUID | None = None


def publication(
    run_key: str,
    course_uuid: UUID,
    title: str,
    end: datetime | None,
    seats: Sequence[SeatProduct],
    entitlements: Sequence[EntitlementProduct],
) -> Body:
    """Return the body of a publication: its `products` are the seats and then the entitlements, in the order given."""
    return {
        "id": run_key,
        "uuid": str(course_uuid),
        "name": title,
        "verification_deadline": moment(end),
        "products": [*map(_seat, seats), *map(_entitlement, entitlements)],
    }


def moment(at: datetime | None) -> str | None:
    """Write a moment as the e-commerce service keeps it, to the second."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seat(seat: SeatProduct) -> Body:
    return {
        "product_class": "Seat",
        "expires": moment(seat.expires),
        "price": str(seat.price),
        "stockrecords": [{"partner_sku": seat.sku or None}],
        "attribute_values": [
            {"name": "certificate_type", "value": seat.certificate_type},
            {"name": "id_verification_required", "value": seat.is_id_verified},
            *_variant(seat.variant_id),
        ],
    }


def _entitlement(entitlement: EntitlementProduct) -> Body:
    return {
        "product_class": "Course Entitlement",
        "price": str(entitlement.price),
        "attribute_values": [
            {"name": "certificate_type", "value": entitlement.certificate_type},
            *_variant(entitlement.variant_id),
        ],
    }


def _variant(variant_id: UUID | None) -> list[Body]:
    return [{"name": "variant_id", "value": str(variant_id)}] if variant_id else []
