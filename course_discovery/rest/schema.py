"""How views describe themselves in the OpenAPI schema."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularAutoSchema


class AutoSchema(SpectacularAutoSchema):
    """Takes a view's query parameters from the class that checks them (`params_class`, a QueryParams).

    They choose among rows, so what makes a row has none.
    """

    def get_operation_id(self) -> str:
        """Operations of later versions are named after theirs: the first has the plain names."""
        version = re.match(r"/api/(v[2-9])/", self.path)
        name = super().get_operation_id()
        return f"{version[1]}_{name}" if version else name

    def get_override_parameters(self) -> list[Any]:
        params_class = getattr(self.view, "params_class", None) if self.method != "POST" else None
        return [params_class] if params_class and params_class._declared_fields else []
