"""Skills, jobs, blocks and quizzes under /taxonomy/."""

import pytest
import requests
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taxonomy.models import JobPath, SkillsQuiz, SkillValidationConfiguration

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.course_metadata.tests.factories import CourseRunFactory, OrganizationFactory
from course_discovery.apps.course_metadata.tests.skill_factories import (
    CourseSkillsFactory,
    JobFactory,
    JobPostingsFactory,
    JobSkillsFactory,
    SkillCategoryFactory,
    SkillFactory,
    SkillsQuizFactory,
    SkillSubCategoryFactory,
    XBlockSkillDataFactory,
    XBlockSkillsFactory,
)

pytestmark = pytest.mark.django_db

ROOT = "/taxonomy/api/v1/"
OF_SKILL = {
    "id", "created", "modified", "external_id", "name", "description", "info_url", "type_id", "type_name", "category",
    "subcategory",
}  # fmt: skip


def names(answer, of="name"):
    assert answer.status_code == 200, answer.content
    return [row[of] for row in answer.json()["results"]]


def test_the_root_names_the_lists(plain):
    assert plain.get(ROOT).json() == {
        name: f"http://testserver{ROOT}{name}/" for name in ("skills", "jobs", "jobpostings", "skills-quiz", "xblocks")
    }


@pytest.mark.parametrize(
    ("path", "of_plain"),
    [
        ("", 200),
        ("skills/", 200),
        ("jobs/", 200),
        ("jobpostings/", 200),
        ("xblocks/", 200),
        ("skills-quiz/", 200),
        ("job-path/", 400),
        ("learners-current-job/", 403),
        ("job-top-subcategories/1/", 403),
        ("job-holder-usernames/1/", 403),
    ],
)
def test_accounts_may_read_what_is_not_of_other_learners(anonymous, plain, path, of_plain):
    assert anonymous.get(ROOT + path).status_code == 401
    assert plain.get(ROOT + path).status_code == of_plain


def test_a_skill_shows_the_courses_and_blocks_that_teach_it(plain):
    category = SkillCategoryFactory(id=4)
    subcategory = SkillSubCategoryFactory(id=9, category=category)
    skill = SkillFactory(name="Hydrology", external_id="KS77", category=category, subcategory=subcategory)
    CourseSkillsFactory(course_key="X+1", skill=skill, confidence=0.9)
    CourseSkillsFactory(course_key="X+2", skill=skill, is_blacklisted=True)
    taught = XBlockSkillDataFactory(skill=skill, verified_count=3, ignored_count=1, verified=True, confidence=0.5)
    XBlockSkillDataFactory(skill=skill, is_blacklisted=True)
    shown = plain.get(f"{ROOT}skills/{skill.pk}/").json()
    assert shown.keys() == OF_SKILL | {"courses", "xblocks"}
    assert (shown["id"], shown["external_id"], shown["category"], shown["subcategory"]) == (skill.pk, "KS77", 4, 9)
    assert shown["courses"] == [{"course_key": "X+1", "confidence": 0.9}]
    assert shown["xblocks"] == [
        {
            "usage_key": taught.xblock.usage_key,
            "verified_count": 3,
            "ignored_count": 1,
            "verified": True,
            "confidence": 0.5,
        }
    ]
    assert plain.get(f"{ROOT}skills/").json()["results"] == [shown]


def test_skills_are_found_by_whole_names(plain):
    for name in ("Java", "JavaScript", "Fishing"):
        SkillFactory(name=name)
    assert names(plain.get(f"{ROOT}skills/?name=Fishing,Java")) == ["Java", "Fishing"]
    assert names(plain.get(f"{ROOT}skills/?name=Cooking")) == []
    assert names(plain.get(f"{ROOT}skills/?page_size=2&page=2")) == ["Fishing"]


def test_a_job_shows_the_skills_it_asks_for(plain):
    job = JobFactory(name="Captain", external_id="ET5", description="Steers")
    skill = SkillFactory()
    JobSkillsFactory(job=job, skill=skill, significance=12.5, unique_postings=3.0)
    JobSkillsFactory(job=job, is_blacklisted=True)
    shown = plain.get(f"{ROOT}jobs/{job.pk}/").json()
    assert (shown["name"], shown["external_id"], shown["description"]) == ("Captain", "ET5", "Steers")
    (asked,) = shown["skills"]
    assert asked["skill"].keys() == OF_SKILL
    assert asked["skill"]["id"] == skill.pk
    assert {name: asked[name] for name in asked if name != "skill"} == {
        "significance": 12.5,
        "unique_postings": 3.0,
        "is_blacklisted": False,
    }


