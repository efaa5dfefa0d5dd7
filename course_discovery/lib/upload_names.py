"""Names of uploaded files."""

import os
import uuid
from typing import Any

from django.utils.deconstruct import deconstructible


@deconstructible
class UploadTo:
    """Name an upload `<path>/<attribute of the row>-<12 random hex digits><extension>`.

    The random part keeps a cached old picture from showing in place of a new one.
    """

    def __init__(self, path: str, attribute: str = "uuid") -> None:
        self.path = path
        self.attribute = attribute

    def __call__(self, instance: Any, filename: str) -> str:
        extension = os.path.splitext(filename)[1].lower()
        return f"{self.path.rstrip('/')}/{getattr(instance, self.attribute)}-{uuid.uuid4().hex[-12:]}{extension}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UploadTo) and (self.path, self.attribute) == (other.path, other.attribute)

    def __hash__(self) -> int:
        return hash((self.path, self.attribute))
