"""Where courses and programs take place."""

import logging
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from course_discovery.apps.course_metadata.models import GeoLocation
from course_discovery.apps.data_loading.loaders.product_table import ProductLoader, Rows
from course_discovery.apps.data_loading.outcome import Outcome
from course_discovery.apps.data_loading.records import PlaceRecord

logger = logging.getLogger(__name__)

Point = tuple[Decimal, Decimal]


class GeolocationLoader(ProductLoader[PlaceRecord]):
    """Lets products refer to points, which are shared by all that take place there and never changed.

    A point is known by its coordinates. A table that calls it something else, but for upper and lower case, is
    refused: the name is that of all the other products too.
    """

    kind = "geolocation"
    course_relation = program_relation = "geolocation"

    def write(self, fitting: Sequence[tuple[PlaceRecord, Rows]], outcome: Outcome) -> None:
        points = _points([(record.lat, record.lng) for record, _rows in fitting])
        known = set(points)
        placed: list[tuple[PlaceRecord, Rows]] = []
        for record, rows in fitting:
            point = (record.lat, record.lng)
            place = points.setdefault(
                point, GeoLocation(location_name=record.location_name, lat=record.lat, lng=record.lng)
            )
            if (place.location_name or "").lower() != record.location_name:
                reason = (
                    f"Geolocation object with lat: {record.lat.normalize():f}, lng: {record.lng.normalize():f} "
                    f"exists with name {place.location_name}"
                )
                self.refuse(record, [reason], outcome, "place_named_otherwise")
                continue
            placed.append((record, rows))
        place_of = partial(_place_of, points)
        self.give(placed, "geolocation", place_of, "geolocation", outcome, identity=("lat", "lng"))
        for record, _rows in placed:
            _tell(record, points[record.lat, record.lng], is_new=(record.lat, record.lng) not in known)
            known.add((record.lat, record.lng))


def _place_of(points: Mapping[Point, GeoLocation], record: PlaceRecord, _former: GeoLocation | None) -> GeoLocation:
    return points[record.lat, record.lng]


def _tell(record: PlaceRecord, place: GeoLocation, is_new: bool) -> None:
    # A place without key is that of a row which a later one about the same product has overruled.
    if place.pk is not None:
        what = "Created new" if is_new else "Using existing"
        logger.info("%s geolocation object with id %s for product %s", what, place.pk, record.label)


def _points(points: Sequence[Point]) -> dict[Point, GeoLocation]:
    """Return the known ones of the points."""
    lats, lngs = {lat for lat, _lng in points}, {lng for _lat, lng in points}
    near = GeoLocation.objects.filter(lat__in=lats, lng__in=lngs) if points else ()
    return {(place.lat, place.lng): place for place in near if place.lat is not None and place.lng is not None}
