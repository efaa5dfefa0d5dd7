import pytest
from django.urls import reverse

from course_discovery.apps.core.tests.factories import PartnerFactory, UserFactory
from course_discovery.apps.programs.models import Pathway
from course_discovery.apps.programs.tests.factories import PathwayFactory, ProgramFactory

pytestmark = pytest.mark.django_db

ADD = reverse("admin:programs_pathway_add")


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def data(partner, *programs):
    return {
        "partner": partner.pk,
        "name": "Credit",
        "org_name": "Example University",
        "pathway_type": "credit",
        "status": "published",
        "programs": [program.pk for program in programs],
    }


def test_programs_keep_the_order_in_which_they_were_chosen(admin):
    partner = PartnerFactory()
    programs = ProgramFactory.create_batch(3, partner=partner)
    chosen = [programs[2], programs[0], programs[1]]
    admin.post(ADD, data(partner, *chosen))
    pathway = Pathway.objects.get()
    assert list(pathway.programs.all()) == chosen
    page = admin.get(reverse("admin:programs_pathway_change", args=[pathway.pk])).content.decode()
    assert page.index(chosen[0].title) < page.index(chosen[1].title) < page.index(chosen[2].title)


def test_programs_of_another_partner_are_refused(admin):
    partner = PartnerFactory()
    own, strange = ProgramFactory(partner=partner), ProgramFactory()
    page = admin.post(ADD, data(partner, own, strange))
    assert page.context["adminform"].form.non_field_errors() == [
        f"These programs are for a different partner than the pathway itself: {strange}"
    ]


def test_programs_are_required(admin):
    page = admin.post(ADD, data(PartnerFactory()))
    assert "programs" in page.context["adminform"].form.errors


def test_the_list_opens(admin):
    pathway = PathwayFactory(programs=[ProgramFactory(title="Alps")])
    page = admin.get(reverse("admin:programs_pathway_changelist"), {"q": pathway.name})
    assert "Alps" in page.content.decode()
