"""What may still be sold otherwise once learners may have bought it."""

from collections.abc import Collection

from course_discovery.apps.course_metadata.constants import AUDIT, VERIFIED

_ASK = "is not supported. Please reach out to your project coordinator for additional help if necessary."
SEATS_MESSAGE = f"Switching seat types after being reviewed {_ASK}"
ENTITLEMENTS_MESSAGE = f"Switching entitlement types after being reviewed {_ASK}"


def seats_error(official: Collection[str], wanted: Collection[str]) -> str | None:
    """Return why a run with these official seat types cannot sell the wanted ones, or None.

    Every official type must stay; who can get a verified seat can also audit.
    """
    implied = {AUDIT} if VERIFIED in wanted else set()
    return None if set(official) <= set(wanted) | implied else SEATS_MESSAGE


def entitlement_error(official: bool, current: str | None, wanted: str) -> str | None:
    """Return why a course cannot go from one entitlement to another, or None. No entitlement counts as audit.

    A course without official row may; afterwards there is one way, from audit to verified.
    """
    if not official or (current or AUDIT) == wanted or ((current or AUDIT), wanted) == (AUDIT, VERIFIED):
        return None
    return ENTITLEMENTS_MESSAGE
