"""Routes of view sets."""

from django.urls import URLPattern, re_path
from rest_framework.routers import DefaultRouter


class Router(DefaultRouter):
    """Details answer with and without the last slash: clients ask for them across origins, where a redirect fails."""

    include_format_suffixes = False

    def get_urls(self) -> list[URLPattern]:
        return [*super().get_urls(), *self._details_without_slash()]

    def _details_without_slash(self) -> list[URLPattern]:
        detail = next(route for route in self.routes if route.name == "{basename}-detail")
        patterns = []
        for prefix, viewset, basename in self.registry:
            methods = self.get_method_map(viewset, detail.mapping)
            if methods:
                # The schema shows each address once.
                view = viewset.as_view(methods, basename=basename, detail=True, schema=None, **detail.initkwargs)
                patterns.append(re_path(f"^{prefix}/{self.get_lookup_regex(viewset)}$", view))
        return patterns
