from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from freezegun import freeze_time

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.api.tests.factories import FullCourseFactory, FullRunFactory
from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus, RestrictionType
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import (
    CourseEditorFactory,
    CourseFactory,
    CourseRunFactory,
    CourseTypeFactory,
    DraftCourseFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEYS = [
    "key", "uuid", "title", "course_runs", "entitlements", "owners", "image", "short_description", "type", "url_slug",
    "course_type", "enterprise_subscription_inclusion", "excluded_from_seo", "excluded_from_search",
    "course_run_statuses", "full_description", "level_type", "subjects", "prerequisites", "prerequisites_raw",
    "expected_learning_items", "video", "sponsors", "modified", "marketing_url", "syllabus_raw", "outcome",
    "original_image", "card_image_url", "canonical_course_run_key", "extra_description", "additional_information",
    "additional_metadata", "faq", "learner_testimonials", "enrollment_count", "recent_enrollment_count", "topics",
    "key_for_reruns", "url_slug_history", "url_redirects", "editors", "collaborators", "skill_names", "skills",
    "organization_short_code_override", "organization_logo_override_url", "geolocation", "location_restriction",
    "in_year_value", "product_source", "data_modified_timestamp", "watchers", "programs", "course_run_keys", "editable",
    "advertised_course_run_uuid",
]  # fmt: skip


def keys(answer):
    assert answer.status_code == 200, answer.content
    return [one["key"] for one in answer.json()["results"]]


def run_keys(client, query="", course="NorthX+GEO101"):
    answer = client.get(f"/api/v1/courses/{course}/?{query}")
    assert answer.status_code == 200, answer.content
    return [key.rpartition("+")[2] for key in answer.json()["course_run_keys"]]


class TestObject:
    def test_every_key_in_order(self, staff, course):
        shown = staff.get("/api/v1/courses/NorthX+GEO101/").json()
        assert list(shown) == KEYS
        assert len(shown["course_runs"][0]) == 56

    def test_by_uuid_with_and_without_dashes(self, staff, course):
        by_key = staff.get("/api/v1/courses/NorthX+GEO101/").json()
        assert staff.get(f"/api/v1/courses/{course.uuid}/").json() == by_key
        assert staff.get(f"/api/v1/courses/{course.uuid.hex}/").json() == by_key

    def test_list_and_detail_agree(self, staff, course):
        assert staff.get("/api/v1/courses/").json()["results"] == [staff.get("/api/v1/courses/NorthX+GEO101/").json()]

    def test_values(self, staff, course):
        shown = staff.get("/api/v1/courses/NorthX+GEO101/").json()
        assert shown["title"] == course.title
        assert shown["type"] == str(course.type.uuid)
        assert shown["course_type"] == "verified-audit"
        assert shown["url_slug"] == "northx-geo101"
        assert shown["url_slug_history"] == ["northx-geo101"]
        assert shown["url_redirects"] == ["old/northx-geo101"]
        assert shown["topics"] == ["geology"]
        assert shown["prerequisites"] == [{"name": course.prerequisites.get().name}]
        assert shown["expected_learning_items"] == [course.expected_learning_items.get().value]
        assert shown["level_type"] == course.level_type.name
        assert shown["canonical_course_run_key"] == "course-v1:NorthX+GEO101+1"
        assert shown["course_run_keys"] == ["course-v1:NorthX+GEO101+1", "course-v1:NorthX+GEO101+2"]
        assert shown["course_run_statuses"] == ["published"]
        assert shown["owners"][0]["key"] == "NorthX"
        assert shown["owners"][0]["tags"] == ["charter"]
        assert shown["owners"][0]["marketing_url"] == "https://www.example.org/school/northx"
        assert shown["entitlements"] == [
            {"mode": "verified", "price": "100.00", "currency": "USD", "sku": course.entitlements.get().sku,
             "expires": None}
        ]  # fmt: skip
        assert shown["extra_description"] == {"title": "More", "description": "More about it"}
        assert shown["product_source"] == {"name": "edX", "slug": "edx", "description": ""}
        assert shown["location_restriction"] == {
            "restriction_type": "allowlist", "countries": ["FR", "US"], "states": ["NY"]
        }  # fmt: skip
        assert shown["in_year_value"] == {
            "per_click_international": 13, "per_click_usa": 12, "per_lead_international": 11, "per_lead_usa": 10
        }  # fmt: skip
        assert shown["additional_metadata"]["product_meta"]["keywords"] == ["rivers"]
        assert shown["additional_metadata"]["facts"][0]["blurb"] == "<p>So it is</p>"
        assert shown["skill_names"] == ["Skill of NorthX+GEO101"]
        assert shown["skills"] == [
            {
                "name": "Skill of NorthX+GEO101",
                "description": "What it is",
                "category": None,
                "subcategory": None,
            }
        ]
        assert shown["programs"] == []

    def test_a_bare_course(self, staff, partner):
        CourseFactory(partner=partner, key="Bare+1", product_source=None)
        shown = staff.get("/api/v1/courses/Bare+1/").json()
        for name in ("image", "level_type", "video", "canonical_course_run_key", "additional_metadata", "geolocation",
                     "url_slug", "marketing_url", "product_source", "advertised_course_run_uuid"):  # fmt: skip
            assert shown[name] is None, name
        for name in ("course_runs", "entitlements", "owners", "subjects", "editors", "topics", "course_run_statuses"):
            assert shown[name] == [], name

    def test_an_uploaded_image_goes_before_the_address_of_a_card(self, staff, partner):
        CourseFactory(partner=partner, key="Card+1", card_image_url="https://img.example.com/c.jpg")
        shown = staff.get("/api/v1/courses/Card+1/").json()
        assert shown["image"] == {
            "src": "https://img.example.com/c.jpg", "description": None, "height": None, "width": None
        }  # fmt: skip
        assert shown["original_image"] is None

    def test_advertised_run_is_one_that_is_shown(self, staff, course):
        first, second = course.course_runs.order_by("key")
        assert staff.get("/api/v1/courses/NorthX+GEO101/").json()["advertised_course_run_uuid"] == str(first.uuid)
        first.hidden = True
        first.save()
        assert staff.get("/api/v1/courses/NorthX+GEO101/").json()["advertised_course_run_uuid"] == str(second.uuid)

    def test_texts_in_the_language_of_the_request(self, staff, course):
        course.level_type.set_current_language("es")
        course.level_type.name_t = "Introductorio"
        course.level_type.save()
        with translation.override("en"):
            shown = staff.get("/api/v1/courses/NorthX+GEO101/", HTTP_ACCEPT_LANGUAGE="es").json()
        assert shown["level_type"] == "Introductorio"
        assert shown["course_runs"][0]["availability"] == "Current"


class TestMarketingUrls:
    def test_they_carry_the_caller(self, course):
        user = UserFactory(username="Jo e.Öx", referral_tracking_id="spring sale")
        shown = client_of(user).get("/api/v1/courses/NorthX+GEO101/").json()
        tracking = "?utm_source=jo-eox&utm_medium=spring+sale"
        assert shown["marketing_url"] == f"https://www.example.org/course/northx-geo101{tracking}"
        assert shown["course_runs"][0]["marketing_url"].endswith(tracking)

    def test_without_tracking(self, plain, course):
        shown = plain.get("/api/v1/courses/NorthX+GEO101/?exclude_utm=1").json()
        assert shown["marketing_url"] == "https://www.example.org/course/northx-geo101"
        assert "utm" not in shown["course_runs"][0]["marketing_url"]

    def test_the_cache_gives_nobody_the_tracking_of_another(self, plain, staff, course, settings):
        settings.USE_API_CACHING = True
        for path in ("/api/v1/courses/", "/api/v1/course_runs/"):
            for _time in range(2):
                mine, theirs = plain.get(path).json(), staff.get(path).json()
                assert "utm_source=plain" in mine["results"][0]["marketing_url"]
                assert "utm_source=admin" in theirs["results"][0]["marketing_url"]

    def test_a_draft_that_was_never_published_has_none(self, staff, partner):
        DraftCourseFactory(partner=partner, key="D+1", url_slug_active="d-1")
        assert staff.get("/api/v1/courses/D+1/?editable=1").json()["marketing_url"] is None

    def test_a_draft_of_a_published_course_has_that_of_the_course(self, staff, partner):
        draft = DraftCourseFactory(partner=partner, key="D+1")
        CourseFactory(partner=partner, key="D+1", uuid=draft.uuid, draft_version=draft, url_slug_active="d-1")
        shown = staff.get("/api/v1/courses/D+1/?editable=1&exclude_utm=1").json()
        assert shown["marketing_url"] == "https://www.example.org/course/d-1"
        assert shown["url_slug"] == "d-1"
        assert shown["url_slug_history"] == []


class TestShownRuns:
    @pytest.fixture
    def runs(self, course):
        """Runs 1 and 2 are published, marketable and open; the others lack what their name says."""
        for name, values in {
            "hidden": {"hidden": True},
            "unpublished": {"status": CourseRunStatus.Unpublished},
            "ended": {"start": NOW - timedelta(days=99), "end": NOW - timedelta(days=9)},
            "closed": {"enrollment_end": NOW - timedelta(days=9)},
        }.items():
            FullRunFactory(course, f"course-v1:NorthX+GEO101+{name}", **values)
        CourseRunFactory(course=course, key="course-v1:NorthX+GEO101+seatless")
        restricted = FullRunFactory(course, "course-v1:NorthX+GEO101+b2b")
        RestrictedCourseRunFactory(course_run=restricted)
        b2c = FullRunFactory(course, "course-v1:NorthX+GEO101+b2c")
        RestrictedCourseRunFactory(course_run=b2c, restriction_type=RestrictionType.CustomB2C)
        unknown = FullRunFactory(course, "course-v1:NorthX+GEO101+untyped")
        RestrictedCourseRunFactory(course_run=unknown, restriction_type=None)
        draft = DraftCourseFactory(partner=course.partner, key=course.key, uuid=course.uuid)
        DraftCourseRunFactory(course=draft, key="course-v1:NorthX+GEO101+draft")

    @pytest.mark.parametrize(
        "query, shown",
        [
            ("", {"1", "2", "unpublished", "ended", "closed", "seatless", "untyped"}),
            ("include_hidden_course_runs=1",
             {"1", "2", "unpublished", "ended", "closed", "seatless", "untyped", "hidden"}),
            ("published_course_runs_only=1", {"1", "2", "ended", "closed", "seatless", "untyped"}),
            ("marketable_course_runs_only=1", {"1", "2", "untyped"}),
            ("marketable_enrollable_course_runs_with_archived=1", {"1", "2", "ended", "untyped"}),
            ("include_restricted=custom-b2c&published_course_runs_only=1",
             {"1", "2", "ended", "closed", "seatless", "untyped", "b2c"}),
            ("include_restricted=custom-b2c,custom-b2b-enterprise,else&marketable_course_runs_only=1",
             {"1", "2", "untyped", "b2c", "b2b"}),
            ("include_hidden_course_runs=0", {"1", "2", "unpublished", "ended", "closed", "seatless", "untyped"}),
        ],
    )  # fmt: skip
    @freeze_time(NOW)
    def test_parameters_choose_the_runs(self, staff, runs, query, shown):
        assert set(run_keys(staff, query)) == shown

    @freeze_time(NOW)
    def test_what_is_derived_follows_the_shown_runs(self, staff, runs):
        get = lambda query: staff.get(f"/api/v1/courses/NorthX+GEO101/?{query}").json()  # noqa: E731
        assert get("")["course_run_statuses"] == ["published", "unpublished"]
        assert get("published_course_runs_only=1")["course_run_statuses"] == ["published"]
        by_key = {run["key"].rpartition("+")[2]: run for run in get("include_restricted=custom-b2c")["course_runs"]}
        assert by_key["b2c"]["restriction_type"] == "custom-b2c"
        assert by_key["untyped"]["restriction_type"] is None

    def test_by_start_then_age_and_unknown_starts_first(self, staff, partner):
        course = CourseFactory(partner=partner, key="Order+1")
        for name, start in (("b", NOW), ("c", NOW), ("a", NOW - timedelta(days=1)), ("n", None)):
            CourseRunFactory(course=course, key=f"course-v1:Order+1+{name}", start=start)
        assert run_keys(staff, course="Order+1") == ["n", "a", "b", "c"]


class TestFilters:
    def test_keys_and_uuids(self, staff, partner):
        first, second, third = (CourseFactory(partner=partner, key=f"K+{n}") for n in (1, 2, 3))
        assert keys(staff.get("/api/v1/courses/?keys=K%2B1,K%2B3,K%2B9")) == ["K+1", "K+3"]
        assert keys(staff.get(f"/api/v1/courses/?uuids={first.uuid},{second.uuid.hex}")) == ["K+1", "K+2"]
        assert keys(staff.get(f"/api/v1/courses/?uuids={first.uuid}&keys=K%2B2")) == []
        assert keys(staff.get("/api/v1/courses/?keys=")) == ["K+1", "K+2", "K+3"]

    def test_keys_are_compared_exactly(self, staff, partner):
        CourseFactory(partner=partner, key="K+1")
        assert keys(staff.get("/api/v1/courses/?keys=k%2B1")) == []
        assert staff.get("/api/v1/courses/k+1/").status_code == 404

    def test_course_type(self, staff, partner):
        CourseFactory(partner=partner, key="K+open")
        CourseFactory(partner=partner, key="K+audit", type=CourseTypeFactory(slug="audit"))
        CourseFactory(partner=partner, key="K+exec", type=CourseTypeFactory(slug="executive-education-2u"))
        CourseFactory(partner=partner, key="K+camp", type=CourseTypeFactory(slug="bootcamp-2u"))
        assert keys(staff.get("/api/v1/courses/?course_type=audit")) == ["K+audit"]
        assert keys(staff.get("/api/v1/courses/?course_type=open-courses")) == ["K+audit", "K+open"]
        assert keys(staff.get("/api/v1/courses/?course_type=unknown")) == []

    def test_retired_types(self, staff, partner, settings):
        settings.RETIRED_COURSE_TYPES = ["bootcamp-2u"]
        CourseFactory(partner=partner, key="K+camp", type=CourseTypeFactory(slug="bootcamp-2u"))
        assert keys(staff.get("/api/v1/courses/")) == []
        assert staff.get("/api/v1/courses/K+camp/").status_code == 404
        assert keys(staff.get("/api/v1/courses/?include_retired_course_types=1")) == ["K+camp"]

    @freeze_time(NOW)
    def test_course_run_statuses(self, staff, partner):
        past, future = NOW - timedelta(days=1), NOW + timedelta(days=1)
        for name, values in {
            "published": {"status": CourseRunStatus.Published},
            "reviewed": {"status": CourseRunStatus.Reviewed},
            "legal": {"status": CourseRunStatus.LegalReview},
            "internal": {"status": CourseRunStatus.InternalReview},
            "written": {"status": CourseRunStatus.Unpublished, "end": future},
            "endless": {"status": CourseRunStatus.Unpublished, "end": None},
            "over": {"status": CourseRunStatus.Unpublished, "end": past},
            "hidden": {"status": CourseRunStatus.Published, "hidden": True},
        }.items():
            CourseRunFactory(
                course=CourseFactory(partner=partner, key=f"K+{name}"), key=f"course-v1:K+{name}+1", **values
            )
        for query, expected in {
            "published": ["K+published"],
            "in_review": ["K+internal", "K+legal"],
            "unsubmitted": ["K+endless", "K+written"],
            "archived": ["K+over"],
            "reviewed,archived": ["K+over", "K+reviewed"],
            "unpublished": ["K+endless", "K+over", "K+written"],
            "nonsense": [],
        }.items():
            assert keys(staff.get(f"/api/v1/courses/?course_run_statuses={query}")) == expected, query

    def test_timestamp(self, staff, partner):
        CourseFactory(partner=partner, key="K+1")
        Course.objects.update(data_modified_timestamp=NOW)
        assert keys(staff.get("/api/v1/courses/?timestamp=2026-11-21T12:00:00Z")) == ["K+1"]
        assert keys(staff.get("/api/v1/courses/?timestamp=2026-11-21T12:00:01Z")) == []

    def test_editors(self, staff, partner):
        editor = CourseEditorFactory(course=DraftCourseFactory(partner=partner, key="K+1"))
        DraftCourseFactory(partner=partner, key="K+2")
        assert keys(staff.get(f"/api/v1/courses/?editable=1&editors={editor.user_id},{editor.user_id + 999}")) == [
            "K+1"
        ]

    def test_pubq_only_when_editing(self, staff, partner):
        for key, title in (("K+1", "Rivers"), ("River+2", "Hills"), ("K+3", "Seas")):
            CourseFactory(partner=partner, key=key, title=title)
        assert keys(staff.get("/api/v1/courses/?editable=1&pubq=RIVER")) == ["K+1", "River+2"]
        assert len(keys(staff.get("/api/v1/courses/?pubq=RIVER"))) == 3

    def test_ordering(self, staff, partner):
        for key, title in (("a+1", "C"), ("B+2", "A"), ("c+3", "B")):
            CourseFactory(partner=partner, key=key, title=title)
        assert keys(staff.get("/api/v1/courses/")) == ["a+1", "B+2", "c+3"]
        assert keys(staff.get("/api/v1/courses/?ordering=title")) == ["B+2", "c+3", "a+1"]
        assert keys(staff.get("/api/v1/courses/?ordering=-title")) == ["a+1", "c+3", "B+2"]
        for ignored in ("number", "bogus", "authoring_organizations", "editable", "partner__short_code"):
            assert keys(staff.get(f"/api/v1/courses/?ordering={ignored}")) == ["a+1", "B+2", "c+3"]

    @pytest.mark.parametrize(
        "query, field",
        [
            ("limit=x", "limit"),
            ("offset=x", "offset"),
            ("page=0", "page"),
            ("page_size=nonsense", "page_size"),
            ("uuids=nope", "uuids"),
            ("editors=x", "editors"),
            ("timestamp=yesterday", "timestamp"),
            ("exclude_utm=x", "exclude_utm"),
            ("editable=x", "editable"),
            ("include_hidden_course_runs=maybe", "include_hidden_course_runs"),
            ("include_deleted_programs=2x", "include_deleted_programs"),
            ("include_retired_course_types=!", "include_retired_course_types"),
            ("marketable_course_runs_only=x", "marketable_course_runs_only"),
            ("marketable_enrollable_course_runs_with_archived=x", "marketable_enrollable_course_runs_with_archived"),
            ("published_course_runs_only=x", "published_course_runs_only"),
            ("keys=%00", "keys"),
            ("q=python&editable=1", "q"),
        ],
    )
    def test_bad_values_are_refused_by_name(self, staff, partner, query, field):
        answer = staff.get(f"/api/v1/courses/?{query}")
        assert answer.status_code == 400
        assert list(answer.json()) == [field]
        if field not in ("limit", "offset", "page", "page_size"):
            assert staff.get(f"/api/v1/courses/No+Such/?{query}").status_code == 400

    def test_unknown_parameters_are_ignored(self, staff, course):
        assert keys(staff.get("/api/v1/courses/?0=1&1=,&partner=acme&nonsense=%00")) == ["NorthX+GEO101"]


class TestSparseFields:
    def test_each_key_alone_is_the_same_and_costs_a_fixed_number_of_queries(
        self, staff, course, django_assert_max_num_queries
    ):
        whole = staff.get("/api/v1/courses/NorthX+GEO101/").json()
        # The names reach into runs, which have no `course_runs`.
        whole["course_runs"] = [{}, {}]
        FullCourseFactory(partner=course.partner, key="NorthX+GEO102")
        for key in KEYS:
            with django_assert_max_num_queries(8):
                assert staff.get(f"/api/v1/courses/?fields={key}").json()["results"][0] == {key: whole[key]}

    def test_names_reach_into_runs(self, staff, course):
        shown = staff.get("/api/v1/courses/NorthX+GEO101/?fields=key,course_runs,seats").json()
        assert set(shown) == {"key", "course_runs"}
        assert set(shown["course_runs"][0]) == {"key", "seats"}
        assert len(shown["course_runs"][0]["seats"]) == 2

    def test_omit_reaches_into_runs_but_not_into_owners(self, staff, course):
        shown = staff.get("/api/v1/courses/NorthX+GEO101/?omit=uuid,expand").json()
        assert "uuid" not in shown
        assert "uuid" not in shown["course_runs"][0]
        assert "uuid" in shown["owners"][0]


class TestEditing:
    @pytest.fixture
    def pair(self, partner, organization):
        """A course whose draft has another title, and a run that exists as a draft only."""
        draft = DraftCourseFactory(
            partner=partner, key="Pair+1", title="Written", authoring_organizations=[organization]
        )
        official = CourseFactory(
            partner=partner,
            key="Pair+1",
            uuid=draft.uuid,
            title="Published",
            draft_version=draft,
            authoring_organizations=[organization],
        )
        draft_run = DraftCourseRunFactory(course=draft, key="course-v1:Pair+1+1")
        CourseRunFactory(course=official, key=draft_run.key, uuid=draft_run.uuid, draft_version=draft_run)
        DraftCourseRunFactory(course=draft, key="course-v1:Pair+1+2")
        SeatFactory(course_run=draft_run)
        return draft, official

    def test_readers_see_official_rows_only(self, plain, pair):
        DraftCourseFactory(partner=pair[0].partner, key="New+1")
        assert keys(plain.get("/api/v1/courses/")) == ["Pair+1"]
        shown = plain.get("/api/v1/courses/Pair+1/").json()
        assert shown["title"] == "Published"
        assert shown["course_run_keys"] == ["course-v1:Pair+1+1"]
        assert plain.get("/api/v1/courses/New+1/").status_code == 404

    def test_editors_see_drafts_first(self, staff, pair):
        CourseFactory(partner=pair[0].partner, key="Loaded+1")
        DraftCourseFactory(partner=pair[0].partner, key="New+1")
        assert keys(staff.get("/api/v1/courses/?editable=1")) == ["Loaded+1", "New+1", "Pair+1"]
        shown = staff.get("/api/v1/courses/Pair+1/?editable=1").json()
        assert shown["title"] == "Written"
        assert shown["course_run_keys"] == ["course-v1:Pair+1+1", "course-v1:Pair+1+2"]
        assert shown["course_runs"][0]["seats"][0]["type"] == "verified"

    def test_members_see_the_courses_of_their_organizations(self, member, stranger, pair):
        other = OrganizationFactory(partner=pair[0].partner)
        DraftCourseFactory(partner=pair[0].partner, key="Other+1", authoring_organizations=[other])
        assert keys(member.get("/api/v1/courses/?editable=1")) == ["Pair+1"]
        assert keys(stranger.get("/api/v1/courses/?editable=1")) == []
        assert member.get("/api/v1/courses/Other+1/?editable=1").status_code == 404

    @pytest.mark.parametrize("path", ["/api/v1/courses/Pair+1/", "/api/v1/courses/Pair+1/?editable=1"])
    def test_editable_says_who_may_edit(self, member, member_user, stranger, staff, plain, pair, path):
        def editable(client):
            answer = client.get(path)
            return answer.json()["editable"] if answer.status_code == 200 else answer.status_code

        missing = 404 if "editable" in path else False
        assert editable(staff) is True
        assert editable(member) is True
        assert editable(stranger) == missing
        assert editable(plain) == (403 if "editable" in path else False)
        # An appointed editor closes the course for the others of the organization, on both rows of the pair.
        colleague = UserFactory()
        colleague.groups.set(member_user.groups.all())
        CourseEditorFactory(course=pair[0], user=colleague)
        assert editable(member) is False
        assert editable(client_of(colleague)) is True
        # One who has left the organization does not count.
        colleague.groups.clear()
        assert editable(member) is True

    def test_a_member_still_reads_what_a_colleague_edits(self, member, member_user, pair):
        colleague = UserFactory()
        colleague.groups.set(member_user.groups.all())
        CourseEditorFactory(course=pair[0], user=colleague)
        assert keys(member.get("/api/v1/courses/?editable=1")) == ["Pair+1"]
        assert keys(member.get("/api/v1/course_runs/?editable=1")) == []
        assert len(keys(client_of(colleague).get("/api/v1/course_runs/?editable=1"))) == 2

    def test_addresses_of_editors_and_watchers_are_for_insiders(self, plain, member, staff, course):
        course.watchers = ["watcher@example.com"]
        course.save()
        editor = course.editors.get().user
        for client in (member, staff):
            shown = client.get("/api/v1/courses/NorthX+GEO101/").json()
            assert shown["watchers"] == ["watcher@example.com"]
            assert shown["editors"] == [
                {
                    "id": course.editors.get().pk,
                    "user": {"id": editor.pk, "full_name": "Ada Lovelace", "email": editor.email},
                    "course": str(course.uuid),
                }
            ]
        shown = plain.get("/api/v1/courses/NorthX+GEO101/").json()
        assert (shown["editors"], shown["watchers"]) == ([], [])

    def test_editors_see_changes_at_once(self, staff, pair, settings):
        settings.USE_API_CACHING = True
        staff.get("/api/v1/courses/?editable=1")
        Course.everything.filter(pk=pair[0].pk).update(title="Rewritten")  # no signal
        assert staff.get("/api/v1/courses/?editable=1").json()["results"][0]["title"] == "Rewritten"

    def test_reading_never_writes(self, staff, pair):
        staff.get("/api/v1/courses/Pair+1/?editable=1")
        assert pair[0].entitlements.count() == 0
