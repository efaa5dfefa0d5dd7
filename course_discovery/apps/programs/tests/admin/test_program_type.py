import pytest
from django.urls import reverse

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.programs.tests.factories import ProgramTypeFactory

pytestmark = pytest.mark.django_db


def test_pages_open_and_the_list_costs_no_query_a_row(client, django_assert_max_num_queries):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    rows = ProgramTypeFactory.create_batch(5)
    with django_assert_max_num_queries(9):
        page = client.get(reverse("admin:programs_programtype_changelist"))
    assert rows[0].name in page.content.decode()
    assert client.get(reverse("admin:programs_programtype_change", args=[rows[0].pk])).status_code == 200
