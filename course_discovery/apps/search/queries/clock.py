"""The present moment in requests: said by this service, so that all shards, engines and tests mean the same one."""

from datetime import UTC

from django.utils import timezone

NOW = "now"


def anchored(date_math: str) -> str:
    """Return date math whose `now` is a moment: `now-7d` becomes `2026-01-31T12:00:00.000Z||-7d`. Else `date_math`."""
    if not date_math.startswith(NOW):
        return date_math
    moment = timezone.now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{moment}||{rest}" if (rest := date_math.removeprefix(NOW)) else moment
