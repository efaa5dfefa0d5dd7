"""Pages of lists. A bad number is a 400 that names its parameter, a page past the end a 404."""

from typing import Any

from django.utils.dateparse import parse_datetime
from rest_framework import pagination, serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

DEFAULT_SIZE = 20
# Clients count offsets by the size they asked for, so a larger one is refused rather than cut: cutting would skip rows.
MAX_SIZE = 1000
LARGEST_INTEGER = 2**31 - 1


def _integer(request: Request, name: str, *, least: int, most: int) -> int | None:
    """The parameter's value; None when it is absent or empty."""
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        return serializers.IntegerField(min_value=least, max_value=most).run_validation(text)
    except ValidationError as error:
        raise ValidationError({name: error.detail}) from None


def _is_moment(text: str) -> bool:
    try:
        return parse_datetime(text) is not None
    except ValueError:
        return False


class PageNumberPagination(pagination.PageNumberPagination):
    """`page` (a number from 1, or `last`) and `page_size`."""

    page_size = DEFAULT_SIZE
    page_size_query_param: str | None = "page_size"
    max_page_size = MAX_SIZE

    def get_page_size(self, request: Request) -> int:
        if self.page_size_query_param is None:
            return self.page_size
        return _integer(request, self.page_size_query_param, least=1, most=MAX_SIZE) or self.page_size

    def get_page_number(self, request: Request, paginator: Any) -> int | str:
        if request.query_params.get(self.page_query_param) in self.last_page_strings:
            return paginator.num_pages
        return _integer(request, self.page_query_param, least=1, most=LARGEST_INTEGER) or 1


class FixedPageNumberPagination(PageNumberPagination):
    """`page` only: pages of 20."""

    page_size_query_param = None


class LimitOffsetPagination(pagination.LimitOffsetPagination):
    """`limit` and `offset`."""

    default_limit = DEFAULT_SIZE
    max_limit = MAX_SIZE

    def get_limit(self, request: Request) -> int:
        return _integer(request, self.limit_query_param, least=1, most=MAX_SIZE) or self.default_limit

    def get_offset(self, request: Request) -> int:
        return _integer(request, self.offset_query_param, least=0, most=LARGEST_INTEGER) or 0


class CursorPagination(pagination.CursorPagination):
    """`cursor`: pages of 20, the newest rows first. The rows have `created`."""

    page_size = DEFAULT_SIZE
    ordering = ("-created", "-pk")

    def decode_cursor(self, request: Request) -> Any:
        cursor = super().decode_cursor(request)
        if cursor is not None and cursor.position is not None and not _is_moment(cursor.position):
            raise NotFound(self.invalid_cursor_message)
        return cursor


class ProxiedPagination(pagination.BasePagination):
    """Page numbers when the request names `page` or `page_size`, else limit and offset; `page` wins over `limit`."""

    def __init__(self) -> None:
        self.chosen: PageNumberPagination | LimitOffsetPagination = LimitOffsetPagination()

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        page_mode = request.query_params.get("page") or request.query_params.get("page_size")
        limits = LimitOffsetPagination()
        if page_mode:
            # Checked although unused: nonsense is refused in either mode.
            limits.get_limit(request)
            limits.get_offset(request)
        self.chosen = PageNumberPagination() if page_mode else limits
        return self.chosen.paginate_queryset(queryset, request, view=view)

    def get_paginated_response(self, data: Any) -> Response:
        return self.chosen.get_paginated_response(data)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return LimitOffsetPagination().get_paginated_response_schema(schema)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        pages, limits = PageNumberPagination(), LimitOffsetPagination()
        return [*limits.get_schema_operation_parameters(view), *pages.get_schema_operation_parameters(view)]

    @property
    def display_page_controls(self) -> bool:
        return self.chosen.display_page_controls

    def to_html(self) -> str:
        return self.chosen.to_html()
