from datetime import UTC, datetime, timedelta

import pytest
from freezegun import freeze_time

from course_discovery.apps.api.tests.factories import FullRunFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus, RestrictionType
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseRunTypeFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEYS = [
    "key", "uuid", "title", "external_key", "fixed_price_usd", "image", "short_description", "marketing_url", "seats",
    "start", "end", "go_live_date", "enrollment_start", "enrollment_end", "weeks_to_complete", "pacing_type", "type",
    "restriction_type", "run_type", "status", "is_enrollable", "is_marketable", "is_marketable_external",
    "availability", "variant_id", "course", "full_description", "announcement", "video", "content_language", "license",
    "outcome",
    "transcript_languages", "instructors", "staff", "min_effort", "max_effort", "modified", "level_type",
    "mobile_available", "hidden", "reporting_type", "eligible_for_financial_aid", "first_enrollable_paid_seat_price",
    "has_ofac_restrictions", "ofac_comment", "enrollment_count", "recent_enrollment_count", "expected_program_type",
    "expected_program_name", "course_uuid", "estimated_hours", "content_language_search_facet_name",
    "enterprise_subscription_inclusion", "transcript_languages_search_facet_names", "ai_languages", "programs",
]  # fmt: skip
PATH = "/api/v1/course_runs/course-v1:NorthX+GEO101+1/"


def names(answer):
    assert answer.status_code == 200, answer.content
    return [one["key"].rpartition("+")[2] for one in answer.json()["results"]]


def make(course, name, **values):
    return CourseRunFactory(course=course, key=f"course-v1:K+1+{name}", **values)


@pytest.fixture
def bare(partner):
    return CourseFactory(partner=partner, key="K+1", title="Rivers")


class TestObject:
    def test_every_key_in_order(self, staff, course):
        assert list(staff.get(PATH).json()) == KEYS

    def test_list_and_detail_agree(self, staff, course):
        assert staff.get("/api/v1/course_runs/").json()["results"][0] == staff.get(PATH).json()

    def test_in_a_course_it_is_the_same_but_for_programs(self, staff, course):
        alone = staff.get(PATH).json()
        assert alone.pop("programs") == []
        assert staff.get("/api/v1/courses/NorthX+GEO101/").json()["course_runs"][0] == alone

    @freeze_time(NOW)
    def test_values(self, staff, course):
        run = course.course_runs.order_by("key").first()
        shown = staff.get(PATH).json()
        assert shown["uuid"] == str(run.uuid)
        assert shown["course"] == "NorthX+GEO101"
        assert shown["course_uuid"] == str(course.uuid)
        assert shown["title"] == course.title
        assert shown["start"] == "2020-01-01T00:00:00Z"
        assert shown["run_type"] == str(run.type.uuid)
        assert shown["type"] == "verified"
        assert shown["availability"] == "Current"
        assert (shown["is_enrollable"], shown["is_marketable"], shown["is_marketable_external"]) == (True, True, True)
        assert shown["content_language"] == "en"
        assert shown["transcript_languages"] == ["en"]
        assert shown["estimated_hours"] == 18
        assert shown["first_enrollable_paid_seat_price"] == 49
        assert shown["instructors"] == []
        assert [seat["type"] for seat in shown["seats"]] == ["audit", "verified"]
        assert shown["seats"][1]["price"] == "49.00"
        assert shown["staff"][0]["email"] is None
        assert shown["staff"][0]["position"]["title"] == "Professor"

    def test_its_own_words_go_before_those_of_the_course(self, staff, bare):
        make(bare, "own", title_override="Lakes")
        make(bare, "none", title_override="")
        shown = {one["key"]: one["title"] for one in staff.get("/api/v1/course_runs/").json()["results"]}
        assert shown == {"course-v1:K+1+own": "Lakes", "course-v1:K+1+none": "Rivers"}

    def test_the_video_of_the_course_stands_in(self, staff, course):
        run = course.course_runs.order_by("key").first()
        assert staff.get(PATH).json()["video"]["src"] == run.video.src
        run.video = None
        run.save()
        assert staff.get(PATH).json()["video"]["src"] == course.video.src

    @freeze_time(NOW)
    @pytest.mark.parametrize(
        "start, end, availability",
        [
            (NOW - DAY, NOW - timedelta(seconds=1), "Archived"),
            (NOW, None, "Current"),
            (NOW + 59 * DAY, None, "Starting Soon"),
            (NOW + 60 * DAY, None, "Upcoming"),
            (None, None, "Upcoming"),
        ],
    )
    def test_availability(self, staff, bare, start, end, availability):
        make(bare, "1", start=start, end=end)
        assert staff.get("/api/v1/course_runs/course-v1:K+1+1/").json()["availability"] == availability

    def test_slashed_keys(self, staff, bare):
        CourseRunFactory(course=bare, key="Org/Course/Run")
        assert staff.get("/api/v1/course_runs/Org/Course/Run/").json()["key"] == "Org/Course/Run"

    def test_keys_of_custom_courses(self, staff, bare):
        CourseRunFactory(course=bare, key="ccx-v1:Org+Course+Run+ccx@12")
        assert staff.get("/api/v1/course_runs/ccx-v1:Org+Course+Run+ccx@12/").status_code == 200

    def test_without_the_last_slash(self, staff, course):
        answer = staff.get(PATH.rstrip("/"), {"fields": "course_uuid"})
        assert answer.json() == {"course_uuid": str(course.uuid)}

    def test_each_key_alone_is_the_same_and_costs_a_fixed_number_of_queries(
        self, staff, course, django_assert_max_num_queries
    ):
        whole = staff.get(PATH).json()
        for key in KEYS:
            with django_assert_max_num_queries(7):
                assert staff.get(f"/api/v1/course_runs/?fields={key}").json()["results"][0] == {key: whole[key]}


