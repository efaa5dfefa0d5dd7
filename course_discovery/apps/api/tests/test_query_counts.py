"""What lists and details cost, pinned in query_counts.json: UPDATE_QUERY_COUNTS=1 rewrites it."""

import base64
import json
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from course_discovery.apps.api.tests.factories import FullCourseFactory, FullProgramFactory
from course_discovery.apps.catalogs.services.catalogs import set_viewers
from course_discovery.apps.catalogs.tests.factories import CatalogFactory
from course_discovery.apps.core.tests.factories import USER_PASSWORD
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests.factories import CourseReviewFactory, TopicFactory
from course_discovery.apps.course_metadata.tests.skill_factories import (
    JobPostingsFactory,
    JobSkillsFactory,
    SkillsQuizFactory,
    XBlockSkillDataFactory,
)
from course_discovery.apps.learner_pathway.tests.factories import (
    LearnerPathwayBlockFactory,
    LearnerPathwayCourseFactory,
    LearnerPathwayProgramFactory,
    LearnerPathwayStepFactory,
)
from course_discovery.apps.programs.tests.factories import PathwayFactory
from course_discovery.apps.taxonomy_support.tests.factories import CourseRecommendationFactory
from course_discovery.integrations.lms_api_access import ApiAccessApi

PINNED = Path(__file__).with_name("query_counts.json")
# Of rows with something in every relation; rows of real life lack some, which saves their queries.
LIMITS = {"/api/v1/courses/?limit=20": 27, "/api/v1/course_runs/?limit=20": 20}
A_PROGRAM = "889a16f7-4faa-57a3-b67c-8f30adb43f17"
PATHS = [
    "/api/v1/courses/?limit=20",
    "/api/v1/courses/?limit=20&fields=key,title",
    "/api/v1/courses/?limit=20&editable=1",
    "/api/v1/courses/X+C0/",
    "/api/v1/course_runs/?limit=20",
    "/api/v1/course_runs/?limit=20&editable=1",
    "/api/v1/course_runs/course-v1:X+C0+1/",
    "/api/v1/programs/?limit=20",
    "/api/v1/programs/?limit=20&extended=1",
    "/api/v1/programs/?limit=20&fields=uuid,title",
    "/api/v1/programs/?uuids_only=1",
    f"/api/v1/programs/{A_PROGRAM}/",
    "/api/v1/pathways/",
    "/api/v1/program_types/",
    "/api/v1/catalogs/?limit=20",
    "/api/v1/catalogs/1/",
    "/api/v1/catalogs/1/courses/?limit=20",
    "/api/v1/catalogs/1/courses/?limit=20&fields=key,title",
    "/api/v1/catalogs/1/csv/",
    "/api/v1/partners/affiliate_window/catalogs/1/",
    "/api/v1/partners/affiliate_window/programs/catalogs/1/",
    "/api/v1/organizations/?limit=20",
    "/api/v1/people/",
    "/api/v1/subjects/",
    "/api/v1/topics/",
    "/api/v1/level_types/",
    "/api/v1/sources/",
    "/api/v1/learner-pathway/?limit=20",
    "/api/v1/learner-pathway-step/?limit=20",
    "/api/v1/learner-pathway-course/?limit=20",
    "/api/v1/learner-pathway-program/?limit=20",
    "/api/v1/learner-pathway-block/?limit=20",
    "/api/v1/learner-pathway/uuids/?course_keys=X%2BC0",
    "/api/v1/course_recommendations/X+C0/",
    "/api/v1/course_review/",
    "/api/v1/course_editors/",
    "/api/v1/collaborators/",
    "/publisher/api/admins/organizations/users/",
    "/taxonomy/api/v1/skills/",
    "/taxonomy/api/v1/jobs/",
    "/taxonomy/api/v1/jobpostings/",
    "/taxonomy/api/v1/xblocks/",
    "/taxonomy/api/v1/skills-quiz/",
    "/taxonomy/api/v1/course_recommendations/X+C0/",
]
COURSES = 42
# Parts of addresses that are not for every account.
NOT_FOR_PLAIN = ("editable", "/pathways", "publisher")


