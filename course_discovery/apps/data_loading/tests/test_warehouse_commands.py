import io
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Course, CourseReview
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, CourseReviewFactory
from course_discovery.apps.data_loading.models import RefreshRun, SourceRun
from course_discovery.integrations.errors import Unreachable
from course_discovery.integrations.snowflake import Answer

pytestmark = pytest.mark.django_db
REVIEW_COLUMNS = [
    *("COURSE_KEY", "REVIEWS_COUNT", "AVG_COURSE_RATING", "CONFIDENT_LEARNERS_PERCENTAGE"),
    *("MOST_COMMON_GOAL", "MOST_COMMON_GOAL_LEARNERS_PERCENTAGE", "TOTAL_ENROLLMENTS"),
]


@pytest.fixture(autouse=True)
def partner(settings):
    settings.SNOWFLAKE_COURSE_LENGTH_QUERY = "SELECT lengths"
    settings.SNOWFLAKE_COURSE_REVIEWS_QUERY = "SELECT reviews"
    return PartnerFactory(short_code="edx")


@pytest.fixture
def warehouse(monkeypatch):
    """The answers by query; an exception is raised."""
    answers = {}

    def query(sql):
        if isinstance(answers[sql], Exception):
            raise answers[sql]
        return answers[sql]

    monkeypatch.setattr("course_discovery.integrations.snowflake.query", query)
    return answers


@pytest.fixture
def lengths(warehouse):
    def answer(*lines):
        warehouse["SELECT lengths"] = Answer(["COURSE_UUID", "AVERAGE_HOURS", "BIN"], list(lines))

    return answer


@pytest.fixture
def reviews(warehouse):
    def answer(*lines):
        warehouse["SELECT reviews"] = Answer(REVIEW_COLUMNS, list(lines))

    return answer


def run(name, **options):
    call_command(name, stdout=io.StringIO(), **options)
    return SourceRun.objects.order_by("pk").last()


def counts(source_run):
    return source_run.created, source_run.updated, source_run.unchanged, source_run.skipped, source_run.failed


def test_lengths_of_both_rows_of_a_course(lengths, caplog):
    draft = CourseFactory(draft=True)
    official = CourseFactory(draft=False, draft_version=draft, key=draft.key, uuid=draft.uuid, partner=draft.partner)
    long, unknown = CourseFactory(course_length="short"), uuid4()
    lengths((str(draft.uuid), 7.25, "short"), (str(long.uuid), Decimal("13.0"), None), (str(unknown), 1, "short"))
    assert counts(run("populate_course_length")) == (0, 2, 0, 1, 0)
    found = dict(Course.everything.values_list("pk", "course_length"))
    assert found == {draft.pk: "medium", official.pk: "medium", long.pk: "long"}
    assert f"There is no course with the UUID {unknown}" in caplog.messages
    with CaptureQueriesContext(connection) as queries:
        assert counts(run("populate_course_length")) == (0, 0, 2, 1, 0)
    updates = [each["sql"] for each in queries if each["sql"].startswith("UPDATE")]
    assert updates
    assert not [sql for sql in updates if "course_metadata_" in sql]


def test_lengths_that_cannot_be_read(lengths, caplog):
    course = CourseFactory()
    lengths(("none", 1, ""), (str(course.uuid), "soon", ""), (str(course.uuid), -1, ""), (str(course.uuid), "NaN", ""))
    assert counts(run("populate_course_length")) == (0, 0, 0, 0, 4)
    assert [message for message in caplog.messages if ":" in message] == [
        "course_uuid: 'none' is not a UUID",
        f"{course.uuid}: average_hours: 'soon' is not a number",
        f"{course.uuid}: average_hours: -1 is not between 0 and 1000000",
        f"{course.uuid}: average_hours: NaN is not between 0 and 1000000",
    ]


def test_a_dry_run_keeps_nothing(lengths):
    course = CourseFactory(course_length="")
    lengths((str(course.uuid), 1, ""))
    assert run("populate_course_length", no_commit=True) is None
    course.refresh_from_db()
    assert course.course_length == ""
    assert not RefreshRun.objects.exists()


