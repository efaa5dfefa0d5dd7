import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import LevelTypeFactory, SubjectFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [SubjectFactory, TopicFactory])
def test_slugs_are_made_of_the_name_and_unique_for_a_partner(factory):
    partner = PartnerFactory()
    assert factory(partner=partner, name="Art & Culture").slug == "art-culture"
    assert factory(partner=partner, name="Art, culture").slug == "art-culture-2"
    assert factory(name="Art & Culture").slug == "art-culture"


@pytest.mark.parametrize(("factory", "kind"), [(SubjectFactory, "Subject"), (TopicFactory, "Topic")])
def test_name_is_unique_for_a_partner_in_any_language(factory, kind):
    first = factory(name="Art")
    first.set_current_language("fr")
    first.name = "L'art"
    first.save()
    for name in ("Art", "L'art"):
        second = factory(partner=first.partner, name="Other")
        second.name = name
        with pytest.raises(ValidationError) as error:
            second.full_clean()
        assert error.value.message_dict["name"] == [f"{kind} with this Name and Partner already exists"]
    first.full_clean()


def test_translations_fall_back_to_english():
    subject = SubjectFactory(name="Art")
    with translation.override("fr"):
        assert type(subject).objects.get(pk=subject.pk).name == "Art"


def test_level_types():
    low, high = LevelTypeFactory(name="Low", sort_value=2), LevelTypeFactory(name="High", sort_value=1)
    assert list(type(low).objects.all()) == [high, low]
    assert low.translated_name == "Low"
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelTypeFactory(name="Another", name_t="Low")
