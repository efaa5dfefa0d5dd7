"""How much a refresh may take away."""

from django.conf import settings

from course_discovery.apps.data_loading.loaders.base import LargeDelete, Listing

# A share says little about a small catalogue: so many rows may always go.
ALWAYS_ALLOWED = 10


def guard_against_large_delete(kind: str, gone: int, stored: int, listing: Listing) -> None:
    """Raise LargeDelete when `gone` of `stored` rows are more than a refresh may take away unasked."""
    share = settings.DATA_LOADING_LARGEST_DELETED_SHARE
    if listing.allow_large_deletes or gone <= max(ALWAYS_ALLOWED, share * stored):
        return
    raise LargeDelete(
        f"{gone} of {stored} {kind} are gone upstream, more than {share:.0%}: nothing was deleted. "
        "Refresh with --allow-large-deletes if that is right."
    )