def test_reviews_are_made_and_changed(reviews, caplog):
    CourseReviewFactory(course_key="Ax+B1", reviews_count=1)
    reviews(
        ("Ax+B1", 12, "4.5", 80.5, "learnforfun", "40.5", 1000),
        ("Ax+B2", 3, Decimal("3.3333333"), 10, "ChangeCareers", 20.125, 7),
    )
    assert counts(run("refresh_course_reviews")) == (1, 1, 0, 0, 0)
    assert CourseReview.objects.get(course_key="Ax+B1").reviews_count == 12
    made = CourseReview.objects.get(course_key="Ax+B2")
    assert (made.avg_course_rating, made.most_common_goal) == (Decimal("3.333333"), "changecareers")
    assert (made.most_common_goal_learners_percentage, made.total_enrollments) == (Decimal("20.125"), 7)
    modified = CourseReview.objects.get(course_key="Ax+B1").modified
    assert counts(run("refresh_course_reviews")) == (0, 0, 2, 0, 0)
    assert CourseReview.objects.get(course_key="Ax+B1").modified == modified


def test_reviews_that_cannot_be_read_stop_nobody_else_and_are_told(reviews, caplog):
    good = (3, "4", 10, "learnforfun", 20, 7)
    reviews(
        ("Ax+B1", *good),
        ("Ax+B2", 3, "10", 10, "learnforfun", 20, 7),
        ("Ax+B3", 3, "4", 10, "toearn", 20, 7),
        ("Ax+B4", "2.5", "4", 10, "learnforfun", 20, 7),
        (None, *good),
        ("Ax+B1", *good),
    )
    with pytest.raises(
        CommandError,
        match=r"^One or more course reviews were not successfully created or updated\. Please check above logs for "
        r"more details\.$",
    ):
        run("refresh_course_reviews")
    assert list(CourseReview.objects.values_list("course_key", flat=True)) == ["Ax+B1"]
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "Ax+B2: avg_course_rating: 10 is not between 0 and 10",
        "Ax+B3: most_common_goal: 'toearn' is none of changecareers, jobadvancement, valuableskills, learnforfun",
        "Ax+B4: reviews_count: 2.5 is not a whole number",
        "(None, 3, '4', 10, 'learnforfun', 20, 7): course_key: None is not the key of a course",
        "The course Ax+B1 is told of more than once",
    ]


def test_a_dry_run_of_reviews(reviews):
    reviews(("Ax+B1", 3, "4", 10, "learnforfun", 20, 7))
    assert run("refresh_course_reviews", dry_run=True) is None
    assert not CourseReview.objects.exists()


def test_queries_do_not_grow_with_the_rows(reviews):
    def queries_for(number):
        reviews(*((f"Ax+B{n}", 3, "4", 10, "learnforfun", 20, number) for n in range(number)))
        with CaptureQueriesContext(connection) as queries:
            run("refresh_course_reviews")
        return len(queries)

    queries_for(20)
    assert queries_for(2) == queries_for(19)


def test_a_query_without_its_columns(warehouse):
    warehouse["SELECT reviews"] = Answer(["COURSE_KEY"], [("Ax+B1",)])
    with pytest.raises(CommandError, match="no column reviews_count, avg_course_rating"):
        run("refresh_course_reviews")


def test_a_warehouse_that_does_not_answer(warehouse):
    warehouse["SELECT reviews"] = Unreachable("Snowflake account x", "it is asleep")
    with pytest.raises(CommandError, match="^SNOWFLAKE_COURSE_REVIEWS_QUERY could not be loaded: .*it is asleep"):
        run("refresh_course_reviews")


def test_no_query_is_set(settings):
    settings.SNOWFLAKE_COURSE_LENGTH_QUERY = ""
    with pytest.raises(CommandError, match="^The setting SNOWFLAKE_COURSE_LENGTH_QUERY is empty"):
        run("populate_course_length")
