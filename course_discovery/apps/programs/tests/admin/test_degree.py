import pytest
from django.urls import reverse

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.programs.choices import ProgramStatus
from course_discovery.apps.programs.models import Degree, ProgramType
from course_discovery.apps.programs.tests.factories import (
    CurriculumFactory,
    DegreeAdditionalMetadataFactory,
    DegreeCostFactory,
    DegreeFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("admin:programs_degree_changelist")


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize(
    ("action", "before", "after", "message"),
    [
        (
            "publish_degrees",
            {"status": ProgramStatus.Unpublished},
            {"status": ProgramStatus.Active},
            "Successfully published 2 degree(s).",
        ),
        (
            "unpublish_degrees",
            {"status": ProgramStatus.Active},
            {"status": ProgramStatus.Unpublished},
            "Successfully unpublished 2 degree(s).",
        ),
        (
            "display_degrees_on_org_page",
            {"display_on_org_page": False},
            {"display_on_org_page": True},
            "2 degrees were successfully set to display on org page.",
        ),
        (
            "hide_degrees_on_org_page",
            {"display_on_org_page": True},
            {"display_on_org_page": False},
            "2 degrees were successfully set to be hidden on org page.",
        ),
    ],
)
def test_actions_leave_history_and_a_timestamp(admin, action, before, after, message):
    degrees = DegreeFactory.create_batch(2, **before)
    former = degrees[0].data_modified_timestamp
    page = admin.post(LIST, {"action": action, "_selected_action": [degree.pk for degree in degrees]}, follow=True)
    assert message in page.content.decode()
    assert Degree.objects.filter(**after).count() == 2
    degree = Degree.objects.get(pk=degrees[0].pk)
    assert degree.data_modified_timestamp > former
    assert degree.history.first().history_type == "~"


def test_one_degree_is_spoken_of_as_one(admin):
    degree = DegreeFactory()
    data = {"action": "display_degrees_on_org_page", "_selected_action": [degree.pk]}
    page = admin.post(LIST, data, follow=True)
    assert "1 degree was successfully set to display on org page." in page.content.decode()


def test_pages_open(admin):
    degree = DegreeFactory(type=ProgramType.objects.get(slug="masters"))
    rows = [CurriculumFactory(program=degree), DegreeCostFactory(degree=degree)]
    rows += [degree, DegreeAdditionalMetadataFactory(degree=degree)]
    for row in rows:
        names = (row._meta.app_label, row._meta.model_name)
        assert admin.get(reverse("admin:{}_{}_change".format(*names), args=[row.pk])).status_code == 200
        assert admin.get(reverse("admin:{}_{}_changelist".format(*names)), {"q": "a"}).status_code == 200