def test_a_posting_shows_its_job(plain):
    posting = JobPostingsFactory(job__name="Captain", median_salary=None)
    (shown,) = plain.get(f"{ROOT}jobpostings/").json()["results"]
    assert shown["job"].keys() == {"id", "created", "modified", "external_id", "name", "description"}
    assert shown["job"]["name"] == "Captain"
    assert (shown["id"], shown["median_salary"], shown["unique_companies"]) == (posting.pk, None, 5)


def test_a_block_shows_the_skills_that_are_its_own(plain):
    first, second, skill = XBlockSkillsFactory(), XBlockSkillsFactory(), SkillFactory(name="Fishing")
    # Refused of one block, right of the other.
    XBlockSkillDataFactory(xblock=first, skill=skill, is_blacklisted=True)
    XBlockSkillDataFactory(xblock=second, skill=skill, verified=True)
    XBlockSkillDataFactory(xblock=first, skill__name="Java", verified=False)

    def found(query):
        rows = plain.get(f"{ROOT}xblocks/?{query}").json()["results"]
        return {row["usage_key"]: [one["name"] for one in row["skills"]] for row in rows}

    assert found("") == {first.usage_key: ["Java"], second.usage_key: ["Fishing"]}
    assert found("verified=true") == {first.usage_key: [], second.usage_key: ["Fishing"]}
    assert found("verified=false") == {first.usage_key: ["Java"], second.usage_key: []}
    both = f"{first.usage_key},{second.usage_key}".replace("+", "%2B")
    assert found(f"usage_key={both}").keys() == {first.usage_key, second.usage_key}
    assert found("usage_key=block-v1:none") == {}
    shown = plain.get(f"{ROOT}xblocks/{second.pk}/").json()
    assert shown == {
        "id": second.pk,
        "skills": [{"id": skill.pk, "name": "Fishing"}],
        "usage_key": second.usage_key,
        "requires_verification": True,
        "auto_processed": False,
        "hash_content": None,
    }


@pytest.mark.parametrize("disabled", ["course_key", "organization"])
def test_blocks_are_hidden_from_runs_whose_skills_are_not_verified(plain, disabled):
    XBlockSkillDataFactory()
    CourseRunFactory(key="course-v1:NorthX+A+1", course__key="NorthX+A")
    OrganizationFactory(key="NorthX")
    asked = f"{ROOT}xblocks/?course_key=course-v1:NorthX%2BA%2B1"
    assert plain.get(asked).json()["count"] == 1
    SkillValidationConfiguration.objects.create(**{disabled: {"course_key": "NorthX+A"}.get(disabled, "NorthX")})
    assert plain.get(asked).json()["count"] == 0


def test_the_answers_about_blocks_are_never_old(plain, settings):
    settings.USE_API_CACHING = True
    assert plain.get(f"{ROOT}xblocks/").json()["count"] == 0
    XBlockSkillsFactory()
    assert plain.get(f"{ROOT}xblocks/").json()["count"] == 1


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("xblocks/?verified=maybe", "verified"),
        ("xblocks/?course_key=none", "course_key"),
        ("xblocks/?usage_key=%00", "usage_key"),
        ("skills/?name=%00", "name"),
        ("skills/?page_size=0", "page_size"),
        ("jobs/?page=x", "page"),
        ("skills-quiz/?username=%00", "username"),
        ("job-path/?current_job=1", "future_job"),
    ],
)
def test_bad_parameters_are_refused_by_name(plain, path, field):
    answer = plain.get(ROOT + path)
    assert answer.status_code == 400
    assert field in answer.json()


@pytest.mark.parametrize("resource", ["skills", "jobs", "jobpostings", "xblocks", "skills-quiz"])
@pytest.mark.parametrize("row", ["0", "abc", "9" * 30])
def test_what_is_not_there_is_not_found(plain, resource, row):
    assert plain.get(f"{ROOT}{resource}/{row}/").status_code == 404


