import base64
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.services.card_image import BadImage, replace_card_image
from course_discovery.apps.programs.tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db


def data_url(format="PNG", kind="png", cut=None):
    file = BytesIO()
    Image.new("RGB", (800, 600), "red").save(file, format)
    return f"data:image/{kind};base64,{base64.b64encode(file.getvalue()[:cut]).decode()}"


@pytest.fixture
def program():
    program = ProgramFactory()
    Program.objects.update(data_modified_timestamp=timezone.now() - timedelta(days=1))
    return Program.objects.get(pk=program.pk)


def test_an_image_is_stored_with_its_variation(program):
    replace_card_image(program, data_url())
    stored = Program.objects.get(pk=program.pk)
    assert stored.card_image.name.startswith(f"media/programs/card_images/{program.uuid}-")
    assert stored.card_image.name.endswith(".png")
    with Image.open(default_storage.open(stored.card_image.get_variation_name(stored.card_image.name, "card"))) as card:
        assert card.width <= 378
        assert card.height <= 225
    assert stored.card_image_link == stored.card_image.url
    assert timezone.now() - stored.data_modified_timestamp < timedelta(hours=1)


def test_the_content_tells_what_it_is(program):
    replace_card_image(program, data_url("JPEG", kind="png"))
    assert program.card_image.name.endswith(".jpeg")


@pytest.mark.parametrize(
    "bad",
    [
        None,
        "",
        7,
        "https://images.example.com/card.png",
        "data:image/png",
        "data:image/png,abc",
        "data:image/png;base64,",
        "data:image/png;base64,§",
        "data:image/png;base64," + base64.b64encode(b"not an image").decode(),
        "data:image/svg+xml;base64," + base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode(),
        data_url("JPEG", cut=20),
        data_url("PNG", cut=20),
        data_url("BMP"),
    ],
)
def test_nothing_else_is_stored(program, bad):
    with pytest.raises(BadImage):
        replace_card_image(program, bad)
    assert not Program.objects.get(pk=program.pk).card_image
