import pytest
from django.core.cache import cache

from course_discovery.apps.api.tests.conftest import client_of
from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    DraftCourseFactory,
    OrganizationFactory,
)
from course_discovery.apps.taxonomy_support.tests.factories import CourseRecommendationFactory

pytestmark = pytest.mark.django_db

ROOT = "/taxonomy/api/v1/course_recommendations/"


@pytest.fixture(autouse=True)
def nobody_has_asked():
    cache.clear()


@pytest.fixture
def course(partner, organization):
    return CourseFactory(partner=partner, key="NorthX+A", authoring_organizations=[organization])


def likeness(*numbers):
    ratio, length, subject_ratio, subject_length = numbers
    return {
        "skills_intersection_ratio": ratio,
        "skills_intersection_length": length,
        "subjects_intersection_ratio": subject_ratio,
        "subjects_intersection_length": subject_length,
    }


def test_a_recommendation_shows_the_course_and_how_much_they_share(plain, partner, organization, course):
    other = CourseFactory(
        partner=partner,
        key="NorthX+B",
        title="Rivers",
        card_image_url="https://images.example.com/b.jpg",
        image=None,
        authoring_organizations=[organization],
    )
    row = CourseRecommendationFactory(course=course, recommended_course=other, **likeness(0.5, 2, 0.25, 1))
    shown = plain.get(f"{ROOT}NorthX+A/").json()
    (found,) = shown["all_recommendations"]
    assert shown["same_partner_recommendations"] == [found]
    assert [owner["key"] for owner in found.pop("owners")] == ["NorthX"]
    assert found == {
        "id": row.pk,
        "key": "NorthX+B",
        "title": "Rivers",
        "card_image_url": {
            "src": "https://images.example.com/b.jpg",
            "description": None,
            "height": None,
            "width": None,
        },
        **likeness(0.5, 2, 0.25, 1),
    }


def test_the_most_alike_come_first(plain, partner, course):
    ranked = [
        (likeness(0.9, 1, 0.1, 1), None),
        (likeness(0.5, 3, 0.1, 1), None),
        (likeness(0.5, 2, 0.4, 1), None),
        (likeness(0.5, 2, 0.3, 2), None),
        (likeness(0.5, 2, 0.3, 1), 10),
        (likeness(0.5, 2, 0.3, 1), 9),
        (likeness(0.5, 2, 0.3, 1), None),
    ]
    for number, (numbers, enrolled) in reversed(list(enumerate(ranked))):
        other = CourseFactory(partner=partner, key=f"Z+{number}", enrollment_count=enrolled)
        CourseRecommendationFactory(course=course, recommended_course=other, **numbers)
    found = plain.get(f"{ROOT}NorthX/A/".replace("NorthX/A", "NorthX+A")).json()["all_recommendations"]
    assert [row["key"] for row in found] == [f"Z+{number}" for number in range(len(ranked))]


def test_those_of_the_same_organizations_come_once(plain, partner, organization, course):
    second = OrganizationFactory(partner=partner)
    course.authoring_organizations.add(second)
    near = CourseFactory(partner=partner, key="Z+near", authoring_organizations=[organization, second])
    far = CourseFactory(partner=partner, key="Z+far", authoring_organizations=[OrganizationFactory(partner=partner)])
    for other in (near, far):
        CourseRecommendationFactory(course=course, recommended_course=other)
    shown = plain.get(f"{ROOT}NorthX+A/").json()
    assert [row["key"] for row in shown["same_partner_recommendations"]] == ["Z+near"]
    assert {row["key"] for row in shown["all_recommendations"]} == {"Z+near", "Z+far"}


def test_no_list_is_longer_than_a_hundred_and_none_costs_more(plain_user, partner, course, django_assert_num_queries):
    plain = client_of(plain_user)
    CourseRecommendationFactory(course=course, recommended_course__partner=partner)
    with django_assert_num_queries(5):
        plain.get(f"{ROOT}NorthX+A/")
    for _ in range(101):
        CourseRecommendationFactory(course=course, recommended_course__partner=partner)
    with django_assert_num_queries(5):
        assert len(plain.get(f"{ROOT}NorthX+A/").json()["all_recommendations"]) == 100


def test_only_official_courses_of_the_partner_are_there(plain, partner):
    DraftCourseFactory(partner=partner, key="NorthX+D")
    CourseFactory(partner=PartnerFactory(), key="NorthX+E")
    for key in ("NorthX+D", "NorthX+E", "No+Such"):
        answer = plain.get(f"{ROOT}{key}/")
        assert (answer.status_code, answer.json()) == (404, {"detail": "No Course matches the given query."})


def test_ten_requests_an_hour_are_refused_politely_and_no_more(anonymous, plain, course):
    answers = [anonymous.get(f"{ROOT}NorthX+A/") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert answers[-1]["Retry-After"]
    assert "Request was throttled." in answers[-1].json()["detail"]
    assert all(plain.get(f"{ROOT}NorthX+A/").status_code == 200 for _ in range(11))