def test_lists_cost_the_same_at_any_length(plain_user, staff_user):
    plain, staff = client_of(plain_user), client_of(staff_user)

    def more():
        for _ in range(10):
            skill = SkillFactory(category=SkillCategoryFactory())
            CourseSkillsFactory(skill=skill)
            XBlockSkillDataFactory(skill=skill)
            posting = JobPostingsFactory()
            JobSkillsFactory(job=posting.job, skill=skill)
            quiz = SkillsQuizFactory(username="plain", current_job=posting.job)
            quiz.skills.add(skill)
            quiz.future_jobs.add(posting.job)

    def costs():
        found = {}
        lists = ("skills", "jobs", "jobpostings", "xblocks", "skills-quiz", "learners-current-job")
        for name in lists:
            with CaptureQueriesContext(connection) as queries:
                client = staff if name == "learners-current-job" else plain
                assert client.get(f"{ROOT}{name}/?page_size=100").status_code == 200
            found[name] = len(queries.captured_queries)
        return found

    more()
    few = costs()
    more()
    more()
    assert costs() == few
    assert max(few.values()) <= 4


def test_the_latest_quiz_tells_the_job(staff):
    sailor, captain = JobFactory(), JobFactory()
    SkillsQuizFactory(username="ada", current_job=sailor)
    SkillsQuizFactory(username="ada", current_job=captain)
    SkillsQuizFactory(username="bob", current_job=sailor)
    SkillsQuizFactory(username="bob", current_job=None)
    SkillsQuizFactory(username="cleo", current_job=sailor)
    assert staff.get(f"{ROOT}learners-current-job/").json() == {
        "count": 2,
        "next": None,
        "previous": None,
        "results": [
            {"username": "ada", "current_job": captain.pk},
            {"username": "cleo", "current_job": sailor.pk},
        ],
    }


def test_holders_of_a_job_come_latest_first_and_once(staff):
    job = JobFactory()
    for username in ("ada", "bob", "ada"):
        SkillsQuizFactory(username=username, current_job=job)
    SkillsQuizFactory(username="cleo")
    assert staff.get(f"{ROOT}job-holder-usernames/{job.pk}/").json() == {"usernames": ["ada", "bob"]}
    assert staff.get(f"{ROOT}job-holder-usernames/0/").json() == {"detail": "No Job matches the given query."}


def test_the_categories_that_matter_most_to_a_job(staff, django_assert_max_num_queries):
    job = JobFactory(name="Captain")
    categories = [SkillCategoryFactory(id=n, name=f"C{n}") for n in range(1, 8)]
    below = SkillSubCategoryFactory(id=30, name="Below", category=categories[6])
    for category in categories:
        JobSkillsFactory(job=job, skill__category=category, significance=1, unique_postings=category.pk)
    # The seventh by two skills, the first by none that counts.
    JobSkillsFactory(
        job=job, skill__name="Steering", skill__category=categories[6], skill__subcategory=below, significance=5
    )
    JobSkillsFactory(job=job, skill__category=categories[0], significance=100, is_blacklisted=True)
    JobSkillsFactory(skill__category=categories[0], significance=100)
    with django_assert_max_num_queries(3):
        shown = staff.get(f"{ROOT}job-top-subcategories/{job.pk}/").json()
    assert (shown["id"], shown["name"]) == (job.pk, "Captain")
    assert [category["name"] for category in shown["skill_categories"]] == ["C7", "C6", "C5", "C4", "C3"]
    first = shown["skill_categories"][0]
    assert [skill["name"] for skill in first["skills"]][1:] == ["Steering"]
    assert first["skills_subcategories"] == [{"id": 30, "name": "Below", "skills": first["skills"][1:]}]
    assert shown["skill_categories"][1]["skills_subcategories"] == []


