import json

import pytest

from course_discovery.apps.api.tests.conftest import HOST
from course_discovery.apps.core.tests.factories import StaffUserFactory, UserFactory
from course_discovery.apps.course_metadata.tests.factories import (
    CollaboratorFactory,
    CorporateEndorsementFactory,
    CourseFactory,
    CourseRunFactory,
    EndorsementFactory,
    ExpectedLearningItemFactory,
    FAQFactory,
    JobOutlookItemFactory,
    OrganizationFactory,
    OrganizationMappingFactory,
    PersonFactory,
)
from course_discovery.apps.ietf_language_tags.models import LanguageTag
from course_discovery.apps.programs.tests.factories import ProgramFactory

pytestmark = pytest.mark.django_db
ADMIN = "/admin/course_metadata/"


@pytest.fixture
def ask(client, partner):
    """The ids that are suggested to staff."""
    client.force_login(StaffUserFactory(), backend="django.contrib.auth.backends.ModelBackend")

    def ask(name, **query):
        answer = client.get(f"{ADMIN}{name}-autocomplete/", query, headers={"host": HOST})
        assert answer.status_code == 200
        return [one["id"] for one in answer.json()["results"]]

    return ask


@pytest.mark.parametrize(
    ("name", "factory", "field", "values"),
    [
        ("course", CourseFactory, "key", ("A+River", "A+Sea")),
        ("course", CourseFactory, "title", ("A river", "A sea")),
        ("course-run", CourseRunFactory, "key", ("course-v1:A+River+1", "course-v1:A+Sea+1")),
        ("course-run", CourseRunFactory, "course__title", ("A river", "A sea")),
        ("program", ProgramFactory, "title", ("A river", "A sea")),
        ("organisation", OrganizationFactory, "key", ("RiverX", "SeaX")),
        ("organisation", OrganizationFactory, "name", ("A river", "A sea")),
        ("collaborator", CollaboratorFactory, "name", ("A river", "A sea")),
        ("endorsement", EndorsementFactory, "quote", ("A river", "A sea")),
        ("corporate-endorsement", CorporateEndorsementFactory, "corporation_name", ("A river", "A sea")),
        ("corporate-endorsement", CorporateEndorsementFactory, "statement", ("A river", "A sea")),
        ("expected-learning-item", ExpectedLearningItemFactory, "value", ("A river", "A sea")),
        ("faq", FAQFactory, "question", ("A river", "A sea")),
        ("faq", FAQFactory, "answer", ("A river", "A sea")),
        ("job-outlook-item", JobOutlookItemFactory, "value", ("A river", "A sea")),
        ("person", PersonFactory, "given_name", ("River", "Sea")),
        ("person", PersonFactory, "family_name", ("River", "Sea")),
    ],
)
def test_what_is_typed_is_found(ask, name, factory, field, values):
    river, sea = (factory(**{field: value}) for value in values)
    assert ask(name, q="river") == [str(river.pk)]
    assert ask(name, q="SEA") == [str(sea.pk)]
    assert ask(name, q="mountain") == []


def test_collaborators_and_people_are_found_by_uuid(ask):
    collaborator, person = CollaboratorFactory(), PersonFactory()
    CollaboratorFactory(), PersonFactory()
    assert ask("collaborator", q=str(collaborator.uuid)) == [str(collaborator.pk)]
    assert ask("person", q=str(person.uuid)) == [str(person.pk)]


def test_every_word_must_be_in_a_persons_names(ask):
    ada = PersonFactory(given_name="Ada", family_name="King Lovelace")
    PersonFactory(given_name="Ada", family_name="Yonath")
    assert ask("person", q="love ada") == [str(ada.pk)]
    assert ask("person", q="") == []


def test_other_fields_of_the_form_limit_what_is_suggested(ask):
    run, mapping = CourseRunFactory(), OrganizationMappingFactory()
    CourseRunFactory(), OrganizationFactory()
    assert ask("course-run", forward=json.dumps({"course": run.course.pk})) == [str(run.pk)]
    mapped = ask("organisation", forward=json.dumps({"product_source": mapping.source.pk}))
    assert mapped == [str(mapping.organization.pk)]
    assert len(ask("course-run", forward="nonsense")) == len(ask("course-run", forward="{}")) == 2


def test_suggestions_come_in_pages_of_ten(client, partner):
    client.force_login(StaffUserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    made = [CollaboratorFactory(name=f"Trust {number}") for number in range(11)]
    first = client.get(f"{ADMIN}collaborator-autocomplete/").json()
    assert len(first["results"]) == 10
    assert first["results"][0] == {"id": str(made[0].pk), "text": "Trust 0", "selected_text": "Trust 0"}
    assert first["pagination"] == {"more": True}
    second = client.get(f"{ADMIN}collaborator-autocomplete/?page=2").json()
    assert [one["text"] for one in second["results"]] == ["Trust 10"]
    assert second["pagination"] == {"more": False}


def test_who_is_suggested_what(client, partner):
    CollaboratorFactory()
    PersonFactory(given_name="Ada")
    languages = "/language-tags/language-tag-autocomplete/?q=old%20norse"
    LanguageTag.objects.update_or_create(code="non", defaults={"name": "Old Norse"})

    def found(path):
        return [one["id"] for one in client.get(path).json()["results"]]

    assert found(f"{ADMIN}collaborator-autocomplete/") == found(languages) == []
    assert client.get(f"{ADMIN}person-autocomplete/?q=ada").status_code == 302
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert found(f"{ADMIN}collaborator-autocomplete/") == []
    assert len(found(f"{ADMIN}person-autocomplete/?q=ada")) == 1
    assert found(languages) == ["non"]
