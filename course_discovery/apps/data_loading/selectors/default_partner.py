"""Whose catalogue is meant where nobody says so."""

from django.conf import settings

from course_discovery.apps.core.models import Partner


def default_partner() -> Partner | None:
    """Return the partner of DEFAULT_PARTNER_ID; without that setting the only one there is."""
    pk = settings.DEFAULT_PARTNER_ID
    partners = list(Partner.objects.filter(**({} if pk is None else {"pk": pk}))[:2])
    return partners[0] if len(partners) == 1 else None
