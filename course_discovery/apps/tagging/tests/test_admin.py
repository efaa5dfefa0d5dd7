import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from course_discovery.apps.core.tests.factories import StaffUserFactory
from course_discovery.apps.course_metadata.tests.factories import CourseFactory
from course_discovery.apps.publisher.tests.factories import GroupFactory
from course_discovery.apps.tagging.models import CourseVertical, SubVertical, Vertical
from course_discovery.apps.tagging.tests.factories import CourseVerticalFactory, SubVerticalFactory, VerticalFactory

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"admin:tagging_{name}", args=args)


@pytest.fixture
def staff_client(client):
    """Logged in as staff with every permission on the app's models."""
    user = StaffUserFactory()
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="tagging"))
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def manager_client(staff_client, settings):
    settings.VERTICALS_MANAGEMENT_GROUPS = ["Taggers"]
    staff_client.user.user_permissions.clear()
    staff_client.user.groups.add(GroupFactory(name="Taggers"))
    return staff_client


class TestVerticals:
    def vertical_form(self, name, *subs, is_active=True):
        forms = {"sub_verticals-TOTAL_FORMS": len(subs), "sub_verticals-INITIAL_FORMS": len(subs)}
        for number, sub in enumerate(subs):
            forms |= {f"sub_verticals-{number}-{key}": value for key, value in (("id", sub.pk), ("name", sub.name))}
            forms |= {f"sub_verticals-{number}-vertical": sub.vertical_id}
            if sub.is_active:
                forms[f"sub_verticals-{number}-is_active"] = "on"
        return {"name": name, **forms, **({"is_active": "on"} if is_active else {})}

    def test_superusers_make_them(self, admin_client):
        assert admin_client.post(address("vertical_add"), self.vertical_form("Health")).status_code == 302
        vertical = Vertical.objects.get()
        assert (vertical.name, vertical.slug, vertical.is_active) == ("Health", "health", True)
        data = {"name": "Nursing", "vertical": vertical.pk, "is_active": "on"}
        assert admin_client.post(address("subvertical_add"), data).status_code == 302
        assert SubVertical.objects.get().slug == "nursing"

    def test_others_may_only_look(self, staff_client):
        sub = SubVerticalFactory()
        for name, row in (("vertical", sub.vertical), ("subvertical", sub)):
            assert staff_client.get(address(f"{name}_change", row.pk)).status_code == 200
            assert staff_client.post(address(f"{name}_change", row.pk), {"name": "Changed"}).status_code == 403
            assert staff_client.post(address(f"{name}_add"), {"name": "New"}).status_code == 403
            assert staff_client.post(address(f"{name}_delete", row.pk), {"post": "yes"}).status_code == 403
        assert set(SubVertical.objects.values_list("name", flat=True)) == {sub.name}

    def test_one_out_of_use_takes_its_sub_verticals_along(self, admin_client):
        vertical = VerticalFactory(name="Health")
        subs = [SubVerticalFactory(vertical=vertical) for _ in range(2)]
        data = self.vertical_form("Health", *subs, is_active=False)
        assert admin_client.post(address("vertical_change", vertical.pk), data).status_code == 302
        assert set(SubVertical.objects.values_list("is_active", flat=True)) == {False}

    def test_saving_one_that_was_out_of_use_leaves_its_sub_verticals_alone(self, admin_client):
        vertical = VerticalFactory(name="Health", is_active=False)
        sub = SubVerticalFactory(vertical=vertical)
        data = self.vertical_form("Life", sub, is_active=False)
        assert admin_client.post(address("vertical_change", vertical.pk), data).status_code == 302
        sub.refresh_from_db()
        assert sub.is_active


class TestCourseVerticals:
    def test_managers_assign_courses(self, manager_client):
        course, sub = CourseFactory(), SubVerticalFactory()
        data = {"course": course.pk, "vertical": "", "sub_vertical": sub.pk}
        assert manager_client.post(address("coursevertical_add"), data).status_code == 302
        assert CourseVertical.objects.get(course=course).vertical == sub.vertical
        assert manager_client.get(address("coursevertical_changelist")).status_code == 200

    def test_others_may_not_whatever_their_permissions(self, staff_client):
        assigned = CourseVerticalFactory()
        assert staff_client.post(address("coursevertical_add"), {}).status_code == 403
        assert staff_client.post(address("coursevertical_change", assigned.pk), {}).status_code == 403
        assert staff_client.post(address("coursevertical_delete", assigned.pk), {"post": "yes"}).status_code == 403

    def test_a_mismatch_is_an_error_of_the_field(self, admin_client):
        data = {"course": CourseFactory().pk, "vertical": VerticalFactory().pk, "sub_vertical": SubVerticalFactory().pk}
        answer = admin_client.post(address("coursevertical_add"), data)
        assert list(answer.context["adminform"].form.errors) == ["sub_vertical"]

    def test_offered_is_what_is_in_use_and_what_the_course_has(self, admin_client):
        old, new = SubVerticalFactory(is_active=False, vertical__is_active=False), SubVerticalFactory()
        assigned = CourseVerticalFactory(sub_vertical=old)
        fields = admin_client.get(address("coursevertical_change", assigned.pk)).context["adminform"].form.fields
        assert set(fields["sub_vertical"].queryset) == {old, new}
        fields = admin_client.get(address("coursevertical_add")).context["adminform"].form.fields
        assert set(fields["vertical"].queryset) == {new.vertical}

    def test_found_by_course_and_vertical(self, admin_client):
        assigned = CourseVerticalFactory(
            course__title="Reef fish", sub_vertical__vertical__name="Oceans", sub_vertical__name="Coral"
        )
        CourseVerticalFactory()
        for words in ("Reef", assigned.course.key, assigned.vertical.name, assigned.sub_vertical.name):
            answer = admin_client.get(address("coursevertical_changelist"), {"q": words})
            assert answer.context["cl"].result_count == 1

    def test_the_list_costs_the_same_however_many_there_are(self, admin_client, django_assert_max_num_queries):
        for _ in range(10):
            CourseVerticalFactory()
        with django_assert_max_num_queries(9):
            admin_client.get(address("coursevertical_changelist"))
