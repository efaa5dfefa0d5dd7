"""Card images that arrive as data URLs."""

import base64
import binascii
import re
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from course_discovery.apps.programs.models import Program

DATA_URL = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.DOTALL)
FORMATS = ("GIF", "JPEG", "PNG", "WEBP")


class BadImage(ValueError):
    """What was sent is not a data URL of an image."""


@transaction.atomic
def replace_card_image(program: Program, data_url: Any) -> None:
    """Store the image, with its variations, and save the program. BadImage, with nothing stored, unless it is one.

    The file stands under the program's UUID; its extension tells what it is, whatever the URL says.
    """
    match = DATA_URL.fullmatch(data_url) if isinstance(data_url, str) else None
    if match is None:
        raise BadImage
    try:
        content = base64.b64decode(match[1], validate=True)
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            # Pixels too: what cannot be decoded would fail once it is resized, after it was stored.
            image.load()
            extension = str(image.format).lower()
    except (binascii.Error, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadImage from error
    program.card_image = ContentFile(content, name=f"tmp.{extension}")
    program.save()
