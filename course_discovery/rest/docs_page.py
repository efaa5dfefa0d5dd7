"""The page that shows the API's schema."""

from typing import Any

from drf_spectacular.views import SpectacularSwaggerView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response


class DocsPage(SpectacularSwaggerView):
    """Only the page itself is HTML.

    Its template cannot show a refusal (it would ask once more who the caller is, and be refused again) or OPTIONS.
    """

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        _answer_in_json(self.request)
        return response

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        _answer_in_json(request)
        return super().options(request, *args, **kwargs)


def _answer_in_json(request: Request) -> None:
    request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
