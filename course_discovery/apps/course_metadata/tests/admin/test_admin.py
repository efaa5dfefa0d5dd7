"""Every page of the catalogue's admin opens, and no list costs more queries for more rows."""

import pytest
from config_models.models import ConfigurationModel
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from solo.models import SingletonModel

from course_discovery.apps.core.tests.factories import UserFactory
from course_discovery.apps.course_metadata.models import Course
from course_discovery.apps.course_metadata.tests import factories

pytestmark = pytest.mark.django_db

# What commands read is configuration: test_configuration.py.
MODELS = [
    model
    for model in admin.site._registry
    if model._meta.app_label == "course_metadata" and not issubclass(model, (ConfigurationModel, SingletonModel))
]


def make(model):
    return getattr(factories, f"{model.__name__}Factory")()


@pytest.fixture
def staff_client(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def page(model, view, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_pages_open(model, staff_client):
    row = make(model)
    assert staff_client.get(page(model, "changelist"), {"q": "x"}).status_code == 200
    assert staff_client.get(page(model, "add")).status_code == 200
    assert staff_client.get(page(model, "change", row.pk)).status_code == 200
    if hasattr(model, "history"):
        assert staff_client.get(page(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_cost_no_query_a_row(model, staff_client):
    make(model)
    staff_client.get(page(model, "changelist"))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(page(model, "changelist")).status_code == 200
        return len(queries)

    before = cost()
    make(model)
    make(model)
    assert cost() <= before


def test_drafts_are_listed_and_can_be_chosen(staff_client):
    draft = factories.DraftCourseFactory(title="A draft course")
    run = factories.DraftCourseRunFactory(course=draft)
    assert "A draft course" in staff_client.get(page(Course, "changelist")).content.decode()
    form = staff_client.get(page(type(run), "change", run.pk)).context["adminform"].form
    assert form.fields["course"].clean(draft.pk) == draft
