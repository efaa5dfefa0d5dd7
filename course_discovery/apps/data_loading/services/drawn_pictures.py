"""Pictures for rows that want one: a field of one colour."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

BANNER_SIZE = (1440, 480)


def drawn_picture(color: str, size: tuple[int, int] = BANNER_SIZE) -> ContentFile:
    """Return a PNG of the colour (`#rrggbb`) and of the size in pixels, to be saved in an image field."""
    drawn = BytesIO()
    Image.new("RGB", size, color).save(drawn, "PNG")
    return ContentFile(drawn.getvalue(), name="picture.png")
