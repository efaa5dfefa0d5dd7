from datetime import UTC, datetime
from decimal import Decimal

import pytest

from course_discovery.apps.course_metadata.models import (
    AdditionalMetadata,
    Course,
    CourseEntitlement,
    CourseRun,
    Fact,
    RestrictedCourseRun,
    Seat,
)
from course_discovery.apps.course_metadata.services.officialisation import officialise_course, officialise_run
from course_discovery.apps.course_metadata.services.shared_children import own_child
from course_discovery.apps.course_metadata.tests.factories import (
    AdditionalMetadataFactory,
    CourseEditorFactory,
    CourseEntitlementFactory,
    CourseUrlSlugFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    FactFactory,
    GeoLocationFactory,
    OrganizationFactory,
    PersonFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft_run():
    """A draft run with all that hangs on it."""
    course = DraftCourseFactory(
        title="Python",
        authoring_organizations=OrganizationFactory.create_batch(2),
        subjects=SubjectFactory.create_batch(2),
        topics=["code", "data"],
        watchers=["a@example.com"],
        salesforce_id="sf",
    )
    run = DraftCourseRunFactory(
        course=course,
        staff=PersonFactory.create_batch(2),
        transcript_languages=LanguageTag.objects.filter(code__in=["en", "fr"]),
        tags=["tag"],
        start=datetime(2026, 1, 1, tzinfo=UTC),
    )
    SeatFactory(course_run=run, type__slug="audit", price=0)
    SeatFactory(course_run=run, type__slug="verified", price=50, sku="SKU")
    RestrictedCourseRunFactory(course_run=run, restriction_type="custom-b2c")
    CourseEntitlementFactory(course=course, price=70)
    CourseUrlSlugFactory(course=course, url_slug="python")
    CourseEditorFactory(course=course)
    return run


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def test_first_officialisation_makes_everything(draft_run):
    official = officialise_run(draft_run)
    draft = draft_run.course
    course = official.course

    assert (official.draft, official.draft_version) == (False, draft_run)
    assert (course.draft, course.draft_version) == (False, draft)
    for copied, source, names in (
        (course, draft, ("key", "uuid", "title", "watchers", "salesforce_id", "data_modified_timestamp", "url_slug")),
        (official, draft_run, ("key", "uuid", "slug", "start", "status")),
    ):
        assert {name: getattr(fresh(copied), name) for name in names} == {
            name: getattr(fresh(source), name) for name in names
        }
    assert list(course.authoring_organizations.all()) == list(draft.authoring_organizations.all())
    assert list(course.subjects.all()) == list(draft.subjects.all())
    assert set(course.topics.names()) == {"code", "data"}
    assert list(official.staff.all()) == list(draft_run.staff.all())
    assert set(official.transcript_languages.all()) == set(draft_run.transcript_languages.all())
    assert set(official.tags.names()) == {"tag"}

    assert [(seat.type_id, seat.price, seat.sku, seat.draft) for seat in official.seats.all()] == [
        ("audit", Decimal(0), draft_run.seats.all()[0].sku, False),
        ("verified", Decimal(50), "SKU", False),
    ]
    assert {seat.draft_version for seat in official.seats.all()} == set(draft_run.seats.all())
    assert official.restriction_type == "custom-b2c"
    assert [(each.price, each.mode.slug) for each in course.entitlements.all()] == [(Decimal(70), "verified")]
    assert course.active_url_slug == "python"
    assert fresh(course).canonical_course_run == official
    assert fresh(draft).canonical_course_run == draft_run
    assert draft.editors.count() == 1
    assert course.editors.count() == 0


def test_second_officialisation_updates_in_place(draft_run):
    first = officialise_run(draft_run)
    numbers = [model.everything.count() for model in (Course, CourseRun, Seat, CourseEntitlement, RestrictedCourseRun)]
    draft_run = fresh(draft_run)
    draft_run.title = "Other"
    draft_run.save()
    draft_run.course.subjects.set(reversed(draft_run.course.subjects.all()))
    draft_run.seats.filter(type="verified").update(price=60)

    second = officialise_run(draft_run)
    assert second.pk == first.pk
    assert fresh(second).title == "Other"
    assert list(second.course.subjects.all()) == list(draft_run.course.subjects.all())
    assert second.seats.get(type="verified").price == 60
    after = [model.everything.count() for model in (Course, CourseRun, Seat, CourseEntitlement, RestrictedCourseRun)]
    assert after == numbers


def test_what_did_not_change_leaves_no_history(draft_run):
    official = officialise_run(draft_run)
    officialise_run(fresh(draft_run))
    assert [row.history_type for row in official.history.all()] == ["+"]
    assert [seat.history.count() for seat in official.seats.all()] == [1, 1]


def test_what_the_draft_has_no_more_goes(draft_run):
    official = officialise_run(draft_run)
    draft_run = fresh(draft_run)
    draft_run.seats.get(type="verified").delete()
    draft_run.course.entitlements.all().delete()
    RestrictedCourseRun.everything.filter(course_run=draft_run).delete()
    officialise_run(draft_run)
    official = fresh(official)
    assert official.seat_types == ["audit"]
    assert official.restriction_type is None
    assert not official.course.entitlements.exists()


def test_official_seat_without_draft_is_adopted(draft_run):
    official = officialise_run(draft_run)
    seat = official.seats.get(type="verified")
    Seat.objects.filter(pk=seat.pk).update(draft_version=None)
    officialise_run(fresh(draft_run))
    adopted = official.seats.get(type="verified")
    assert adopted.pk == seat.pk
    assert adopted.draft_version == draft_run.seats.get(type="verified")


def test_entitlement_of_a_kind_that_is_not_sold_stays_draft():
    draft = DraftCourseFactory()
    CourseEntitlementFactory(course=draft, mode__slug="audit")
    assert not officialise_course(draft).entitlements.exists()


def test_canonical_run_of_the_official_row_is_kept(draft_run):
    first = officialise_run(draft_run)
    second = officialise_run(DraftCourseRunFactory(course=fresh(draft_run.course)))
    assert second.course == first.course
    assert fresh(first.course).canonical_course_run == first
    assert fresh(draft_run.course).canonical_course_run == draft_run


def test_course_without_slug_gets_one_of_its_title():
    assert officialise_course(DraftCourseFactory(title="No slug yet")).active_url_slug == "no-slug-yet"


def test_official_rows_are_refused(draft_run):
    official = officialise_run(draft_run)
    with pytest.raises(ValueError, match="is official already"):
        officialise_run(official)


def test_draft_children_become_public_only_now_and_replace_the_former():
    metadata = AdditionalMetadataFactory(facts=FactFactory.create_batch(2))
    draft = DraftCourseFactory(additional_metadata=metadata, type__slug="bootcamp-2u")
    official = officialise_course(draft)
    assert official.additional_metadata == metadata

    own = own_child(draft, "additional_metadata")
    own.external_url = "https://new.example.com"
    own.save()
    own.facts.first().delete()
    assert fresh(official).additional_metadata.external_url == metadata.external_url
    assert fresh(official).additional_metadata.facts.count() == 2

    officialise_course(fresh(draft))
    assert fresh(official).additional_metadata == own
    assert list(AdditionalMetadata.objects.all()) == [own]
    assert Fact.objects.count() == 1


def test_places_that_others_have_too_stay():
    place = GeoLocationFactory()
    other = DraftCourseFactory(geolocation=place)
    draft = DraftCourseFactory(geolocation=place)
    officialise_course(draft)
    draft.geolocation = GeoLocationFactory()
    draft.save()
    officialise_course(draft)
    assert fresh(other).geolocation == place
