import pytest

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CourseFactory,
    CourseRunFactory,
    DraftCourseRunFactory,
    OrganizationFactory,
    PersonAreaOfExpertiseFactory,
    PersonFactory,
    PersonSocialNetworkFactory,
    PositionFactory,
)

KEYS = [
    "uuid", "salutation", "given_name", "family_name", "bio", "slug", "position", "areas_of_expertise",
    "profile_image", "works", "urls", "urls_detailed", "email", "profile_image_url", "major_works", "published",
]  # fmt: skip


def names(answer):
    assert answer.status_code == 200, answer.content
    return [one["given_name"] for one in answer.json()["results"]]


class TestObject:
    def test_bare(self, anonymous, partner):
        person = PersonFactory(partner=partner, given_name="Ada", family_name=None, bio=None)
        assert anonymous.get(f"/api/v1/people/{person.uuid}/").json() == {
            "uuid": str(person.uuid),
            "salutation": None,
            "given_name": "Ada",
            "family_name": None,
            "bio": None,
            "slug": "ada",
            "position": None,
            "areas_of_expertise": [],
            "profile_image": {},
            "works": [],
            "urls": {"facebook": None, "twitter": None, "blog": None},
            "urls_detailed": [],
            "email": None,
            "profile_image_url": None,
            "major_works": "",
            "published": False,
        }

    def test_full(self, anonymous, partner, organization):
        person = PersonFactory(partner=partner, email="ada@example.com")
        PositionFactory(person=person, title="Countess", organization=organization)
        areas = [PersonAreaOfExpertiseFactory(person=person, value=value) for value in ("Looms", "Engines")]
        networks = [
            PersonSocialNetworkFactory(person=person, type=kind, url=url, title=title)
            for kind, url, title in (
                ("blog", "https://b/1", ""),
                ("blog", "https://b/2", "Diary"),
                ("others", "https://o/1", ""),
                ("twitter", "https://t/1", ""),
            )
        ]
        shown = anonymous.get(f"/api/v1/people/{person.uuid}/").json()
        assert list(shown) == KEYS
        assert shown["email"] is None
        assert shown["position"] == {
            "title": "Countess",
            "organization_name": "North Valley University",
            "organization_id": organization.pk,
            "organization_override": None,
            "organization_marketing_url": "https://www.example.org/school/northx",
            "organization_uuid": str(organization.uuid),
            "organization_logo_image_url": None,
        }
        assert shown["areas_of_expertise"] == [{"id": area.pk, "value": area.value} for area in areas]
        assert shown["urls"] == {"facebook": None, "twitter": "https://t/1", "blog": "https://b/1"}
        assert [one["display_title"] for one in shown["urls_detailed"]] == ["Blog", "Diary", "https://o/1", "Twitter"]
        assert [one["id"] for one in shown["urls_detailed"]] == [network.pk for network in networks]

    def test_a_position_elsewhere(self, anonymous, partner):
        position = PositionFactory(
            person=PersonFactory(partner=partner), organization=None, organization_override="At home"
        )
        shown = anonymous.get(f"/api/v1/people/{position.person.uuid}/").json()["position"]
        assert shown["organization_name"] == "At home"
        assert shown["organization_id"] is shown["organization_uuid"] is shown["organization_marketing_url"] is None


class TestList:
    def test_people_of_the_partner_in_the_order_of_making(self, anonymous, partner):
        for name in ("C", "A", "B"):
            PersonFactory(partner=partner, given_name=name)
        PersonFactory(partner=PartnerFactory())
        assert names(anonymous.get("/api/v1/people/")) == ["C", "A", "B"]
        assert names(anonymous.get("/api/v1/people/?page=2&page_size=2&limit=1")) == ["B"]
        assert names(anonymous.get("/api/v1/people/?limit=1")) == ["C", "A", "B"]

    def test_slug(self, anonymous, partner):
        PersonFactory(partner=partner, given_name="Ada", family_name="King")
        PersonFactory(partner=partner)
        assert names(anonymous.get("/api/v1/people/?slug=ada-king")) == ["Ada"]
        assert names(anonymous.get("/api/v1/people/?slug=ada")) == []

    def test_org_gives_each_person_once(self, anonymous, partner, organization):
        teacher = PersonFactory(partner=partner, given_name="Teacher")
        writer = PersonFactory(partner=partner, given_name="Writer")
        PersonFactory(partner=partner, given_name="Idle")
        course = CourseFactory(partner=partner, authoring_organizations=[organization])
        CourseRunFactory(course=course, staff=[teacher])
        CourseRunFactory(course=course, staff=[teacher])
        DraftCourseRunFactory(course=course, staff=[writer])
        other = OrganizationFactory(partner=partner, key="SouthX")
        CourseRunFactory(course=CourseFactory(partner=partner, authoring_organizations=[other]), staff=[teacher])
        assert names(anonymous.get("/api/v1/people/?org=NorthX")) == ["Teacher", "Writer"]
        assert names(anonymous.get("/api/v1/people/?org=SouthX")) == ["Teacher"]
        assert names(anonymous.get("/api/v1/people/?org=SouthX&org=NorthX")) == ["Teacher", "Writer"]
        assert names(anonymous.get("/api/v1/people/?org=")) == []
        assert anonymous.get(f"/api/v1/people/{teacher.uuid}/?org=NorthX&org=SouthX").status_code == 200
        assert anonymous.get(f"/api/v1/people/{writer.uuid}/?org=SouthX").status_code == 404

    def test_a_fixed_number_of_queries(self, anonymous, partner, django_assert_max_num_queries):
        for _number in range(5):
            person = PersonFactory(partner=partner)
            PositionFactory(person=person, organization=OrganizationFactory(partner=partner))
            PersonSocialNetworkFactory(person=person)
            PersonAreaOfExpertiseFactory(person=person)
        with django_assert_max_num_queries(7):
            assert len(names(anonymous.get("/api/v1/people/"))) == 5

    @pytest.mark.parametrize("query, field", [("page=x", "page"), ("page_size=-1", "page_size"), ("slug=%00", "slug")])
    def test_bad_values_are_refused_by_name(self, anonymous, partner, query, field):
        answer = anonymous.get(f"/api/v1/people/?{query}")
        assert (answer.status_code, list(answer.json())) == (400, [field])
