"""What the views of all resources share."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.viewsets import ReadOnlyModelViewSet

from course_discovery.apps.core.models import Partner
from course_discovery.apps.core.selectors.partners import partner_for_request
from course_discovery.rest.caching import cached_response
from course_discovery.rest.params import QueryParams


class ReadViewSet(ReadOnlyModelViewSet):
    """List and detail of one resource. Parameters are checked before anything is looked up."""

    params_class: type[QueryParams] = QueryParams

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            _ = self.params

    @cached_property
    def params(self) -> dict[str, Any]:
        return self.params_class.read(self.request)

    @cached_property
    def partner(self) -> Partner | None:
        """The partner whose catalogue the request's host shows; without one nothing is visible."""
        return partner_for_request(self.request)

    def load(self, rows: list[Any]) -> None:
        """Fetches what showing these rows takes, in a number of queries that does not hang on their number."""

    def paginate_queryset(self, queryset: Any) -> list[Any] | None:
        page = super().paginate_queryset(queryset)
        if page:
            self.load(page)
        return page

    def get_object(self) -> Any:
        row = super().get_object()
        self.load([row])
        return row

    def of_partner(self, queryset: QuerySet[Any], path: str = "partner") -> QuerySet[Any]:
        return queryset.filter(**{path: self.partner}) if self.partner else queryset.none()


class CachedReadViewSet(ReadViewSet):
    """The same with its answers kept in the response cache."""

    def may_cache(self, request: Request) -> bool:
        """Whether this request's answer may come from the cache and be kept in it."""
        return True

    @cached_response
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return super().list(request, *args, **kwargs)

    @cached_response
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        return super().retrieve(request, *args, **kwargs)
