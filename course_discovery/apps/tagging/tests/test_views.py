import re
from uuid import uuid4

import pytest
from django.urls import reverse

from course_discovery.apps.core.tests.factories import StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory
from course_discovery.apps.publisher.tests.factories import GroupFactory
from course_discovery.apps.tagging.models import CourseVertical
from course_discovery.apps.tagging.tests.factories import CourseVerticalFactory, SubVerticalFactory, VerticalFactory

pytestmark = pytest.mark.django_db

FRAGMENT = {"HX-Request": "true"}


def address(name, **kwargs):
    return reverse(f"tagging:{name}", kwargs=kwargs)


@pytest.fixture
def manager_client(client, settings):
    """Logged in as somebody whose group may tag."""
    settings.VERTICALS_MANAGEMENT_GROUPS = ["Taggers"]
    user = UserFactory()
    user.groups.add(GroupFactory(name="Taggers"))
    client.force_login(user)
    return client


class TestAccess:
    @pytest.fixture
    def addresses(self):
        assigned = CourseVerticalFactory()
        return [
            "/tagging/courses/",
            f"/tagging/courses/{assigned.course.uuid}/",
            "/tagging/verticals/",
            f"/tagging/verticals/{assigned.vertical.slug}/",
            "/tagging/sub_verticals/",
            f"/tagging/sub_verticals/{assigned.sub_vertical.slug}/",
        ]

    def test_visitors_are_sent_to_the_login(self, client, addresses):
        for url in addresses:
            answer = client.get(url)
            assert (answer.status_code, answer.url) == (302, f"/login/?next={url}")

    def test_staff_alone_is_not_enough(self, client, addresses):
        client.force_login(StaffUserFactory())
        assert {client.get(url).status_code for url in addresses} == {403}
        assert client.post(addresses[1], {}).status_code == 403

    def test_superusers_and_managers_come_in(self, manager_client, admin_client, addresses):
        for client in (manager_client, admin_client):
            assert {client.get(url).status_code for url in addresses} == {200}


class TestCourses:
    def test_shows_official_courses_with_their_verticals(self, manager_client):
        assigned = CourseVerticalFactory(course__title="Reef <b>fish</b>")
        DraftCourseFactory(title="A draft")
        page = manager_client.get(address("course_list")).content.decode()
        assert "Reef &lt;b&gt;fish&lt;/b&gt;" in page
        assert assigned.vertical.name in page
        assert assigned.sub_vertical.name in page
        assert "A draft" not in page

    def test_twenty_a_page_and_no_page_beyond_the_last(self, manager_client):
        for number in range(41):
            CourseFactory(title=f"Course {number:02}")
        answer = manager_client.get(address("course_list"), {"page": 2, "search": "course", "sort": "key"})
        assert len(answer.context["courses"]) == 20
        assert list(answer.context["elided_page_range"]) == [1, 2, 3]
        # Other pages keep what was searched and how it is sorted.
        assert re.search(r'href="\?page=3&amp;search=course&amp;sort=key"', answer.content.decode())
        assert manager_client.get(address("course_list"), {"page": 4}).status_code == 404

    def test_sorts_and_searches(self, manager_client):
        for title in ("b", "ab", "c"):
            CourseFactory(title=title)
        answer = manager_client.get(address("course_list"), {"search": "B", "sort": "nonsense", "direction": "desc"})
        assert [course.title for course in answer.context["courses"]] == ["b", "ab"]
        assert (answer.context["current_sort"], answer.context["current_direction"]) == ("title", "desc")
        page = answer.content.decode()
        assert '<th scope="col" aria-sort="descending"><a href="?search=B&amp;sort=title&amp;direction=asc">' in page

    def test_a_fragment_is_the_table_alone(self, manager_client):
        CourseFactory(title="Reef fish")
        page = manager_client.get(address("course_list"), headers=FRAGMENT).content.decode()
        assert page.startswith('<div id="course-table">')
        assert "Reef fish" in page
        assert "<html" not in page

    @pytest.mark.parametrize("rows", [2, 10])
    def test_costs_the_same_however_many_there_are(self, manager_client, django_assert_num_queries, rows):
        for _ in range(rows):
            CourseVerticalFactory()
        # Session, account, its groups, and the rows and how many there are.
        with django_assert_num_queries(5):
            manager_client.get(address("course_list"))


