from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from freezegun import freeze_time

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import CourseRun, RestrictedCourseRun
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.course_metadata.tests.factories import (
    CourseRunFactory,
    CourseRunTypeFactory,
    PersonFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.publisher.rules.switching import SEATS_MESSAGE
from course_discovery.apps.publisher.services.course_run import create_course_run, update_course_run
from course_discovery.apps.publisher.tests.services.conftest import END, NOW, START, a_run, drafts_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


@pytest.fixture
def _now():
    with freeze_time(NOW):
        yield


def seats_of(run):
    return {
        seat.type_id: (seat.price, seat.upgrade_deadline) for seat in CourseRun.everything.get(pk=run.pk).seats.all()
    }


DEADLINE = datetime(2027, 6, 20, 23, 59, 59, 99999, tzinfo=UTC)


def test_a_new_run_is_a_draft_with_the_seats_of_its_type(new_course, new_run):
    course = new_course()
    run = new_run(course, restriction_type="custom-b2c", values={"min_effort": 2})
    stored = CourseRun.everything.get(pk=run.pk)
    assert (stored.draft, stored.key, stored.status, stored.pacing_type, stored.min_effort) == (
        True,
        "course-v1:UniX+PY1+1T2027",
        "unpublished",
        "instructor_paced",
        2,
    )
    assert seats_of(run) == {"audit": (0, None), "verified": (Decimal("49.50"), DEADLINE)}
    assert stored.restriction_type == "custom-b2c"
    assert drafts_of(course).canonical_course_run == stored
    assert not CourseRun.objects.exists()


def test_terms_of_a_course_are_told_apart_whoever_has_a_number_like_it(new_course, new_run):
    course = new_course()
    CourseRunFactory(key="course-v1:UniX+PY11+1T2027")
    CourseRunFactory(key="course-v1:OtherX+PY1+1T2027")
    assert [new_run(course).key for _ in range(3)] == [
        "course-v1:UniX+PY1+1T2027",
        "course-v1:UniX+PY1+1T2027a",
        "course-v1:UniX+PY1+1T2027b",
    ]


def test_organizations_may_choose_terms(new_course, new_run, organization):
    course = new_course()
    assert new_run(course, term="Spring").key == "course-v1:UniX+PY1+1T2027"
    organization.auto_generate_course_run_keys = False
    organization.save()
    assert new_run(course, term="Spring").key == "course-v1:UniX+PY1+Spring"
    for term, message in (
        ("Spring", "A course run with key [course-v1:UniX+PY1+Spring] already exists."),
        ("Spring 27", "Special characters not allowed in field run: 'Spring 27'"),
    ):
        with pytest.raises(ValidationError) as refusal:
            new_run(course, term=term)
        assert refusal.value.message_dict == {"term": [message]}


def test_keys_of_runs_may_be_made_of_another_key(new_course, new_run):
    course = new_course()
    course.key_for_reruns = "UniX+PY2"
    course.save()
    assert new_run(course).key == "course-v1:UniX+PY2+1T2027"


def test_a_rerun_takes_over_what_it_is_not_given(new_course, new_run):
    course = new_course()
    person, other = PersonFactory.create_batch(2)
    english, french = LanguageTag.objects.get(code="en"), LanguageTag.objects.get(code="fr")
    first = {"language": english, "min_effort": 2, "max_effort": 5, "weeks_to_complete": 9, "staff": [person]}
    canonical = new_run(course, values=first | {"transcript_languages": [french]})
    rerun = CourseRun.everything.get(pk=new_run(course, values={"max_effort": 6}).pk)
    assert (rerun.language, rerun.min_effort, rerun.max_effort, rerun.weeks_to_complete) == (english, 2, 6, 9)
    assert (list(rerun.staff.all()), list(rerun.transcript_languages.all())) == ([person], [french])
    second = new_run(course, rerun=rerun, values={"staff": [other]})
    assert (second.max_effort, list(second.staff.all())) == (6, [other])
    assert drafts_of(course).canonical_course_run == canonical


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"end": datetime(2027, 1, 1, tzinfo=UTC)}, {"start": ["Start date cannot be after the End date"]}),
        ({"restriction_type": "secret"}, {"restriction_type": ["Not a valid choice for restriction_type"]}),
        ({"prices": {"verified": Decimal("NaN")}}, {"prices": ["verified: A valid number is required."]}),
        (
            {"values": {"min_effort": 5, "max_effort": 5}},
            {"min_effort": ["Minimum effort and Maximum effort cannot be the same"]},
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_left(new_course, given, message):
    course = new_course()
    with pytest.raises(ValidationError) as refusal:
        create_course_run(course, a_run(**given))
    assert refusal.value.message_dict == message
    assert not CourseRun.everything.exists()


def test_only_what_is_given_and_differs_is_changed(new_course, new_run):
    run = new_run(new_course())
    same = update_course_run(run, {"start": START, "type": run.type}, prices={"verified": Decimal("49.5")})
    assert same.changed == frozenset()
    edited = update_course_run(
        run,
        {"start": START, "weeks_to_complete": 4},
        prices={"audit": Decimal(0), "verified": Decimal(60)},
        restriction_type="custom-b2c",
    )
    assert edited.changed == {"weeks_to_complete", "prices", "restriction_type"}
    assert seats_of(run)["verified"] == (60, DEADLINE)
    assert update_course_run(run, {}, restriction_type="custom-b2c").changed == frozenset()
    assert update_course_run(run, {}, restriction_type="").changed == {"restriction_type"}
    assert not RestrictedCourseRun.everything.exists()


def test_another_end_moves_deadlines_and_drops_what_was_set_by_hand(new_course, new_run):
    run = new_run(new_course())
    by_hand = datetime(2027, 3, 1, tzinfo=UTC)
    update_course_run(run, {}, upgrade_deadlines={"verified": by_hand})
    assert seats_of(run)["verified"][1] == by_hand
    update_course_run(run, {"weeks_to_complete": 3}, prices={"verified": Decimal(1)})
    assert seats_of(run)["verified"][1] == by_hand
    update_course_run(run, {"end": datetime(2027, 7, 30, tzinfo=UTC)})
    assert seats_of(run)["verified"][1] == datetime(2027, 7, 20, 23, 59, 59, 99999, tzinfo=UTC)
    update_course_run(run, {"end": END}, upgrade_deadlines={"verified": by_hand})
    assert seats_of(run)["verified"][1] == by_hand


def test_what_a_run_that_is_over_sold_stays(new_course, new_run):
    run = new_run(new_course())
    with freeze_time("2028-01-01"):
        edited = update_course_run(run, {"weeks_to_complete": 3}, prices={"verified": Decimal(1)})
    assert (edited.changed, seats_of(run)["verified"][0]) == ({"weeks_to_complete"}, Decimal("49.50"))


def test_the_type_must_be_one_of_the_course(new_course, new_run):
    run = new_run(new_course())
    with pytest.raises(ValidationError) as refusal:
        update_course_run(run, {"type": CourseRunTypeFactory(slug="professional")})
    assert refusal.value.messages == [
        "The course run type 'Professional Only' is not valid for this course type 'Verified and Audit'."
    ]
    update_course_run(run, {"type": CourseRunTypeFactory(slug="audit")})
    assert set(seats_of(run)) == {"audit"}


def test_seats_that_learners_may_have_bought_stay(new_course, new_run):
    run = new_run(new_course())
    officialise_run(run)
    with pytest.raises(ValidationError, match=SEATS_MESSAGE):
        update_course_run(run, {"type": CourseRunTypeFactory(slug="audit")})


@pytest.mark.parametrize("status", [CourseRunStatus.LegalReview, CourseRunStatus.InternalReview])
def test_a_run_in_review_is_not_edited(new_course, new_run, status):
    run = new_run(new_course())
    run.status = status
    run.save()
    with pytest.raises(ValidationError, match=r"Course run is in review. Editing disabled\."):
        update_course_run(run, {"weeks_to_complete": 3})


@pytest.mark.parametrize(
    ("values", "more", "status", "weeks"),
    [
        ({"weeks_to_complete": 3}, {}, "reviewed", 3),
        ({}, {"prices": {"verified": Decimal(2)}}, "reviewed", None),
        ({"mobile_available": True}, {}, "unpublished", None),
        ({"mobile_available": False}, {}, "reviewed", None),
    ],
)
def test_edits_of_a_reviewed_run_are_official_at_once_or_undo_the_review(
    new_course, new_run, values, more, status, weeks
):
    run = new_run(new_course())
    run.status = CourseRunStatus.Reviewed
    run.save()
    official = officialise_run(run)
    update_course_run(run, values, **more)
    official = CourseRun.objects.get(pk=official.pk)
    assert (official.status, official.draft_version.status) == (status, status)
    assert official.weeks_to_complete == weeks
    assert official.seats.get(type="verified").price == (2 if more else Decimal("49.50"))


def test_edits_of_a_published_run_wait(new_course, new_run):
    run = new_run(new_course())
    run.status = CourseRunStatus.Published
    run.save()
    official = officialise_run(run)
    update_course_run(run, {"mobile_available": True})
    assert (CourseRun.everything.get(pk=run.pk).mobile_available, run.status) == (True, "published")
    assert CourseRun.objects.get(pk=official.pk).mobile_available is False
