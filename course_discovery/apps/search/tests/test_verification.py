"""verify_index: what differs between index and database is found, told, kept and mended."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from freezegun import freeze_time

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    LevelTypeFactory,
    OrganizationFactory,
    PersonFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory, ProgramTypeFactory
from course_discovery.apps.search.connection import client
from course_discovery.apps.search.documents import DOCUMENTS
from course_discovery.apps.search.models import IndexVerification
from course_discovery.apps.search.selectors.aged import CLOCK_FIELDS
from course_discovery.apps.search.services import verification
from course_discovery.apps.search.services.verification import content_hash, verify_indexes
from course_discovery.apps.search.tasks import verify_indexes_task
from course_discovery.apps.search.tests.engine import alias_for

pytestmark = pytest.mark.django_db

COURSE, RUN = alias_for("course"), alias_for("course_run")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(NOW) as frozen:
        yield frozen


@pytest.fixture
def courses(search_index):
    made = []
    for number in range(5):
        course = CourseFactory(
            key=f"X+{number}",
            subjects=[SubjectFactory()],
            level_type=LevelTypeFactory(),
            authoring_organizations=[OrganizationFactory()],
        )
        run = CourseRunFactory(
            course=course,
            key=f"course-v1:X+{number}+1",
            start=NOW,
            end=NOW + timedelta(days=30),
            enrollment_end=NOW + timedelta(days=20),
        )
        SeatFactory(course_run=run, price=49)
        made.append(course)
    search_index()
    return made


def kinds(found):
    return {
        alias: {kind: number for kind, number in of_alias.items() if kind != "examples" and number}
        for alias, of_alias in found.items()
        if any(of_alias[kind] for kind in of_alias)
    }


def change(alias, pk, **values):
    """Change a document behind the service's back."""
    source = {**client().get(index=alias, id=str(pk))["_source"], **values}
    client().index(index=alias, id=str(pk), document=source, refresh=True)


def drift_of_every_kind(courses):
    run = courses[0].course_runs.get()
    client().delete(index=RUN, id=str(run.pk), refresh=True)
    change(COURSE, courses[1].pk, title="Not its title")
    # Past the signals, as by hand in the database.
    CourseRun.objects.filter(course=courses[2]).update(slug="renamed")
    source = client().get(index=COURSE, id=str(courses[4].pk))["_source"]
    client().index(index=COURSE, id="987654", document={**source, "pk": 987654}, refresh=True)


def test_a_fresh_index_agrees(courses):
    result = verify_indexes()
    assert (result.drift, result.repaired, result.error) == (0, False, "")
    assert kinds(result.found) == {COURSE: {"documents": 5}, RUN: {"documents": 5}}
    assert result.found[COURSE]["examples"] == {}
    assert result.ended == NOW


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_every_kind_of_drift_is_found(courses, settings, batch):
    settings.ELASTICSEARCH_DSL_QUERYSET_PAGINATION = batch
    drift_of_every_kind(courses)
    result = verify_indexes()
    assert kinds(result.found) == {
        COURSE: {"documents": 6, "stale": 1, "extra": 1},
        RUN: {"documents": 4, "missing": 1, "stale": 1},
    }
    assert result.found[COURSE]["examples"] == {"stale": ["X+1"], "extra": ["#987654"]}
    assert result.found[RUN]["examples"] == {"missing": ["course-v1:X+0+1"], "stale": ["course-v1:X+2+1"]}
    assert result.drift == 4
    # Nothing was touched.
    assert verify_indexes().drift == 4


def test_repair_mends_it_all(courses):
    drift_of_every_kind(courses)
    result = verify_indexes(repair=True)
    assert (result.drift, result.repaired) == (4, True)
    again = verify_indexes()
    assert again.drift == 0
    assert kinds(again.found) == {COURSE: {"documents": 5}, RUN: {"documents": 5}}


def test_rows_that_must_not_be_found_are_extra(courses, settings):
    course, run = courses[0], courses[1].course_runs.get()
    settings.RETIRED_COURSE_TYPES = [course.type.slug]
    run.type.is_marketable = False
    run.type.save()
    result = verify_indexes(repair=True)
    assert result.found[RUN]["extra"] >= 1
    assert verify_indexes().drift == 0


def test_rows_without_any_document_are_found_after_the_last_one(courses):
    for course in courses:
        client().delete(index=COURSE, id=str(course.pk), refresh=True)
    Course.objects.filter(pk=courses[4].pk).delete()
    result = verify_indexes()
    assert kinds(result.found)[COURSE] == {"missing": 4}
    assert kinds(result.found)[RUN] == {"documents": 5, "extra": 1}


