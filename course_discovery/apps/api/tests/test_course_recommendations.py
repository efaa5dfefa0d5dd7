import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.choices import CourseRunStatus
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    CourseUrlSlugFactory,
    RestrictedCourseRunFactory,
    SeatFactory,
    SubjectFactory,
)
from course_discovery.apps.programs.tests.factories import ProgramFactory

PATH = "/api/v1/course_recommendations/NorthX+GEO101/"


@pytest.fixture
def subject(partner):
    return SubjectFactory(partner=partner)


@pytest.fixture
def course(partner, organization, subject):
    return CourseFactory(
        partner=partner, key="NorthX+GEO101", authoring_organizations=[organization], subjects=[subject]
    )


def offered(partner, key, *, restriction=None, status=CourseRunStatus.Published, **values):
    """A course with a run that may be marketed."""
    course = CourseFactory(partner=partner, key=key, **values)
    run = CourseRunFactory(course=course, key=f"course-v1:{key}+1", slug=key.lower(), status=status)
    SeatFactory(course_run=run, type__slug="verified", price=49)
    if restriction:
        RestrictedCourseRunFactory(course_run=run, restriction_type=restriction)
    return course


def keys(client, path=PATH):
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return [one["key"] for one in answer.json()["recommendations"]]


def test_what_is_told_of_a_course(plain, partner, organization, course):
    other = offered(
        partner,
        "NorthX+GEO102",
        title="More",
        short_description="Still more",
        card_image_url="http://images.example.org/more.jpg",
        authoring_organizations=[organization],
    )
    CourseUrlSlugFactory(course=other, url_slug="more")
    ProgramFactory(partner=partner, courses=[course, other])
    answer = plain.get(PATH).json()
    assert answer["uuid"] == str(course.uuid)
    (told,) = answer["recommendations"]
    assert [owner["key"] for owner in told.pop("owners")] == ["NorthX"]
    assert told == {
        "key": "NorthX+GEO102",
        "uuid": str(other.uuid),
        "title": "More",
        "image": {
            "src": "http://images.example.org/more.jpg",
            "description": None,
            "height": None,
            "width": None,
        },
        "short_description": "Still more",
        "type": str(other.type.uuid),
        "url_slug": None,
        "course_run_keys": ["course-v1:NorthX+GEO102+1"],
        "marketing_url": "https://www.example.org/course/more?utm_source=plain&utm_medium=affiliate_partner",
    }
    (untracked,) = plain.get(f"{PATH}?exclude_utm=1").json()["recommendations"]
    assert untracked["marketing_url"] == "https://www.example.org/course/more"


def test_courses_of_the_same_programs_come_first(plain, partner, organization, subject, course):
    offered(partner, "NorthX+ALIKE", authoring_organizations=[organization], subjects=[subject])
    offered(partner, "NorthX+SUBJECT", subjects=[subject])
    offered(partner, "NorthX+ORGANIZATION", authoring_organizations=[organization])
    both = offered(partner, "NorthX+BOTH", authoring_organizations=[organization], subjects=[subject])
    peer = offered(partner, "NorthX+PEER")
    ProgramFactory(partner=partner, status="unpublished", courses=[peer, course])
    ProgramFactory(partner=partner, courses=[course, both, peer])
    ProgramFactory(partner=partner, courses=[offered(partner, "NorthX+ELSEWHERE")])
    assert keys(plain) == ["NorthX+BOTH", "NorthX+PEER", "NorthX+ALIKE"]


def test_only_what_may_be_marketed_is_recommended(plain, partner, course):
    courses = [
        offered(partner, "NorthX+OPEN"),
        offered(partner, "NorthX+HIDDEN", status=CourseRunStatus.Unpublished),
        offered(partner, "NorthX+B2C", restriction="custom-b2c"),
        CourseFactory(partner=partner, key="NorthX+NORUN"),
    ]
    ProgramFactory(partner=partner, courses=[course, *courses])
    assert keys(plain) == ["NorthX+OPEN"]
    assert keys(plain, f"{PATH}?include_restricted=custom-b2c") == ["NorthX+OPEN", "NorthX+B2C"]


def test_runs_of_other_restrictions_are_not_named(plain, partner, course):
    other = offered(partner, "NorthX+OPEN")
    run = CourseRunFactory(course=other, key="course-v1:NorthX+OPEN+2")
    RestrictedCourseRunFactory(course_run=run, restriction_type="custom-b2c")
    ProgramFactory(partner=partner, courses=[course, other])

    def run_keys(query):
        (told,) = plain.get(f"{PATH}?{query}").json()["recommendations"]
        return set(told["course_run_keys"])

    assert run_keys("") == {"course-v1:NorthX+OPEN+1"}
    assert run_keys("include_restricted=custom-b2c") == {"course-v1:NorthX+OPEN+1", "course-v1:NorthX+OPEN+2"}


def test_keys_are_trimmed_on_both_levels(plain, partner, course):
    ProgramFactory(partner=partner, courses=[course, offered(partner, "NorthX+OPEN")])
    assert plain.get(f"{PATH}?fields=recommendations,key").json() == {"recommendations": [{"key": "NorthX+OPEN"}]}
    trimmed = plain.get(f"{PATH}?omit=uuid,owners").json()
    assert list(trimmed) == ["recommendations"]
    assert {"uuid", "owners"}.isdisjoint(trimmed["recommendations"][0])


def test_the_course_of_the_own_partner_goes_before_one_of_the_same_key(plain, partner, course):
    elsewhere = PartnerFactory(site__domain="acme.example.org", short_code="acme")
    foreign = CourseFactory(partner=elsewhere, key="NorthX+GEO101")
    only_there = CourseFactory(partner=elsewhere, key="AcmeX+ONLY")
    assert plain.get(PATH).json()["uuid"] == str(course.uuid)
    assert plain.get(PATH, HTTP_HOST="acme.example.org").json()["uuid"] == str(foreign.uuid)
    assert plain.get("/api/v1/course_recommendations/AcmeX+ONLY/").json()["uuid"] == str(only_there.uuid)


def test_unknown_keys_and_the_bare_address(plain, course):
    unknown = plain.get("/api/v1/course_recommendations/No+Such/")
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "No Course matches the given query."})
    assert plain.get("/api/v1/course_recommendations/").status_code == 404
    assert plain.get(PATH.rstrip("/")).status_code == 200


@pytest.mark.parametrize("rows", [2, 8])
def test_the_cost_does_not_grow(plain, partner, organization, subject, course, django_assert_num_queries, rows):
    courses = [offered(partner, f"NorthX+P{n}", authoring_organizations=[organization]) for n in range(rows)]
    ProgramFactory(partner=partner, courses=[course, *courses])
    for number in range(rows):
        offered(partner, f"NorthX+A{number}", authoring_organizations=[organization], subjects=[subject])
    keys(plain)
    with django_assert_num_queries(7):
        assert len(keys(plain)) == 2 * rows