class TestJobPath:
    @pytest.fixture
    def jobs(self):
        return JobFactory(external_id="ET1", name="Sailor"), JobFactory(external_id="ET2", name="Captain")

    def test_two_different_jobs_are_needed(self, plain, jobs):
        assert plain.get(f"{ROOT}job-path/?current_job=ET9").json() == {
            "current_job": ["Job with external_id=ET9 does not exist."],
            "future_job": ["This field is required."],
        }
        assert plain.get(f"{ROOT}job-path/?current_job=ET1&future_job=ET1").json() == {
            "non_field_errors": ["Current and Future jobs can not be same."]
        }

    def test_what_is_stored_is_not_asked_for(self, plain, jobs):
        JobPath.objects.create(current_job=jobs[0], future_job=jobs[1], description="Learn to steer.")
        answer = plain.get(f"{ROOT}job-path/?current_job=ET1&future_job=ET2")
        assert answer.json() == {"description": "Learn to steer."}

    def test_the_first_answer_of_the_chat_service_is_kept(self, plain, jobs, settings, monkeypatch):
        settings.XPERT_AI_API_V2 = "https://chat.example.org/"
        sent = []

        class Answer:
            def raise_for_status(self):
                pass

            def json(self):
                return [{"content": "Learn to steer."}]

        def post(url, data, timeout, **_):
            sent.append((url, "Sailor" in data, "Captain" in data, timeout))
            return Answer()

        monkeypatch.setattr(requests, "post", post)
        for _ in range(2):
            answer = plain.get(f"{ROOT}job-path/?current_job=ET1&future_job=ET2")
            assert answer.json() == {"description": "Learn to steer."}
        assert sent == [("https://chat.example.org/", True, True, (3.05, 15))]

    @pytest.mark.parametrize("body", [None, [], {"content": "x"}, [{"content": None}], [{"content": ""}]])
    def test_no_sense_from_the_chat_service_is_no_failure_of_ours(self, plain, jobs, monkeypatch, body):
        class Answer:
            def raise_for_status(self):
                pass

            def json(self):
                return body

        monkeypatch.setattr(requests, "post", lambda *_, **__: Answer())
        answer = plain.get(f"{ROOT}job-path/?current_job=ET1&future_job=ET2")
        assert answer.status_code == 503
        assert answer.json() == {"detail": "There is no description of this path yet. Please try again later."}
        assert not JobPath.objects.exists()

    def test_without_a_chat_service_there_is_no_description(self, plain, jobs, settings):
        settings.XPERT_AI_API_V2 = ""
        assert plain.get(f"{ROOT}job-path/?current_job=ET1&future_job=ET2").status_code == 503


class TestQuiz:
    def test_a_learner_makes_changes_and_removes_their_own(self, plain):
        skill, job = SkillFactory(), JobFactory()
        made = plain.post(
            f"{ROOT}skills-quiz/",
            {"goal": "other", "username": "somebody", "skills": [skill.pk], "future_jobs": [job.pk]},
        )
        assert made.status_code == 201
        quiz = made.json()
        assert quiz.keys() == {
            "id", "created", "modified", "username", "goal", "current_job", "skills", "future_jobs",
        }  # fmt: skip
        assert (quiz["username"], quiz["current_job"], quiz["skills"], quiz["future_jobs"]) == (
            "plain",
            None,
            [skill.pk],
            [job.pk],
        )
        address = f"{ROOT}skills-quiz/{quiz['id']}/"
        assert plain.patch(address, {"current_job": job.pk}).json()["current_job"] == job.pk
        replaced = plain.put(address, {"goal": "get_promoted", "skills": []})
        assert replaced.status_code == 200
        assert (replaced.json()["goal"], replaced.json()["skills"]) == ("get_promoted", [])
        assert plain.delete(address).status_code == 204
        assert not SkillsQuiz.objects.exists()

    def test_others_are_for_staff(self, plain, staff):
        mine, other = SkillsQuizFactory(username="plain"), SkillsQuizFactory(username="ada")
        assert names(plain.get(f"{ROOT}skills-quiz/"), "id") == [mine.pk]
        assert plain.patch(f"{ROOT}skills-quiz/{other.pk}/", {"goal": "other"}).status_code == 404
        assert names(staff.get(f"{ROOT}skills-quiz/"), "id") == [mine.pk, other.pk]
        assert names(staff.get(f"{ROOT}skills-quiz/?username=ada"), "id") == [other.pk]
        assert staff.patch(f"{ROOT}skills-quiz/{other.pk}/", {"goal": "other"}).json()["username"] == "ada"

    @pytest.mark.parametrize(
        ("given", "refused"),
        [
            ({}, {"goal": ["This field is required."]}),
            ({"goal": "x"}, {"goal": ['"x" is not a valid choice.']}),
            ({"goal": "other", "skills": [0]}, {"skills": ['Invalid pk "0" - object does not exist.']}),
        ],
    )
    def test_wrong_answers_are_refused(self, plain, given, refused):
        answer = plain.post(f"{ROOT}skills-quiz/", given)
        assert (answer.status_code, answer.json()) == (400, refused)

    @pytest.mark.parametrize("value", ["1e400", "1" + "0" * 40, '"x"', "{}", "true", "1.5"])
    @pytest.mark.parametrize("name", ["skills", "future_jobs", "current_job"])
    def test_nonsense_in_the_place_of_ids_is_refused(self, plain, name, value):
        body = f'{{"goal": "other", "{name}": {value if name == "current_job" else f"[{value}]"}}}'
        answer = plain.post(f"{ROOT}skills-quiz/", body, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json().keys() == {name}
