import pytest

from course_discovery.apps.programs.models import ProgramType
from course_discovery.apps.programs.tests.factories import ProgramTypeFactory

pytestmark = pytest.mark.django_db


def test_seeded():
    types = {each.slug: each for each in ProgramType.objects.all()}
    assert {slug: str(each) for slug, each in types.items()} == {
        "masters": "Masters",
        "microbachelors": "MicroBachelors",
    }
    seats = types["masters"].applicable_seat_types.values_list("slug", flat=True)
    assert set(seats) == {"credit", "verified"}


def test_slug_is_made_of_the_translated_name():
    assert ProgramTypeFactory(name="XS", name_t="X Series").slug == "x-series"
    assert ProgramTypeFactory(name="XS2", name_t="X-Series!").slug == "x-series-2"
