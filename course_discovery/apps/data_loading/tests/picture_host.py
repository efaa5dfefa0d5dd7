"""Hosts of pictures that tables name."""

from io import BytesIO

from PIL import Image

from course_discovery.sandbox.api import Response
from course_discovery.sandbox.outside import Double


class PictureHost(Double):
    """Serves `pictures` by path."""

    def __init__(self, **pictures):
        super().__init__()
        self.pictures = {f"/{name}": content for name, content in pictures.items()}

    def answer(self, request):
        content = self.pictures.get(request.path)
        return Response(200, content, content_type="image/png") if content else Response(404, b"gone")


def drawn(color, kind="PNG"):
    content = BytesIO()
    Image.new("RGB", (400, 240), color).save(content, kind)
    return content.getvalue()