class TestFilters:
    def test_keys(self, staff, bare):
        for name in "abc":
            make(bare, name)
        assert names(staff.get("/api/v1/course_runs/?keys=course-v1:K%2B1%2Ba,course-v1:K%2B1%2Bc")) == ["a", "c"]

    def test_hidden_runs_are_listed_unless_asked(self, staff, bare):
        make(bare, "open")
        make(bare, "secret", hidden=True)
        assert names(staff.get("/api/v1/course_runs/")) == ["open", "secret"]
        assert names(staff.get("/api/v1/course_runs/?hidden=1")) == ["secret"]
        assert names(staff.get("/api/v1/course_runs/?hidden=False")) == ["open"]

    @freeze_time(NOW)
    def test_active_and_its_opposite(self, staff, bare):
        make(bare, "on", end=NOW + DAY)
        make(bare, "endless", end=None, start=None)
        make(bare, "over", end=NOW - DAY)
        make(bare, "closed", end=NOW + DAY, enrollment_end=NOW - DAY)
        assert names(staff.get("/api/v1/course_runs/?active=1")) == ["endless", "on"]
        assert names(staff.get("/api/v1/course_runs/?active=false")) == ["closed", "over"]

    def test_marketable_and_its_opposite(self, staff, bare):
        SeatFactory(course_run=make(bare, "sold"))
        make(bare, "seatless")
        SeatFactory(course_run=make(bare, "unpublished", status=CourseRunStatus.Unpublished))
        assert names(staff.get("/api/v1/course_runs/?marketable=true")) == ["sold"]
        assert names(staff.get("/api/v1/course_runs/?marketable=0")) == ["seatless", "unpublished"]

    def test_license(self, staff, bare):
        make(bare, "cc", license="CC-BY")
        make(bare, "none")
        assert names(staff.get("/api/v1/course_runs/?license=cc-by")) == ["cc"]

    def test_retired_types(self, staff, bare, settings):
        settings.RETIRED_RUN_TYPES = ["unpaid-bootcamp"]
        make(bare, "camp", type=CourseRunTypeFactory(slug="unpaid-bootcamp"))
        assert names(staff.get("/api/v1/course_runs/")) == []
        assert staff.get("/api/v1/course_runs/course-v1:K+1+camp/").status_code == 404
        assert names(staff.get("/api/v1/course_runs/?include_retired_run_types=1")) == ["camp"]

    def test_restricted_runs(self, staff, bare):
        make(bare, "open")
        RestrictedCourseRunFactory(course_run=make(bare, "b2b"))
        RestrictedCourseRunFactory(course_run=make(bare, "b2c"), restriction_type=RestrictionType.CustomB2C)
        assert names(staff.get("/api/v1/course_runs/")) == ["open"]
        assert names(staff.get("/api/v1/course_runs/?include_restricted=custom-b2c")) == ["b2c", "open"]
        assert names(staff.get("/api/v1/course_runs/?include_restricted=custom-b2c,custom-b2b-enterprise,x")) == [
            "b2b",
            "b2c",
            "open",
        ]
        assert staff.get("/api/v1/course_runs/course-v1:K+1+b2b/").status_code == 404
        shown = staff.get("/api/v1/course_runs/course-v1:K+1+b2b/?include_restricted=custom-b2b-enterprise").json()
        assert shown["restriction_type"] == "custom-b2b-enterprise"

    def test_ordering(self, staff, bare):
        for name, start in (("a", NOW), ("B", NOW - DAY), ("c", None), ("d", NOW)):
            make(bare, name, start=start)
        assert names(staff.get("/api/v1/course_runs/")) == ["a", "B", "c", "d"]
        assert names(staff.get("/api/v1/course_runs/?ordering=start")) == ["c", "B", "a", "d"]
        assert names(staff.get("/api/v1/course_runs/?ordering=-start")) == ["a", "d", "B", "c"]
        assert names(staff.get("/api/v1/course_runs/?ordering=title")) == ["a", "B", "c", "d"]

    @pytest.mark.parametrize(
        "query, field",
        [
            ("limit=x", "limit"),
            ("page=0", "page"),
            ("page_size=0", "page_size"),
            ("hidden=maybe", "hidden"),
            ("active=2", "active"),
            ("marketable=x", "marketable"),
            ("editable=x", "editable"),
            ("exclude_utm=x", "exclude_utm"),
            ("include_deleted_programs=x", "include_deleted_programs"),
            ("include_unpublished_programs=x", "include_unpublished_programs"),
            ("include_retired_programs=x", "include_retired_programs"),
            ("include_retired_run_types=x", "include_retired_run_types"),
            ("q=python&editable=1", "q"),
        ],
    )
    def test_bad_values_are_refused_by_name(self, staff, partner, query, field):
        answer = staff.get(f"/api/v1/course_runs/?{query}")
        assert (answer.status_code, list(answer.json())) == (400, [field])