class TestTagging:
    @pytest.fixture
    def post(self, manager_client):
        def send(course, headers=FRAGMENT, **slugs):
            answer = manager_client.post(address("course_tagging_detail", uuid=course.uuid), slugs, headers=headers)
            assert answer.status_code == 200
            return answer.content.decode().strip()

        return send

    def test_the_form_offers_what_is_in_use(self, manager_client):
        python = SubVerticalFactory(name="Python", vertical__name="Technology")
        VerticalFactory(name="Outdated", is_active=False)
        course = CourseVerticalFactory(sub_vertical=python).course
        page = manager_client.get(address("course_tagging_detail", uuid=course.uuid)).content.decode()
        assert '<option value="technology" selected>Technology</option>' in page
        assert '<option value="python" data-vertical="technology" selected>' in page
        assert "Outdated" not in page

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_drafts_and_unknown_courses_are_not_found(self, manager_client, method):
        for uuid in (uuid4(), DraftCourseFactory().uuid):
            answer = getattr(manager_client, method)(address("course_tagging_detail", uuid=uuid))
            assert answer.status_code == 404

    def test_an_assignment_is_made_and_changed(self, post):
        course, python = CourseFactory(), SubVerticalFactory()
        done = post(course, vertical=python.vertical.slug, sub_vertical=python.slug)
        assert done == '<p class="success">Course Vertical added successfully.</p>'
        assert CourseVertical.objects.get(course=course).sub_vertical == python
        # No slug and one that does not exist mean none.
        done = post(course, vertical=python.vertical.slug, sub_vertical="unknown")
        assert done == '<p class="success">Course Vertical updated successfully.</p>'
        assert CourseVertical.objects.get(course=course).sub_vertical is None

    def test_what_does_not_go_together_is_refused(self, post):
        course, python, health = CourseFactory(), SubVerticalFactory(), VerticalFactory()
        refused = '<p class="error">Sub-vertical does not belong to the selected vertical.</p>'
        assert post(course, vertical=health.slug, sub_vertical=python.slug) == refused
        assert post(course, sub_vertical=python.slug) == refused
        assert not CourseVertical.objects.exists()

    def test_without_javascript_the_page_comes_back_with_the_message(self, post):
        course, python = CourseFactory(), SubVerticalFactory()
        page = post(course, headers={}, vertical=python.vertical.slug, sub_vertical=python.slug)
        assert "<html" in page
        assert "Course Vertical added successfully." in page
        assert f'data-vertical="{python.vertical.slug}" selected' in page


class TestVerticals:
    @pytest.mark.parametrize("name", ["vertical_list", "sub_vertical_list"])
    @pytest.mark.parametrize("rows", [2, 10])
    def test_lists_cost_the_same_however_many_there_are(self, manager_client, django_assert_num_queries, name, rows):
        for _ in range(rows):
            CourseVerticalFactory()
        with django_assert_num_queries(4):
            answer = manager_client.get(address(name), {"sort": "nonsense"})
        assert answer.context["current_sort"] == "name"

    def test_a_fragment_is_the_table_alone(self, manager_client):
        SubVerticalFactory(name="Python")
        page = manager_client.get(address("sub_vertical_list"), headers=FRAGMENT).content.decode()
        assert page.startswith('<table id="sub-vertical-table">')
        assert "Python" in page

    def test_a_vertical_shows_three_courses_and_then_more(self, manager_client):
        python = SubVerticalFactory(name="Python")
        for number in range(5):
            CourseVerticalFactory(course__title=f"Course {number}", sub_vertical=python)
        for page in (
            manager_client.get(address("vertical_detail", slug=python.vertical.slug)).content.decode(),
            manager_client.get(address("sub_vertical_detail", slug=python.slug)).content.decode(),
        ):
            first, more = page.split("<details>")
            assert re.findall(r"Course \d", first) == ["Course 0", "Course 1", "Course 2"]
            assert re.findall(r"Course \d", more) == ["Course 3", "Course 4"]
            assert "Show More" in more

    def test_they_lead_to_each_other(self, manager_client):
        python = SubVerticalFactory(name="Python", vertical__name="Technology")
        page = manager_client.get(address("vertical_detail", slug="technology")).content.decode()
        assert '<a href="/tagging/sub_verticals/python/">Python</a>' in page
        page = manager_client.get(address("sub_vertical_detail", slug=python.slug)).content.decode()
        assert '<a href="/tagging/verticals/technology/">Technology</a>' in page

    def test_unknown_ones_are_not_found(self, manager_client):
        for name in ("vertical_detail", "sub_vertical_detail"):
            assert manager_client.get(address(name, slug="unknown")).status_code == 404
