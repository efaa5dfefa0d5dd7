"""Which partner a request speaks to."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port

from course_discovery.apps.core.models import Partner

_CACHE_ATTRIBUTE = "_discovery_partner"


def partner_for_request(request: HttpRequest | Any) -> Partner | None:
    """Return the partner of the site that the request's host names, with or without its port.

    A host that names no partner gets that of DEFAULT_PARTNER_ID, else the only partner there is, so that a small
    installation answers under any name. None when neither exists: such a request sees no catalogue.
    Accepts Django's and the REST framework's requests; one query, remembered on the request.
    """
    http_request = getattr(request, "_request", request)
    if not hasattr(http_request, _CACHE_ATTRIBUTE):
        setattr(http_request, _CACHE_ATTRIBUTE, _partner_for_host(http_request.get_host()))
    return getattr(http_request, _CACHE_ATTRIBUTE)


def _partner_for_host(host: str) -> Partner | None:
    domain, _port = split_domain_port(host)
    partners = list(
        Partner.objects.select_related("site").filter(Q(site__domain__iexact=host) | Q(site__domain__iexact=domain))
    )
    if partners:
        return next((partner for partner in partners if partner.site.domain.lower() == host.lower()), partners[0])
    if settings.DEFAULT_PARTNER_ID is not None:
        return Partner.objects.select_related("site").filter(pk=settings.DEFAULT_PARTNER_ID).first()
    only = list(Partner.objects.select_related("site")[:2])
    return only[0] if len(only) == 1 else None
