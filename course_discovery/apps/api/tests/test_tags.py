import pytest
from taggit.models import Tag

PATH = "/taggit_autosuggest/list/"


@pytest.fixture
def tags(db):
    for name in ("Geology", "Biogeography", "Art", "geometry"):
        Tag.objects.create(name=name, slug=name.lower())


def values(client, query=""):
    answer = client.get(f"{PATH}taggit.tag/{query}")
    assert answer.status_code == 200, answer.content
    return [one["value"] for one in answer.json()]


def test_tags_that_begin_with_what_was_typed_go_before_others(plain, tags):
    assert values(plain, "?q=GEO") == ["Geology", "geometry", "Biogeography"]
    assert plain.get(f"{PATH}?q=art").json() == [{"name": "Art", "value": "Art"}]


def test_without_a_word_all_tags_are_suggested_twenty_at_most(plain, tags):
    assert sorted(values(plain, "?q=")) == ["Art", "Biogeography", "Geology", "geometry"]
    assert len(values(plain, "?limit=2")) == 2
    for number in range(20):
        Tag.objects.create(name=f"tag {number:02}", slug=f"tag-{number}")
    assert len(values(plain, "?limit=500")) == len(values(plain)) == 20
    assert plain.get(f"{PATH}?limit=x").json() == {"limit": ["A valid integer is required."]}


def test_they_are_for_accounts(anonymous):
    assert anonymous.get(PATH).status_code == 401
