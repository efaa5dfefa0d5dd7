from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from course_discovery.apps.api.tests.factories import FullCourseFactory
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.models import Course, CourseRun
from course_discovery.apps.course_metadata.tests.factories import (
    CorporateEndorsementFactory,
    CourseEntitlementFactory,
    CourseFactory,
    CourseRunFactory,
    EndorsementFactory,
    ExpectedLearningItemFactory,
    FAQFactory,
    JobOutlookItemFactory,
    OrganizationFactory,
    PositionFactory,
    RestrictedCourseRunFactory,
    SeatTypeFactory,
    SubjectFactory,
)
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Program
from course_discovery.apps.programs.tests.factories import (
    CurriculumFactory,
    DegreeAdditionalMetadataFactory,
    DegreeCostFactory,
    DegreeDeadlineFactory,
    DegreeFactory,
    IconTextPairingFactory,
    ProgramFactory,
    ProgramSubscriptionFactory,
    ProgramSubscriptionPriceFactory,
    ProgramTypeFactory,
    RankingFactory,
    SpecializationFactory,
)

PROGRAMS = "/api/v1/programs/"
MINIMAL_KEYS = [
    "uuid", "title", "subtitle", "type", "type_attrs", "status", "marketing_slug", "marketing_url", "banner_image",
    "hidden", "courses", "authoring_organizations", "card_image_url", "is_program_eligible_for_one_click_purchase",
    "degree", "curricula", "marketing_hook", "total_hours_of_effort", "recent_enrollment_count",
    "organization_short_code_override", "organization_logo_override_url", "primary_subject_override",
    "level_type_override", "language_override", "labels", "taxi_form", "program_duration_override",
    "data_modified_timestamp", "excluded_from_search", "excluded_from_seo", "has_ofac_restrictions", "ofac_comment",
    "course_run_statuses", "subscription_eligible", "subscription_prices",
]  # fmt: skip
DETAIL_KEYS = [
    "overview", "weeks_to_complete", "weeks_to_complete_min", "weeks_to_complete_max", "min_hours_effort_per_week",
    "max_hours_effort_per_week", "video", "faq", "credit_backing_organizations", "corporate_endorsements",
    "job_outlook_items", "individual_endorsements", "languages", "transcript_languages", "subjects", "staff",
    "credit_redemption_overview", "applicable_seat_types", "instructor_ordering", "enrollment_count", "topics",
    "credit_value", "enterprise_subscription_inclusion", "geolocation", "location_restriction",
    "is_2u_degree_program", "in_year_value", "skill_names", "skills", "product_source",
]  # fmt: skip
COURSE_KEYS = [
    "key", "uuid", "title", "course_runs", "entitlements", "owners", "image", "short_description", "type", "url_slug",
    "course_type", "enterprise_subscription_inclusion", "excluded_from_seo", "excluded_from_search",
    "course_run_statuses",
]  # fmt: skip

PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def titles(answer):
    assert answer.status_code == 200, answer.content
    return [program["title"] for program in answer.json()["results"]]


