import pytest
from django.contrib.auth.models import AnonymousUser

from course_discovery.apps.core.tests.factories import StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory
from course_discovery.apps.publisher.tests.factories import GroupFactory
from course_discovery.apps.tagging.selectors import assignments as selectors
from course_discovery.apps.tagging.tests.factories import CourseVerticalFactory, SubVerticalFactory, VerticalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def managers(settings):
    settings.VERTICALS_MANAGEMENT_GROUPS = ["Taggers", "Others"]
    return GroupFactory(name="Taggers")


def member_of(*groups, **values):
    user = UserFactory(**values)
    user.groups.set(groups)
    return user


class TestMayAssign:
    def test_superusers_and_members_of_the_groups_may(self, managers):
        assert selectors.may_assign_verticals(UserFactory(is_superuser=True))
        assert selectors.may_assign_verticals(member_of(managers))

    def test_others_may_not(self, managers):
        assert not selectors.may_assign_verticals(StaffUserFactory())
        assert not selectors.may_assign_verticals(member_of(GroupFactory()))
        assert not selectors.may_assign_verticals(member_of(managers, is_active=False))
        assert not selectors.may_assign_verticals(AnonymousUser())

    def test_without_groups_superusers_alone_may(self, settings):
        settings.VERTICALS_MANAGEMENT_GROUPS = []
        assert not selectors.may_assign_verticals(member_of(GroupFactory()))

    def test_the_managers_are_listed_once(self, managers):
        manager = member_of(managers, GroupFactory(name="Others"))
        member_of(managers, is_active=False)
        UserFactory(is_superuser=True)
        assert list(selectors.vertical_managers()) == [manager]


class TestCourses:
    @pytest.fixture
    def courses(self):
        health = VerticalFactory(name="Health")
        made = {
            "b": CourseFactory(title="b", key="K+1"),
            "A": CourseFactory(title="A", key="K+3"),
            "c": CourseFactory(title="c", key="K+2"),
        }
        DraftCourseFactory(title="draft")
        CourseVerticalFactory(course=made["A"], vertical=health, sub_vertical=None)
        CourseVerticalFactory(
            course=made["c"], sub_vertical=SubVerticalFactory(name="Accounting", vertical__name="Business")
        )
        return made

    @pytest.mark.parametrize(
        ("sort", "direction", "titles"),
        [
            ("key", "asc", "bcA"),
            ("key", "desc", "Acb"),
            ("vertical", "asc", "cAb"),
            ("vertical", "desc", "Acb"),
            ("sub_vertical", "asc", "cbA"),
            ("no_such_column", "asc", "Abc"),
            ("title", "sideways", "Abc"),
        ],
    )
    def test_sorted_with_empty_values_last(self, courses, sort, direction, titles):
        assert "".join(course.title for course in selectors.tagged_courses("", sort, direction)) == titles

    def test_found_by_a_part_of_the_title_in_any_case(self, courses):
        assert [course.title for course in selectors.tagged_courses("a")] == ["A"]

    @pytest.mark.parametrize("rows", [2, 10])
    def test_cost_one_query_however_many_there_are(self, django_assert_num_queries, rows):
        for _ in range(rows):
            CourseVerticalFactory()
        with django_assert_num_queries(1):
            shown = [
                (course.product_vertical.vertical.name, course.product_vertical.sub_vertical.name)
                for course in selectors.tagged_courses()
            ]
        assert len(shown) == rows


class TestVerticals:
    def test_counted_and_sorted(self):
        business, health = VerticalFactory(name="Business"), VerticalFactory(name="Health", is_active=False)
        finance, law = (
            SubVerticalFactory(name="Finance", vertical=business),
            SubVerticalFactory(name="Law", vertical=health),
        )
        for _ in range(2):
            CourseVerticalFactory(sub_vertical=law)
        CourseVerticalFactory(sub_vertical=finance)
        counts = [(row.name, row.course_count) for row in selectors.verticals_with_counts()]
        assert counts == [("Business", 1), ("Health", 2)]
        assert [row.name for row in selectors.verticals_with_counts("course_count", "desc")] == ["Health", "Business"]
        assert [row.name for row in selectors.verticals_with_counts("password")] == ["Business", "Health"]
        by_vertical = selectors.sub_verticals_with_counts("vertical", "desc")
        assert [(row.name, row.course_count) for row in by_vertical] == [("Law", 2), ("Finance", 1)]

    @pytest.mark.parametrize("rows", [2, 10])
    def test_cost_the_same_however_many_there_are(self, django_assert_num_queries, rows):
        vertical = VerticalFactory()
        for _ in range(rows):
            CourseVerticalFactory(sub_vertical=SubVerticalFactory(vertical=vertical))
        with django_assert_num_queries(1):
            assert len(selectors.verticals_with_counts()) == 1
        with django_assert_num_queries(1):
            assert {row.vertical.name for row in selectors.sub_verticals_with_counts()} == {vertical.name}
        with django_assert_num_queries(3):
            (loaded,) = selectors.verticals_with_courses()
            assert len(loaded.sub_verticals.all()) == len([row.course.title for row in loaded.loaded_courses]) == rows
        with django_assert_num_queries(2):
            assert len([row.vertical.name for row in selectors.sub_verticals_with_courses()]) == rows

    def test_offered_are_those_in_use_and_those_the_course_has(self):
        old = SubVerticalFactory(is_active=False, vertical__is_active=False)
        new = SubVerticalFactory()
        SubVerticalFactory(is_active=False, vertical__is_active=False)
        course = CourseVerticalFactory(sub_vertical=old).course
        verticals, sub_verticals = selectors.choices_for(course)
        assert (set(verticals), set(sub_verticals)) == ({old.vertical, new.vertical}, {old, new})
        verticals, sub_verticals = selectors.choices_for(CourseFactory())
        assert (set(verticals), set(sub_verticals)) == ({new.vertical}, {new})