class TestEditing:
    def test_drafts_come_first_for_editors_and_never_for_readers(self, staff, plain, partner):
        draft_course = DraftCourseFactory(partner=partner, key="K+1")
        course = CourseFactory(partner=partner, key="K+1", uuid=draft_course.uuid, draft_version=draft_course)
        draft = DraftCourseRunFactory(course=draft_course, key="course-v1:K+1+a", title_override="Written")
        CourseRunFactory(course=course, key=draft.key, uuid=draft.uuid, draft_version=draft, title_override="Published")
        DraftCourseRunFactory(course=draft_course, key="course-v1:K+1+b")
        CourseRunFactory(course=course, key="course-v1:K+1+c")
        assert names(plain.get("/api/v1/course_runs/")) == ["a", "c"]
        assert plain.get("/api/v1/course_runs/course-v1:K+1+b/").status_code == 404
        assert plain.get("/api/v1/course_runs/course-v1:K+1+a/").json()["title"] == "Published"
        assert names(staff.get("/api/v1/course_runs/?editable=1")) == ["a", "b", "c"]
        assert staff.get("/api/v1/course_runs/course-v1:K+1+a/?editable=1").json()["title"] == "Written"

    def test_restricted_drafts_are_hidden_too(self, staff, partner):
        draft = DraftCourseRunFactory(course=DraftCourseFactory(partner=partner), key="course-v1:K+1+a")
        RestrictedCourseRunFactory(course_run=draft)
        assert names(staff.get("/api/v1/course_runs/?editable=1")) == []
        assert names(staff.get("/api/v1/course_runs/?editable=1&include_restricted=custom-b2b-enterprise")) == ["a"]

    def test_members_see_the_runs_of_their_organizations(self, member, stranger, course):
        FullRunFactory(CourseFactory(partner=course.partner, key="Other+1"), "course-v1:Other+1+1")
        assert names(member.get("/api/v1/course_runs/?editable=1")) == ["1", "2"]
        assert names(stranger.get("/api/v1/course_runs/?editable=1")) == []
