from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from freezegun import freeze_time

from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import CourseRun
from course_discovery.apps.course_metadata.services.officialisation import officialise_run
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.tests.factories import ProgramFactory
from course_discovery.apps.publisher.services.course_run import update_course_run
from course_discovery.apps.publisher.services.review import (
    complete_review_phase,
    reset_reviews,
    send_to_legal_review,
    submit_course_run,
)
from course_discovery.apps.publisher.tests.services.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_now")]


@pytest.fixture
def _now():
    with freeze_time(NOW):
        yield


@pytest.fixture
def run(new_course, new_run):
    return new_run(new_course(), values={"go_live_date": NOW + timedelta(days=1)})


def statuses(run):
    return dict(CourseRun.everything.filter(key=run.key).values_list("draft", "status"))


def test_review_makes_a_run_official_before_it_goes_live(run):
    send_to_legal_review(run)
    assert statuses(run) == {True: "review_by_legal"}
    official = complete_review_phase(run, True, "Embargo")
    assert statuses(run) == {True: "reviewed", False: "reviewed"}
    official = CourseRun.objects.get(pk=official.pk)
    assert (official.has_ofac_restrictions, official.ofac_comment, official.announcement) == (True, "Embargo", None)
    assert official.course.active_url_slug == "python-for-all"
    assert {seat.type_id for seat in official.seats.all()} == {"audit", "verified"}


def test_a_run_whose_day_has_come_is_published_with_its_review(run):
    update_course_run(run, {"go_live_date": NOW})
    send_to_legal_review(run)
    official = complete_review_phase(run, None, "")
    assert statuses(run) == {True: "published", False: "published"}
    assert CourseRun.objects.get(pk=official.pk).announcement == NOW


def test_a_run_without_a_day_waits(run):
    update_course_run(run, {"go_live_date": None})
    send_to_legal_review(run)
    complete_review_phase(run, None, "")
    assert statuses(run) == {True: "reviewed", False: "reviewed"}


def test_only_a_run_in_review_passes_it(run):
    with pytest.raises(ValidationError, match="A course run that is unpublished cannot become reviewed"):
        complete_review_phase(run, None, "")
    run.status = CourseRunStatus.Published
    with pytest.raises(ValidationError, match="A course run that is published cannot become review_by_legal"):
        send_to_legal_review(run)
    assert statuses(run) == {True: "unpublished"}


def test_retired_programs_do_not_get_new_runs(run, new_run):
    course = officialise_run(new_run(run.course)).course
    retired, active = (
        ProgramFactory(courses=[course], status=status) for status in (ProgramStatus.Retired, ProgramStatus.Active)
    )
    send_to_legal_review(run)
    official = complete_review_phase(run, None, "")
    assert list(retired.excluded_course_runs.all()) == [official]
    assert not active.excluded_course_runs.exists()


def test_who_submits_a_run_asks_for_review_or_for_publication(run):
    submit_course_run(run)
    assert statuses(run) == {True: "review_by_legal"}
    submit_course_run(run)
    assert statuses(run) == {True: "review_by_legal"}
    official = complete_review_phase(run, None, "")
    submit_course_run(run)
    assert statuses(run) == {True: "reviewed", False: "reviewed"}
    run.status = CourseRunStatus.Published
    update_course_run(run, {"weeks_to_complete": 7})
    submit_course_run(run)
    official = CourseRun.objects.get(pk=official.pk)
    assert (official.status, official.weeks_to_complete) == ("published", 7)


def test_reviews_are_reset_for_both_rows_of_reviewed_runs(run, new_run):
    published = new_run(run.course)
    for row, status in ((run, CourseRunStatus.Reviewed), (published, CourseRunStatus.Published)):
        row.status = status
        row.save()
        officialise_run(row)
    reset_reviews(run.course)
    assert statuses(run) == {True: "unpublished", False: "unpublished"}
    assert statuses(published) == {True: "published", False: "published"}
