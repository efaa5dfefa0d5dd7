import pytest
from django.urls import reverse

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.publisher.tests.factories import OrganizationExtensionFactory, OrganizationUserRoleFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("factory", [OrganizationExtensionFactory, OrganizationUserRoleFactory])
def test_pages_open_and_lists_cost_no_query_a_row(factory, client, django_assert_max_num_queries):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    rows = factory.create_batch(5)
    name = factory._meta.model._meta.model_name
    with django_assert_max_num_queries(8):
        page = client.get(reverse(f"admin:publisher_{name}_changelist"))
    assert rows[0].organization.key in page.content.decode()
    for view in ("change", "history"):
        assert client.get(reverse(f"admin:publisher_{name}_{view}", args=[rows[0].pk])).status_code == 200