def shown(client, program, query=""):
    answer = client.get(f"{PROGRAMS}{program.uuid}/{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def run_keys(course):
    return [run["key"] for run in course["course_runs"]]


@pytest.fixture
def program(partner, course, organization):
    return ProgramFactory(
        partner=partner,
        title="Rivers",
        marketing_slug="rivers/north-valley",
        type=ProgramTypeFactory(name="XSeries Plus", seat_types=["verified"]),
        courses=[course],
        authoring_organizations=[organization],
        labels=["popular"],
    )


class TestObject:
    def test_keys_of_the_three_forms(self, plain, program):
        (minimal,) = plain.get(PROGRAMS).json()["results"]
        assert list(minimal) == MINIMAL_KEYS
        (extended,) = plain.get(f"{PROGRAMS}?extended=True").json()["results"]
        assert extended.keys() == {*MINIMAL_KEYS, "expected_learning_items", "price_ranges"}
        assert shown(plain, program).keys() == extended.keys() | {*DETAIL_KEYS}
        assert shown(plain, program, "?extended=1").keys() == extended.keys() | {*DETAIL_KEYS}

    def test_minimal(self, plain, program, course, organization):
        (one,) = plain.get(PROGRAMS).json()["results"]
        assert one["type"] == "XSeries Plus"
        assert one["type_attrs"] == {
            "uuid": str(program.type.uuid),
            "slug": "xseries-plus",
            "coaching_supported": False,
        }
        assert one["marketing_url"] == "https://www.example.org/rivers/north-valley"
        assert one["banner_image"] == {}
        assert one["card_image_url"] == "https://images.example.com/program-card.jpg"
        assert [owner["key"] for owner in one["authoring_organizations"]] == ["NorthX"]
        assert len(one["authoring_organizations"][0]) == 8
        assert one["labels"] == ["popular"]
        assert one["degree"] is one["taxi_form"] is one["subscription_eligible"] is None
        assert one["curricula"] == one["subscription_prices"] == []
        assert one["course_run_statuses"] == ["published"]
        (inside,) = one["courses"]
        assert list(inside) == COURSE_KEYS
        assert inside["key"] == "NorthX+GEO101"
        assert inside["url_slug"] is None
        assert inside["type"] == str(course.type.uuid)
        assert [owner["key"] for owner in inside["owners"]] == ["NorthX"]
        assert [entitlement["price"] for entitlement in inside["entitlements"]] == ["100.00"]
        assert run_keys(inside) == ["course-v1:NorthX+GEO101+1", "course-v1:NorthX+GEO101+2"]
        assert len(inside["course_runs"][0]) == 25
        assert [seat["type"] for seat in inside["course_runs"][0]["seats"]] == ["audit", "verified"]

    def test_full(self, plain, program, partner):
        subject = SubjectFactory(partner=partner, name="Water")
        person = PositionFactory(person__partner=partner, organization=OrganizationFactory(partner=partner)).person
        endorsement = EndorsementFactory(endorser=person, quote="Fine")
        program.credit_backing_organizations.set([OrganizationFactory(partner=partner, key="BackX")])
        program.expected_learning_items.set([ExpectedLearningItemFactory(value="Rivers")])
        program.faq.set([FAQFactory(question="Why?", answer="So")])
        program.job_outlook_items.set([JobOutlookItemFactory(value="Good")])
        program.instructor_ordering.set([person])
        program.individual_endorsements.set([endorsement])
        program.corporate_endorsements.set(
            [CorporateEndorsementFactory(corporation_name="Dams", individual_endorsements=[endorsement])]
        )
        program.primary_subject_override = subject
        program.save()
        one = shown(plain, program)
        assert one["primary_subject_override"]["name"] == "Water"
        assert [backer["key"] for backer in one["credit_backing_organizations"]] == ["BackX"]
        assert len(one["credit_backing_organizations"][0]) == len(one["authoring_organizations"][0]) == 16
        assert one["authoring_organizations"][0]["tags"] == ["charter"]
        assert one["expected_learning_items"] == ["Rivers"]
        assert one["faq"] == [{"question": "Why?", "answer": "So"}]
        assert one["job_outlook_items"] == ["Good"]
        assert [each["uuid"] for each in one["instructor_ordering"]] == [str(person.uuid)]
        assert [(each["endorser"]["uuid"], each["quote"]) for each in one["individual_endorsements"]] == [
            (str(person.uuid), "Fine")
        ]
        assert [each["corporation_name"] for each in one["corporate_endorsements"]] == ["Dams"]
        assert len(one["corporate_endorsements"][0]["individual_endorsements"]) == 1
        assert one["transcript_languages"] == ["en"]
        assert one["topics"] == ["geology"]
        assert len(one["subjects"]) == len(one["staff"]) == 1
        assert one["applicable_seat_types"] == ["verified"]
        assert one["skills"] == one["skill_names"] == []
        assert one["is_2u_degree_program"] is False
        assert one["product_source"]["slug"] == program.product_source.slug

    def test_prices_are_numbers(self, plain, program, course):
        course.entitlements.all().delete()
        CourseEntitlementFactory(course=course, mode=SeatTypeFactory(slug="verified"), price=Decimal("149.50"))
        assert shown(plain, program)["price_ranges"] == [{"currency": "USD", "min": 49.0, "max": 149.5, "total": 149.5}]

    def test_a_subscription(self, plain, program):
        subscription = ProgramSubscriptionFactory(program=program)
        ProgramSubscriptionPriceFactory(program_subscription=subscription, price="39.00")
        for one in (shown(plain, program), plain.get(PROGRAMS).json()["results"][0]):
            assert one["subscription_eligible"] is True
            assert one["subscription_prices"] == [{"price": "39.00", "currency": "USD"}]

    def test_a_program_without_anything(self, plain, partner):
        bare = Program.objects.create(partner=partner, title="Bare")
        one = shown(plain, bare)
        assert one["type"] is one["type_attrs"] is one["marketing_url"] is one["product_source"] is None
        assert one["courses"] == one["price_ranges"] == one["applicable_seat_types"] == []
        assert one["is_program_eligible_for_one_click_purchase"] is True

    def test_the_type_in_the_language_of_the_caller(self, plain, program):
        program.type.create_translation("es", name_t="Serie X")
        assert plain.get(PROGRAMS, HTTP_ACCEPT_LANGUAGE="es").json()["results"][0]["type"] == "Serie X"
        assert plain.get(PROGRAMS).json()["results"][0]["type"] == "XSeries Plus"


class TestDegree:
    def test_a_degree_with_its_curricula(self, plain, partner, program, course):
        degree = DegreeFactory(
            partner=partner,
            micromasters_url="https://www.example.org/masters/rivers?a=b",
            rankings=[RankingFactory(rank="#2")],
            specializations=[SpecializationFactory(value="Dams"), SpecializationFactory(value="Locks")],
        )
        DegreeCostFactory(degree=degree, description="Tuition", amount="$1")
        DegreeDeadlineFactory(degree=degree, name="Early")
        IconTextPairingFactory(degree=degree, text="Two years")
        other = CourseFactory(partner=partner, key="NorthX+OTHER")
        CurriculumFactory(program=degree, name="First", courses=[other, course], programs=[program], is_active=False)
        CurriculumFactory(program=degree, name="Second", courses=[course])
        one = shown(plain, degree)
        assert len(one["degree"]) == 28
        assert one["degree"]["micromasters_path"] == "/masters/rivers?a=b"
        assert one["degree"]["costs"] == [{"description": "Tuition", "amount": "$1"}]
        assert [deadline["name"] for deadline in one["degree"]["deadlines"]] == ["Early"]
        assert one["degree"]["quick_facts"] == [{"text": "Two years", "icon": "fa-clock-o"}]
        assert [ranking["rank"] for ranking in one["degree"]["rankings"]] == ["#2"]
        assert one["degree"]["specializations"] == ["Dams", "Locks"]
        assert one["degree"]["additional_metadata"] is one["degree"]["campus_image"] is None
        assert [(each["name"], each["is_active"]) for each in one["curricula"]] == [("First", False), ("Second", True)]
        assert [inside["key"] for inside in one["curricula"][0]["courses"]] == ["NorthX+OTHER", "NorthX+GEO101"]
        assert [inside["key"] for inside in one["curricula"][1]["courses"]] == ["NorthX+GEO101"]
        assert list(one["curricula"][0]["courses"][0]) == COURSE_KEYS
        (member,) = one["curricula"][0]["programs"]
        assert list(member) == MINIMAL_KEYS
        assert run_keys(member["courses"][0]) == ["course-v1:NorthX+GEO101+1", "course-v1:NorthX+GEO101+2"]
        assert one["curricula"][1]["programs"] == []

    def test_a_degree_on_another_platform(self, plain, partner):
        degree = DegreeFactory(partner=partner)
        DegreeAdditionalMetadataFactory(degree=degree, external_identifier="MBA-1")
        one = shown(plain, degree)
        assert one["is_2u_degree_program"] is True
        assert one["degree"]["additional_metadata"]["external_identifier"] == "MBA-1"
        assert one["degree"]["micromasters_path"] is None


class TestNestedRuns:
    @pytest.fixture
    def runs(self, course):
        """Of the course: its two published runs, one unpublished and one restricted."""
        CourseRunFactory(course=course, key="course-v1:NorthX+GEO101+draft", status=CourseRunStatus.Unpublished)
        RestrictedCourseRunFactory(
            course_run__course=course,
            course_run__key="course-v1:NorthX+GEO101+only",
            restriction_type="custom-b2b-enterprise",
        )

    def names(self, client, program, query=""):
        (course,) = shown(client, program, query)["courses"]
        return sorted(key.rpartition("+")[2] for key in run_keys(course))

    def test_which_are_shown(self, plain, program, runs):
        assert self.names(plain, program) == ["1", "2", "draft"]
        assert self.names(plain, program, "?published_course_runs_only=1") == ["1", "2"]
        assert self.names(plain, program, "?include_restricted=custom-b2b-enterprise") == ["1", "2", "draft", "only"]
        assert self.names(plain, program, "?include_restricted=custom-b2c") == ["1", "2", "draft"]

    def test_excluded_runs(self, plain, program):
        program.excluded_course_runs.set(CourseRun.objects.filter(key="course-v1:NorthX+GEO101+1"))
        assert self.names(plain, program) == ["2"]

    def test_marketable_ones_with_open_enrollment(self, plain, program, runs):
        closed = CourseRun.objects.get(key="course-v1:NorthX+GEO101+2")
        closed.enrollment_end = timezone.now() - timedelta(days=1)
        closed.save()
        assert self.names(plain, program, "?marketable_enrollable_course_runs_with_archived=1") == ["1"]

    def test_full_runs(self, plain, program, course):
        CurriculumFactory(program=program, courses=[course])
        one = shown(plain, program, "?use_full_course_serializer=1")
        assert list(one["courses"][0]) == COURSE_KEYS
        for courses in (one["courses"], one["curricula"][0]["courses"]):
            assert len(courses[0]["course_runs"][0]) == 56
            assert len(courses[0]["course_runs"][0]["staff"]) == 1

    def test_addresses_tell_where_a_visitor_came_from(self, plain, program):
        (course,) = shown(plain, program)["courses"]
        assert course["course_runs"][0]["marketing_url"].endswith("?utm_source=plain&utm_medium=affiliate_partner")
        (course,) = shown(plain, program, "?exclude_utm=1")["courses"]
        assert "utm" not in course["course_runs"][0]["marketing_url"]

    def test_courses_by_the_start_of_their_runs(self, plain, partner, program, course):
        early = CourseFactory(partner=partner, key="NorthX+EARLY")
        CourseRunFactory(course=early, start=datetime(2001, 1, 1, tzinfo=UTC))
        program.courses.set([course, early])
        assert [one["key"] for one in shown(plain, program)["courses"]] == ["NorthX+EARLY", "NorthX+GEO101"]
        program.order_courses_by_start_date = False
        program.save()
        assert [one["key"] for one in shown(plain, program)["courses"]] == ["NorthX+GEO101", "NorthX+EARLY"]


class TestSparseFields:
    def test_names_count_on_every_level(self, plain, program):
        (one,) = plain.get(f"{PROGRAMS}?fields=courses,key,course_runs").json()["results"]
        assert one.keys() == {"courses", "subscription_eligible", "subscription_prices"}
        assert one["courses"][0].keys() == {"key", "course_runs"}
        assert one["courses"][0]["course_runs"][0] == {"key": "course-v1:NorthX+GEO101+1"}

    def test_courses_alone_are_empty(self, plain, program):
        (one,) = plain.get(f"{PROGRAMS}?fields=courses").json()["results"]
        assert one["courses"] == [{}]

    def test_omit(self, plain, program):
        (one,) = plain.get(f"{PROGRAMS}?omit=courses,subtitle").json()["results"]
        assert one.keys() == {*MINIMAL_KEYS} - {"courses", "subtitle"}

    def test_a_subscription_is_shown_when_it_is_asked_for(self, plain, program):
        ProgramSubscriptionFactory(program=program)
        (one,) = plain.get(f"{PROGRAMS}?fields=title").json()["results"]
        assert one == {"title": "Rivers", "subscription_eligible": None, "subscription_prices": []}
        (one,) = plain.get(f"{PROGRAMS}?fields=subscription").json()["results"]
        assert one == {"subscription_eligible": True, "subscription_prices": []}

    def test_each_key_alone_is_what_it_is_among_others(self, plain, program):
        """Whatever a key needs is fetched for it."""
        subscription = {"subscription_eligible", "subscription_prices"}
        whole = shown(plain, program)
        for key in whole.keys() - subscription - {"courses", "curricula"}:
            assert shown(plain, program, f"?fields={key}")[key] == whole[key], key

    @pytest.mark.parametrize("key", ["courses", "curricula", "price_ranges", "staff", "course_run_statuses"])
    def test_a_key_costs_what_it_needs(self, plain, program, django_assert_max_num_queries, key):
        with django_assert_max_num_queries(20):
            assert key in shown(plain, program, f"?fields={key}")

    def test_a_title_costs_little(self, plain, program, django_assert_max_num_queries):
        with django_assert_max_num_queries(5):
            shown(plain, program, "?fields=title")


class TestList:
    @pytest.fixture
    def programs(self, partner):
        micromasters, xseries = ProgramTypeFactory(name="Mikro"), ProgramTypeFactory(name="Iks")
        micromasters.create_translation("es", name_t="Micro ES")
        return [
            ProgramFactory(partner=partner, title="B", type=micromasters, marketing_slug="b"),
            ProgramFactory(partner=partner, title="A", type=xseries, status=ProgramStatus.Retired, marketing_slug="a"),
            ProgramFactory(partner=partner, title="C", type=micromasters, marketing_slug="", hidden=True),
        ]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", "BAC"),
            ("marketable=true", "B"),
            ("marketable=0", "AC"),
            ("status=active", "BC"),
            ("status=active&status=retired", "BAC"),
            ("type=mikro", "BC"),
            ("type=MICRO%20es", "BC"),
            ("type=none", ""),
            ("types=iks,none", "A"),
            ("hidden=True", "C"),
            ("hidden=0", "BA"),
            ("marketing_slug=a", "A"),
            ("timestamp=2001-01-01", "BAC"),
            ("timestamp=2101-01-01", ""),
            ("ordering=title", "ABC"),
            ("ordering=-title,bogus,courses", "CBA"),
            ("ordering=key", "BAC"),
            ("limit=1&offset=1", "A"),
            ("page=2&page_size=2", "C"),
            ("page_size=2", "BA"),
        ],
    )
    def test_parameters(self, plain, programs, query, found):
        assert "".join(titles(plain.get(f"{PROGRAMS}?{query}"))) == found

    def test_uuids(self, plain, programs):
        wanted = f"{programs[2].uuid},{programs[0].uuid.hex}"
        assert titles(plain.get(f"{PROGRAMS}?uuids={wanted}")) == ["B", "C"]

    def test_uuids_only(self, plain, programs):
        answer = plain.get(f"{PROGRAMS}?uuids_only=1&status=active&status=retired&limit=1&q=none")
        assert answer.json() == [str(program.uuid) for program in programs]
        ordered = plain.get(f"{PROGRAMS}?uuids_only=1&ordering=title&status=active").json()
        assert ordered == [str(programs[0].uuid), str(programs[2].uuid)]

    @pytest.mark.parametrize(
        ("query", "refused"),
        [
            ("status=foo", {"status": ["Select a valid choice. foo is not one of the available choices."]}),
            ("status=", {"status": ["Select a valid choice.  is not one of the available choices."]}),
            ("timestamp=bad", {"timestamp": ["Enter a valid date/time."]}),
            ("uuids=bad", {"uuids": ["“bad” is not a valid UUID."]}),
            ("uuids_only=maybe", {"uuids_only": ["Must be 1, 0, true or false."]}),
        ],
    )
    def test_bad_values_are_refused(self, plain, programs, query, refused):
        answer = plain.get(f"{PROGRAMS}?{query}")
        assert (answer.status_code, answer.json()) == (400, refused)

    def test_programs_of_others_are_in_no_list(self, plain, programs):
        ProgramFactory(partner=PartnerFactory())
        assert titles(plain.get(PROGRAMS)) == ["B", "A", "C"]
        assert len(plain.get(f"{PROGRAMS}?uuids_only=1").json()) == 3