def test_what_only_the_time_has_changed_is_no_drift(courses, clock):
    clock.tick(timedelta(days=31))
    result = verify_indexes()
    assert kinds(result.found) == {COURSE: {"documents": 5, "aged": 5}, RUN: {"documents": 5, "aged": 5}}
    assert result.drift == 0
    verify_indexes(repair=True)
    assert kinds(verify_indexes().found) == {COURSE: {"documents": 5}, RUN: {"documents": 5}}


def test_the_clock_changes_no_other_field(courses, clock):
    """Months pass: whatever differs afterwards must be one of the fields that are known to follow the clock."""
    for days, status in ((15, "unpublished"), (40, "published")):
        CourseRunFactory(course=courses[0], status=status, end=NOW + timedelta(days=days), staff=[PersonFactory()])
    ProgramFactory(courses=courses[:1])
    ProgramFactory(courses=courses[1:2], type=ProgramTypeFactory(seat_types=["verified"]))

    def sources():
        documents = {name: document() for name, document in DOCUMENTS.items()}
        return {
            name: [source for batch in made.batches() for source in batch.values()] for name, made in documents.items()
        }

    before = sources()
    changed = set()
    for _ in range(8):
        clock.tick(timedelta(days=10))
        for name, now in sources().items():
            for old, new in zip(before[name], now, strict=True):
                changed |= {field for field in new if new[field] != old[field]}
    assert changed == CLOCK_FIELDS


def test_a_change_on_its_way_is_no_drift(courses, monkeypatch):
    """The first look meets a document that is written before the second."""
    change(COURSE, courses[0].pk, title="Old")
    compare = verification._compare

    def and_then_the_task_arrives(document, on_progress):
        found = compare(document, on_progress)
        change(COURSE, courses[0].pk, title=courses[0].title)
        return found

    monkeypatch.setattr(verification, "_compare", and_then_the_task_arrives)
    assert verify_indexes().drift == 0


def test_documents_are_compared_by_content_not_by_the_order_of_keys():
    assert content_hash({"a": 1, "b": NOW}) == content_hash({"b": NOW.isoformat(), "a": 1})
    assert content_hash({"a": [1, 2]}) != content_hash({"a": [2, 1]})


def test_rows_cost_no_queries_of_their_own(courses, django_assert_max_num_queries):
    with django_assert_max_num_queries(50):
        verify_indexes()


def test_a_comparison_that_fails_is_kept_with_its_reason(courses):
    client().indices.delete(index=next(iter(client().indices.get_alias(name=RUN))))
    with pytest.raises(Exception, match="index_not_found_exception"):
        verify_indexes()
    assert "index_not_found_exception" in IndexVerification.objects.get().error


def test_old_results_are_thrown_away(courses, monkeypatch):
    monkeypatch.setattr(verification, "KEPT", 2)
    results = [verify_indexes().pk for _ in range(4)]
    assert set(IndexVerification.objects.values_list("pk", flat=True)) == set(results[-2:])


class TestCommand:
    def run(self, **options):
        output = StringIO()
        call_command("verify_index", stdout=output, **options)
        return output.getvalue()

    def test_agreement(self, courses):
        assert self.run() == (
            f"{COURSE}: 5 documents\n{RUN}: 5 documents\n"
            + "".join(f"{alias_for(name)}: 0 documents\n" for name in ("learner_pathway", "person", "program"))
            + "The index agrees with the database.\n"
        )

    def test_drift_fails_the_command_until_it_is_mended(self, courses):
        change(COURSE, courses[1].pk, title="Not its title")
        with pytest.raises(CommandError, match="1 documents differ; --repair mends them."):
            self.run()
        mended = self.run(repair=True)
        assert "  1 stale: the database says something else: X+1\n" in mended
        assert mended.endswith("Mended 1 documents.\n")
        assert self.run().endswith("The index agrees with the database.\n")


def test_the_periodic_task_mends(courses):
    change(COURSE, courses[1].pk, title="Not its title")
    verify_indexes_task.delay()
    result = IndexVerification.objects.get()
    assert (result.drift, result.repaired) == (1, True)
    assert verify_indexes().drift == 0


def test_admin_shows_results_to_read_only(courses):
    result, browser = verify_indexes(), Client()
    browser.force_login(UserFactory(is_staff=True, is_superuser=True))
    listed = browser.get("/admin/search/indexverification/")
    shown = browser.get(f"/admin/search/indexverification/{result.pk}/change/")
    assert (listed.status_code, shown.status_code) == (200, 200)
    assert RUN.encode() in shown.content
    assert browser.get("/admin/search/indexverification/add/").status_code == 403
