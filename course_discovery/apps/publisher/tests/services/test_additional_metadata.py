import pytest

from course_discovery.apps.course_metadata.models import AdditionalMetadata, Fact
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.tests.factories import CourseTypeFactory
from course_discovery.apps.publisher.services.course import update_course
from course_discovery.apps.publisher.tests.services.conftest import drafts_of

pytestmark = pytest.mark.django_db
BLOCK = {
    "external_url": "https://external.example.com/1",
    "external_identifier": "one",
    "certificate_info": {"heading": "Paper", "blurb": "<p>Thick</p>"},
    "product_meta": {"title": "Lead", "description": "How to", "keywords": ["lead", "people"]},
    "taxi_form": {"form_id": "f1", "post_submit_url": "https://external.example.com/thanks"},
    "facts": [{"heading": "90%", "blurb": "<p>are happy</p>"}, {"heading": "", "blurb": "<p>nothing</p>"}],
}


@pytest.fixture
def course(new_course):
    return new_course(type=CourseTypeFactory(slug="executive-education-2u"), prices={})


def edit(course, **block):
    return "additional_metadata" in update_course(course, {}, additional_metadata=block).changed


def shown(metadata):
    metadata = AdditionalMetadata.objects.get(pk=metadata.pk)
    return (
        metadata.external_identifier,
        metadata.certificate_info.heading,
        sorted(tag.name for tag in metadata.product_meta.keywords.all()),
        metadata.taxi_form.form_id,
        [fact.heading for fact in metadata.facts.order_by("pk")],
    )


def test_all_of_it_is_made_and_made_once(course):
    assert edit(course, **BLOCK)
    assert shown(course.additional_metadata) == ("one", "Paper", ["lead", "people"], "f1", ["90%"])
    assert not edit(drafts_of(course), **BLOCK)


def test_courses_of_the_platform_itself_have_none(new_course):
    course = new_course()
    assert not edit(course, **BLOCK)
    assert drafts_of(course).additional_metadata is None


def test_parts_that_are_empty_or_missing_stay(course):
    edit(course, **BLOCK)
    assert not edit(course, external_identifier="one", facts=[], certificate_info={}, taxi_form=None)
    assert edit(course, external_identifier="two", certificate_info={"heading": "Silk"})
    assert shown(course.additional_metadata) == ("two", "Silk", ["lead", "people"], "f1", ["90%"])
    assert course.additional_metadata.certificate_info.blurb == "<p>Thick</p>"


def test_facts_are_changed_in_place_or_replaced_as_a_whole(course):
    edit(course, **BLOCK)
    fact = Fact.objects.get()
    assert edit(course, facts=[{"heading": "91%"}])
    assert Fact.objects.get() == fact
    assert edit(course, facts=[{"heading": "1"}, {"heading": "2"}])
    assert [each.heading for each in Fact.objects.order_by("pk")] == ["1", "2"]


def test_what_the_official_course_shows_waits_for_officialisation(course, new_run):
    edit(course, **BLOCK)
    run = new_run(course)
    official = officialise_run(run).course
    edit(course, external_identifier="two", facts=[{"heading": "99%"}])
    official.refresh_from_db()
    assert shown(official.additional_metadata)[0::4] == ("one", ["90%"])
    assert shown(course.additional_metadata)[0::4] == ("two", ["99%"])
    run.course = course
    officialise_run(run)
    official.refresh_from_db()
    assert shown(official.additional_metadata)[0::4] == ("two", ["99%"])
    assert AdditionalMetadata.objects.count() == 1
