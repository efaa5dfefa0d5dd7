import pytest
from django.core.exceptions import ValidationError

from course_discovery.apps.course_metadata.tests.factories import CourseFactory, DraftCourseFactory
from course_discovery.apps.tagging.models import CourseVertical
from course_discovery.apps.tagging.rules.assignment import belongs
from course_discovery.apps.tagging.services.verticals import assign_vertical, set_active
from course_discovery.apps.tagging.tests.factories import CourseVerticalFactory, SubVerticalFactory, VerticalFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("parent", "vertical", "expected"), [(1, 1, True), (1, 2, False), (1, None, True)])
def test_a_sub_vertical_belongs_to_its_vertical(parent, vertical, expected):
    assert belongs(parent, vertical) is expected


class TestVerticals:
    def test_slugs_are_made_of_names_and_stay(self):
        vertical = VerticalFactory(name="Health & Life", slug="something")
        assert vertical.slug == "health-life"
        vertical.name = "Life"
        vertical.save()
        vertical.refresh_from_db()
        assert vertical.slug == "health-life"
        assert SubVerticalFactory(name="Health Life").slug == "health-life"
        assert VerticalFactory(name="Health, life!").slug == "health-life-2"

    def test_history_leaves_the_slug_out(self):
        vertical = VerticalFactory(name="Health")
        assert [row.name for row in vertical.history.all()] == ["Health"]
        assert not hasattr(vertical.history.first(), "slug")

    def test_one_out_of_use_takes_its_sub_verticals_along(self):
        vertical = VerticalFactory()
        subs = [SubVerticalFactory(vertical=vertical) for _ in range(3)]
        other = SubVerticalFactory()
        set_active(vertical, False)
        for row in (*subs, other):
            row.refresh_from_db()
        assert [row.is_active for row in (*subs, other)] == [False, False, False, True]
        set_active(vertical, True)
        subs[0].refresh_from_db()
        assert (vertical.is_active, subs[0].is_active) == (True, False)


class TestCourseVertical:
    def test_a_sub_vertical_alone_brings_its_vertical(self):
        sub_vertical = SubVerticalFactory()
        assigned = CourseVertical.objects.create(course=CourseFactory(), sub_vertical=sub_vertical)
        assigned.refresh_from_db()
        assert assigned.vertical == sub_vertical.vertical

    def test_the_vertical_is_written_with_the_sub_vertical(self):
        assigned, sub_vertical = CourseVerticalFactory(vertical=None, sub_vertical=None), SubVerticalFactory()
        assigned.sub_vertical = sub_vertical
        assigned.save(update_fields=["sub_vertical"])
        assigned.refresh_from_db()
        assert assigned.vertical == sub_vertical.vertical

    def test_one_of_another_vertical_is_refused(self):
        python, health = SubVerticalFactory(name="Python"), VerticalFactory(name="Health")
        with pytest.raises(ValidationError) as error:
            CourseVertical.objects.create(course=CourseFactory(), vertical=health, sub_vertical=python)
        message = 'Sub-vertical "Python" does not belong to vertical "Health".'
        assert error.value.message_dict == {"sub_vertical": [message]}

    def test_a_course_has_one(self):
        with pytest.raises(ValidationError) as error:
            CourseVerticalFactory(course=CourseVerticalFactory().course)
        assert list(error.value.message_dict) == ["course"]

    def test_a_draft_has_none(self):
        with pytest.raises(ValidationError) as error:
            CourseVerticalFactory(course=DraftCourseFactory())
        assert list(error.value.message_dict) == ["course"]


class TestAssign:
    def test_made_then_changed_then_emptied(self):
        course, sub_vertical = CourseFactory(), SubVerticalFactory()
        assert assign_vertical(course, sub_vertical.vertical, sub_vertical) is True
        assert assign_vertical(course, sub_vertical.vertical, None) is False
        assigned = CourseVertical.objects.get(course=course)
        assert (assigned.vertical, assigned.sub_vertical) == (sub_vertical.vertical, None)
        assert assign_vertical(course, None, None) is False
        assigned.refresh_from_db()
        assert (assigned.vertical, assigned.sub_vertical) == (None, None)
        assert [row.history_type for row in assigned.history.all()] == ["~", "~", "+"]

    def test_nothing_is_written_when_the_two_do_not_go_together(self):
        course = CourseFactory()
        with pytest.raises(ValidationError):
            assign_vertical(course, VerticalFactory(), SubVerticalFactory())
        assert not CourseVertical.objects.exists()
