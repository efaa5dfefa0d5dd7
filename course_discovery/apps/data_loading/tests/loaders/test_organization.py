"""Names of organizations."""

from course_discovery.apps.core.tests.factories import PartnerFactory
from course_discovery.apps.course_metadata.models import Organization
from course_discovery.apps.course_metadata.tests.factories import OrganizationFactory
from course_discovery.apps.data_loading.loaders.organization import OrganizationLoader
from course_discovery.apps.data_loading.records import OrganizationRecord


def test_only_what_has_no_name_is_named(reference):
    partner = reference.partner
    nameless = OrganizationFactory(partner=partner, key="LakeX", name="")
    OrganizationFactory(partner=partner, key="HillX", name="By an editor")
    OrganizationFactory(partner=PartnerFactory(), key="LakeX", name="")
    loader = OrganizationLoader(reference)
    page = [
        OrganizationRecord("lakex", "Lake University"),
        OrganizationRecord("HillX", "Hill University"),
        OrganizationRecord("NowhereX", "Nowhere"),
    ]
    outcome = loader.load(page)
    assert (outcome.updated, outcome.unchanged, outcome.touched[Organization]) == (1, 2, {nameless.pk})
    assert set(Organization.objects.values_list("key", "name")) == {
        ("LakeX", "Lake University"),
        ("HillX", "By an editor"),
        ("LakeX", ""),
    }
    assert nameless.history.count() == 2
    again = loader.load(page)
    assert (again.unchanged, again.written) == (3, {})
