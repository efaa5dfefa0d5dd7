import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from course_discovery.apps.course_metadata.models import AdditionalMetadata
from course_discovery.apps.course_metadata.rules.locations import COUNTRY_CODES
from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    CourseLocationRestrictionFactory,
    FactFactory,
    GeoLocationFactory,
)

pytestmark = pytest.mark.django_db


def test_changes_of_its_parts_count():
    metadata = AdditionalMetadata.objects.select_related("product_meta", "taxi_form").get(
        pk=AdditionalMetadataFactory().pk
    )
    assert metadata.has_changed is False
    metadata.product_meta.title = "Other"
    assert metadata.has_changed is True


def test_parts_cannot_go_missing():
    metadata = AdditionalMetadataFactory()
    for part in (metadata.product_meta, metadata.taxi_form):
        with pytest.raises(ProtectedError):
            part.delete()


def test_text_of_facts():
    assert str(FactFactory(heading="Heading")) == "Heading"
    assert str(FactFactory(heading="", blurb="<p>x</p>")) == "<p>x</p>"
    assert str(FactFactory(heading="", blurb=None)) == ""


@pytest.mark.parametrize(
    ("values", "field"), [({"countries": ["FR", "ZZ"]}, "countries"), ({"states": ["NY", "AK"]}, "states")]
)
def test_restriction_refuses_unknown_places(values, field):
    restriction = CourseLocationRestrictionFactory(**values)
    with pytest.raises(ValidationError) as error:
        restriction.full_clean()
    assert list(error.value.message_dict) == [field]


def test_restriction_holds_all_countries():
    restriction = CourseLocationRestrictionFactory(countries=sorted(COUNTRY_CODES), states=[])
    restriction.refresh_from_db()
    restriction.full_clean()
    assert len(restriction.countries) == 249


def test_coordinates():
    assert GeoLocationFactory(lat=0, lng=0).coordinates == (0, 0)
    assert GeoLocationFactory(lat=None).coordinates is None
