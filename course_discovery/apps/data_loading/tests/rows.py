"""Rows as platforms send them."""

from uuid import UUID


def run_row(key, **values):
    """A course run of an LMS: Botany, from January to July 2030."""
    return {
        "id": key,
        "name": "Botany",
        "start": "2030-01-10T00:00:00Z",
        "end": "2030-07-10T12:00:00Z",
        "enrollment_start": None,
        "enrollment_end": None,
        "pacing": "self",
        "hidden": False,
        "license": None,
        "short_description": "Plants",
        "mobile_available": True,
        "media": {
            "image": {"raw": "https://lms.example.com/botany.jpg"},
            "course_video": {"uri": "https://videos.example.com/botany"},
        },
    } | values


def seat_product(seat_type="verified", price="60.00", sku="ABC1", currency="USD", expires=None, **attributes):
    """A seat as e-commerce sends it; a type of None has no certificate."""
    named = {"certificate_type": seat_type} if seat_type else {}
    return {
        "structure": "child",
        "title": f"Seat {sku}",
        "expires": expires,
        "attribute_values": [{"name": name, "value": value} for name, value in (named | attributes).items()],
        "stockrecords": [{"price_currency": currency, "price_excl_tax": price, "partner_sku": sku}],
    }


def seats_row(run_key, *products):
    """A course run of e-commerce with its seats, and the parent product that comes with them."""
    parent = {"structure": "parent", "title": "Parent", "attribute_values": [], "stockrecords": []}
    return {"id": run_key, "products": [parent, *products]}


def mode(slug="verified", price=60, currency="usd", expires=None, sku=None, bulk_sku=None):
    """A mode of a run as an LMS tells it."""
    return {
        "name": slug,
        "currency": currency,
        "price": price,
        "sku": sku,
        "bulk_sku": bulk_sku,
        "expires": expires,
    }


def modes_row(run_key, *modes):
    """A course run of the LMS with its modes."""
    return {"id": run_key, "name": "Botany", "verification_deadline": None, "modes": list(modes)}


def entitlement_row(sku, course_uuid=None, course_key=None, mode="verified", price="99.00", currency="USD"):
    attributes = [{"name": "certificate_type", "value": mode}]
    if course_uuid:
        attributes.append({"name": "UUID", "code": "UUID", "value": str(UUID(str(course_uuid)))})
    row = {
        "id": sku,
        "title": f"Entitlement {sku}",
        "attribute_values": attributes,
        "stockrecords": [{"price_currency": currency, "price_excl_tax": price, "partner_sku": sku}],
    }
    return row | ({"course_key": course_key} if course_key else {})


def code_row(sku, run_key, seat_type="verified"):
    return {
        "id": sku,
        "title": f"Enrollment code {sku}",
        "attribute_values": [
            {"name": "Course Key", "code": "course_key", "value": run_key},
            {"name": "Seat Type", "code": "seat_type", "value": seat_type},
        ],
        "stockrecords": [{"price_currency": "USD", "price_excl_tax": "10.00", "partner_sku": sku}],
    }


def program_row(number=1, runs=(), organizations=(), banner=None, **values):
    """An XSeries of a programs service."""
    return {
        "uuid": str(UUID(int=number)),
        "name": f"Lakes {number}",
        "subtitle": "All about lakes",
        "status": "active",
        "category": "XSeries",
        "marketing_slug": f"xseries/lakes-{number}",
        "organizations": [{"key": key} for key in organizations],
        "banner_image_urls": {"w1440h480": banner} if banner else {},
        "course_codes": [{"key": "BOT1", "run_modes": [{"course_key": key, "mode_slug": "verified"}]} for key in runs],
    } | values


def summary_row(run_key, count, recent):
    """A run of an analytics service."""
    return {"course_id": run_key, "count": str(count), "recent_count_change": str(recent)}
