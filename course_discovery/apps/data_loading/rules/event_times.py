"""Who knows the newer truth about a run: an event, or a listing of all runs."""

from datetime import datetime, timedelta

# A platform makes its listings from copies of its courses, which follow a change after some seconds; clocks differ too.
LISTING_LAG = timedelta(minutes=1)


def surely_listed(began: datetime) -> datetime:
    """Return the time before which every change is in a listing that was begun at `began`."""
    return began - LISTING_LAG


def surely_listing(changed: datetime) -> datetime:
    """Return the time after which every listing that is begun holds a change of `changed`."""
    return changed + LISTING_LAG


def age_in_seconds(time: datetime, now: datetime) -> float:
    return (now - time).total_seconds()
