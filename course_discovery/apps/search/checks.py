"""What is wrong with this app's settings, said when the service starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from course_discovery.apps.search.queries.boosting import WEIGHTS


@register()
def check_weights(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """SEARCH_WEIGHTS maps names of rewards to numbers from zero."""
    errors: list[CheckMessage] = []
    for name, weight in settings.SEARCH_WEIGHTS.items():
        if name not in WEIGHTS:
            known = ", ".join(sorted(WEIGHTS))
            errors.append(Error(f"SEARCH_WEIGHTS: nothing is called {name!r}. Known: {known}.", id="search.E001"))
        elif isinstance(weight, bool) or not isinstance(weight, int | float) or weight < 0:
            errors.append(Error(f"SEARCH_WEIGHTS: {name} must be a number from 0, not {weight!r}.", id="search.E002"))
    return errors
