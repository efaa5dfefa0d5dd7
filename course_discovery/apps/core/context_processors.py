from django.conf import settings
from django.http import HttpRequest


def core(request: HttpRequest) -> dict[str, str]:
    """Give templates the platform's name."""
    return {"platform_name": settings.PLATFORM_NAME}
