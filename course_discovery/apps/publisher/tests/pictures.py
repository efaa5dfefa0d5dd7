"""Pictures for tests."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image


def picture(color: str = "red", name: str = "card.png") -> ContentFile:
    """A small picture in one color, as a file to store."""
    buffer = BytesIO()
    Image.new("RGB", (4, 2), color).save(buffer, "PNG")
    return ContentFile(buffer.getvalue(), name)