def logged_in(user) -> APIClient:
    """A client that sends its password: authentication is part of the price."""
    client = APIClient()
    client.credentials(
        HTTP_AUTHORIZATION="Basic " + base64.b64encode(f"{user.username}:{USER_PASSWORD}".encode()).decode()
    )
    return client


def cost(client, path) -> int:
    """Queries of a process that has answered the like before: content types are looked up once in its life."""
    if not settings.USE_API_CACHING:
        client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        # Files and feeds are read as they are sent.
        content = answer.getvalue()
    assert answer.status_code == 200, (path, content)
    return len(queries.captured_queries)


@pytest.fixture
def catalogs(staff_user, plain_user, member_user, monkeypatch):
    """Many catalogs of everything, the first of them number 1."""
    monkeypatch.setattr(ApiAccessApi, "request_of", lambda _api, _username: None)
    for number in range(1, COURSES + 1):
        set_viewers(CatalogFactory(pk=number, query="*", program_query="*"), [plain_user, member_user])


@pytest.fixture
def catalogue(partner, organization, catalogs):
    for number in range(COURSES):
        course = FullCourseFactory(partner=partner, key=f"X+C{number}", authoring_organizations=[organization], runs=1)
        degree = FullProgramFactory(partner, course, **({} if number else {"uuid": A_PROGRAM}))
        PathwayFactory(partner=partner, programs=[degree])
        step = LearnerPathwayStepFactory()
        LearnerPathwayCourseFactory(step=step, course=course)
        LearnerPathwayProgramFactory(step=step, program=degree)
        LearnerPathwayBlockFactory(step=step, course=course)
        CourseReviewFactory(course_key=course.key)
    TopicFactory(partner=partner)
    for _ in range(3):
        asked = JobSkillsFactory(job=JobPostingsFactory().job)
        XBlockSkillDataFactory(skill=asked.skill)
        for username in ("admin", "plain", "member"):
            SkillsQuizFactory(username=username, current_job=asked.job).skills.add(asked.skill)
    courses = {course.key: course for course in Course.objects.all()}
    CourseRecommendationFactory(course=courses["X+C0"], recommended_course=courses["X+C1"])


@pytest.mark.django_db
def test_every_list_costs_what_is_pinned(catalogue, staff_user, plain_user, member_user):
    users = {"staff": staff_user, "plain": plain_user, "member": member_user}
    found = {
        path: {
            name: cost(logged_in(user), path)
            for name, user in users.items()
            if not (name == "plain" and any(part in path for part in NOT_FOR_PLAIN))
        }
        for path in PATHS
    }
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        PINNED.write_text(json.dumps(found, indent=2) + "\n")
    assert found == json.loads(PINNED.read_text())


def test_the_pinned_costs_keep_the_promise():
    pinned = json.loads(PINNED.read_text())
    for path, limit in LIMITS.items():
        assert max(pinned[path].values()) <= limit, path


@pytest.mark.django_db
@pytest.mark.parametrize(
    "resource", ["courses", "course_runs", "programs", "catalogs", "catalogs/1/courses", "learner-pathway"]
)
def test_no_page_and_no_size_costs_more(catalogue, staff_user, resource):
    client = logged_in(staff_user)
    first = cost(client, f"/api/v1/{resource}/?limit=20")
    assert cost(client, f"/api/v1/{resource}/?limit=20&offset=20") == first
    assert cost(client, f"/api/v1/{resource}/?limit=3") == first
    assert cost(client, f"/api/v1/{resource}/?limit=100") == first
    assert cost(client, f"/api/v1/{resource}/?page=2&page_size=20") == first


@pytest.mark.django_db
def test_a_cached_list_costs_authentication_only(catalogue, staff_user, settings):
    settings.USE_API_CACHING = True
    client = logged_in(staff_user)
    whole = cost(client, "/api/v1/courses/?limit=20")
    assert cost(client, "/api/v1/courses/?limit=20") <= 1 < whole
