from decimal import Decimal

import pytest

from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    CertificateInfo,
    CourseLocationRestriction,
    Fact,
    GeoLocation,
    ProductMeta,
    TaxiForm,
)
from course_discovery.apps.course_metadata.services.shared_children import (
    GeoLocationNamedOtherwise,
    drop_unused,
    own_child,
    place_course,
)
from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    AdditionalPromoAreaFactory,
    CourseFactory,
    CourseLocationRestrictionFactory,
    DraftCourseFactory,
    FactFactory,
    GeoLocationFactory,
    ProductMetaFactory,
    ProductValueFactory,
)

pytestmark = pytest.mark.django_db


def pair(**children):
    draft = DraftCourseFactory(**children)
    return CourseFactory(partner=draft.partner, key=draft.key, uuid=draft.uuid, draft_version=draft, **children), draft


@pytest.mark.parametrize(
    ("name", "factory", "column"),
    [
        ("location_restriction", CourseLocationRestrictionFactory, "countries"),
        ("in_year_value", ProductValueFactory, "per_lead_usa"),
        ("extra_description", AdditionalPromoAreaFactory, "title"),
    ],
)
def test_shared_child_is_copied(name, factory, column):
    child = factory()
    official, draft = pair(**{name: child})
    own = own_child(draft, name)
    draft.refresh_from_db()
    official.refresh_from_db()
    assert own != child
    assert getattr(draft, name) == own
    assert getattr(official, name) == child
    assert getattr(own, column) == getattr(child, column)


def test_child_of_its_own_is_not_copied():
    draft = DraftCourseFactory(location_restriction=CourseLocationRestrictionFactory())
    assert own_child(draft, "location_restriction") == draft.location_restriction
    assert CourseLocationRestriction.objects.count() == 1
    assert own_child(DraftCourseFactory(), "location_restriction") is None


def test_copied_metadata_has_parts_of_its_own():
    facts = FactFactory.create_batch(2)
    metadata = AdditionalMetadataFactory(facts=facts, product_meta=ProductMetaFactory(keywords=["a", "b"]))
    _official, draft = pair(additional_metadata=metadata)
    own = own_child(draft, "additional_metadata")
    for part in ("certificate_info", "product_meta", "taxi_form"):
        assert getattr(own, part) != getattr(metadata, part)
        assert str(getattr(own, part)) == str(getattr(metadata, part))
    assert set(own.product_meta.keywords.names()) == {"a", "b"}
    assert [fact.heading for fact in own.facts.order_by("pk")] == [fact.heading for fact in facts]
    assert set(own.facts.all()).isdisjoint(facts)
    assert own.external_url == metadata.external_url


def test_only_children_that_may_change_can_be_owned():
    with pytest.raises(ValueError, match="geolocation is none of"):
        own_child(DraftCourseFactory(), "geolocation")


def test_unused_metadata_goes_with_its_parts():
    shared_fact = FactFactory()
    AdditionalMetadataFactory(facts=[shared_fact], product_meta=None, taxi_form=None, certificate_info=None)
    drop_unused(AdditionalMetadataFactory(facts=[FactFactory(), shared_fact]))
    assert AdditionalMetadata.objects.count() == 1
    assert list(Fact.objects.all()) == [shared_fact]
    assert [model.objects.count() for model in (CertificateInfo, ProductMeta, TaxiForm)] == [0, 0, 0]


def test_used_child_stays():
    course = CourseFactory(location_restriction=CourseLocationRestrictionFactory())
    drop_unused(course.location_restriction)
    drop_unused(None)
    assert CourseLocationRestriction.objects.count() == 1


class TestPlaces:
    def test_new_place_leaves_the_public_one(self):
        place = GeoLocationFactory(location_name="Here", lat=1, lng=2)
        official, draft = pair(geolocation=place)
        there = place_course(draft, "There", Decimal(3), Decimal(4))
        draft.refresh_from_db()
        official.refresh_from_db()
        assert (draft.geolocation, official.geolocation) == (there, place)

    def test_known_place_is_found_and_the_former_dropped(self):
        known = GeoLocationFactory(location_name="Known", lat=0, lng=0)
        draft = DraftCourseFactory(geolocation=GeoLocationFactory(lat=1))
        assert place_course(draft, "Known", Decimal(0), Decimal(0)) == known
        assert list(GeoLocation.objects.all()) == [known]

    def test_name_must_agree(self):
        GeoLocationFactory(location_name="Known", lat=5, lng=6)
        with pytest.raises(GeoLocationNamedOtherwise) as error:
            place_course(DraftCourseFactory(), "Other", Decimal(5), Decimal(6))
        assert str(error.value) == "Geolocation object with lat: 5, lng: 6 exists with name Known"