class TestDetail:
    def test_programs_of_others_are_found(self, plain, partner):
        other = PartnerFactory()
        program = ProgramFactory(partner=other, authoring_organizations=[OrganizationFactory(partner=other, key="Far")])
        one = shown(plain, program)
        assert [owner["key"] for owner in one["authoring_organizations"]] == ["Far"]

    def test_filters_choose_here_too(self, plain, program):
        assert plain.get(f"{PROGRAMS}{program.uuid}/?status=active&q=nothing").status_code == 200
        answer = plain.get(f"{PROGRAMS}{program.uuid}/?status=retired")
        assert (answer.status_code, answer.json()) == (404, {"detail": "No Program matches the given query."})

    @pytest.mark.parametrize("name", ["abc", "123", "00000000-0000-4000-8000-000000000000"])
    def test_unknown(self, plain, partner, name):
        assert plain.get(f"{PROGRAMS}{name}/").status_code == 404

    def test_without_the_last_slash(self, plain, program):
        answer = plain.get(f"{PROGRAMS}{program.uuid}")
        assert (answer.status_code, answer.json()["title"]) == (200, "Rivers")


class TestProgramsOfCoursesAndRuns:
    def of_course(self, client, query=""):
        return client.get(f"/api/v1/courses/NorthX+GEO101/{query}").json()["programs"]

    def of_run(self, client, query=""):
        answer = client.get(f"/api/v1/course_runs/course-v1:NorthX+GEO101+1/{query}").json()
        return [program["title"] for program in answer["programs"]]

    def test_a_nested_program(self, plain, program, partner):
        program.courses.add(CourseFactory(partner=partner))
        program.type.create_translation("es", name_t="Serie X")
        assert self.of_course(plain, "?language_code=es") == [
            {
                "uuid": str(program.uuid),
                "title": "Rivers",
                "type": "XSeries Plus",
                "type_attrs": {"uuid": str(program.type.uuid), "slug": "xseries-plus", "coaching_supported": False},
                "marketing_slug": "rivers/north-valley",
                "marketing_url": "https://www.example.org/rivers/north-valley",
                "number_of_courses": 2,
            }
        ]

    def test_which_statuses_count(self, plain, partner, course):
        for status in ProgramStatus.values:
            ProgramFactory(partner=partner, title=status, status=status, courses=[course])
        assert [one["title"] for one in self.of_course(plain)] == ["unpublished", "active", "retired"]
        assert len(self.of_course(plain, "?include_deleted_programs=1")) == 4
        assert self.of_run(plain) == ["active"]
        assert self.of_run(plain, "?include_unpublished_programs=1&include_retired_programs=1") == [
            "unpublished",
            "active",
            "retired",
        ]
        assert self.of_run(plain, "?include_deleted_programs=1") == ["active", "deleted"]

    def test_a_run_is_not_of_programs_that_exclude_it(self, plain, program):
        program.excluded_course_runs.set(CourseRun.objects.filter(key="course-v1:NorthX+GEO101+1"))
        assert self.of_run(plain) == []
        other = plain.get("/api/v1/course_runs/course-v1:NorthX+GEO101+2/").json()
        assert [one["title"] for one in other["programs"]] == ["Rivers"]


