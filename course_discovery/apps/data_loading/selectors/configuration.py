"""What operators have set in the admin about loading."""

from django.conf import settings

from course_discovery.apps.data_loading.models import DataLoaderConfig


def pages_ahead() -> int:
    """Return how many pages of a listing may be fetched at the same time: the setting, unless the admin says fewer."""
    workers = DataLoaderConfig.objects.values_list("max_workers", flat=True).first()
    return (
        settings.DATA_LOADING_PAGES_AHEAD
        if workers is None
        else max(1, min(workers, settings.DATA_LOADING_PAGES_AHEAD))
    )