class TestCardImage:
    def answer(self, client, program, **body):
        return client.post(f"{PROGRAMS}{program.uuid}/update_card_image/", body, format="json")

    def test_an_image(self, staff, program):
        answer = self.answer(staff, program, image=PIXEL)
        assert (answer.status_code, answer.json()) == (
            200,
            f"Successfully updated program card image for program {program.uuid}: Rivers",
        )
        program.refresh_from_db()
        assert shown(staff, program)["card_image_url"] == program.card_image.url

    @pytest.mark.parametrize("body", [{}, {"image": 3}, {"image": "https://x"}, {"image": "data:image/png;base64,x"}])
    def test_no_image(self, staff, program, body):
        answer = self.answer(staff, program, **body)
        assert (answer.status_code, answer.json()) == (400, "Bad image data in request")
        program.refresh_from_db()
        assert not program.card_image

    def test_no_object(self, staff, program):
        answer = staff.post(f"{PROGRAMS}{program.uuid}/update_card_image/", [PIXEL], format="json")
        assert answer.status_code == 400

    def test_for_staff(self, anonymous, plain, superuser, member, program):
        callers = (anonymous, plain, superuser, member)
        assert [self.answer(one, program, image=PIXEL).status_code for one in callers] == [401, 403, 403, 403]
        program.refresh_from_db()
        assert not program.card_image

    @pytest.mark.parametrize("name", ["abc", "00000000-0000-4000-8000-000000000000"])
    def test_unknown_programs(self, staff, partner, name):
        answer = staff.post(f"{PROGRAMS}{name}/update_card_image/", {"image": PIXEL}, format="json")
        assert answer.status_code == 404

    def test_other_methods(self, plain, staff, program):
        address = f"{PROGRAMS}{program.uuid}/update_card_image/"
        assert plain.get(address).status_code == 405
        options = plain.options(address)
        assert (options.status_code, options["Allow"], "actions" in options.json()) == (200, "POST, OPTIONS", False)
        assert list(staff.options(address).json()["actions"]["POST"]) == ["image"]


@pytest.mark.parametrize("query", ["limit=100", "limit=100&extended=1", "limit=100&use_full_course_serializer=1"])
def test_no_page_costs_more(plain, partner, django_assert_num_queries, query):
    def fill(number):
        for _ in range(number):
            course = FullCourseFactory(partner=partner, key=f"X+{Course.objects.count()}", runs=1)
            degree = DegreeFactory(partner=partner, courses=[course])
            CurriculumFactory(program=degree, courses=[course], programs=[ProgramFactory(partner=partner)])

    fill(2)
    plain.get(f"{PROGRAMS}?{query}")
    with CaptureQueriesContext(connection) as few:
        plain.get(f"{PROGRAMS}?{query}")
    fill(3)
    with django_assert_num_queries(len(few)):
        plain.get(f"{PROGRAMS}?{query}")
