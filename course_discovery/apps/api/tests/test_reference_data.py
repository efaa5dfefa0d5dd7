"""Subjects, topics, level types and sources."""

import pytest
from django.utils import translation

from course_discovery.apps.course_metadata.models import LevelType, Subject
from course_discovery.apps.course_metadata.tests.factories import (
    LevelTypeFactory,
    SourceFactory,
    SubjectFactory,
    TopicFactory,
)


def results(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def translate(row, language, **texts):
    row.set_current_language(language)
    for name, text in texts.items():
        setattr(row, name, text)
    row.save()


class TestSubjects:
    def test_object(self, plain, partner):
        subject = SubjectFactory(partner=partner, name="Physics")
        assert plain.get(f"/api/v1/subjects/{subject.uuid}/").json() == {
            "name": "Physics",
            "subtitle": "About it",
            "description": "All about it",
            "banner_image_url": "https://images.example.com/subject-banner.jpg",
            "card_image_url": "https://images.example.com/subject-card.jpg",
            "slug": "physics",
            "uuid": str(subject.uuid),
        }

    def test_of_all_partners_in_the_order_of_making(self, plain, partner):
        for name in ("Physics", "Art"):
            SubjectFactory(name=name)
        assert [one["name"] for one in results(plain.get("/api/v1/subjects/"))] == ["Physics", "Art"]
        assert [one["name"] for one in results(plain.get("/api/v1/subjects/?limit=1&offset=1"))] == ["Art"]
        assert [one["name"] for one in results(plain.get("/api/v1/subjects/?slug=art"))] == ["Art"]

    def test_sparse_fields(self, plain, partner):
        SubjectFactory(partner=partner, name="Physics")
        assert results(plain.get("/api/v1/subjects/?fields=slug,name")) == [{"name": "Physics", "slug": "physics"}]
        assert "uuid" not in results(plain.get("/api/v1/subjects/?omit=uuid"))[0]

    def test_languages(self, plain, partner):
        subject = SubjectFactory(partner=partner, name="Physics")
        translate(subject, "es", name="Física")
        path = f"/api/v1/subjects/{subject.uuid}/"
        shown = plain.get(f"{path}?language_code=es").json()
        # Only whole translations stand in for each other.
        assert (shown["name"], shown["subtitle"]) == ("Física", None)
        assert plain.get(f"{path}?language_code=de").json()["name"] == "Physics"
        with translation.override("en"):
            assert plain.get(path, HTTP_ACCEPT_LANGUAGE="es").json()["name"] == "Física"

    def test_a_subject_without_english_is_shown_in_what_there_is(self, plain, partner):
        subject = Subject(partner=partner, slug="musica")
        translate(subject, "es", name="Música")
        assert results(plain.get("/api/v1/subjects/"))[0]["name"] == "Música"

    def test_a_fixed_number_of_queries(self, plain, partner, django_assert_max_num_queries):
        for _number in range(5):
            SubjectFactory(partner=partner)
        with django_assert_max_num_queries(3):
            plain.get("/api/v1/subjects/")

    @pytest.mark.parametrize("resource", ["subjects", "topics", "level_types"])
    def test_what_cannot_be_a_language_is_refused(self, plain, partner, resource):
        answer = plain.get(f"/api/v1/{resource}/?language_code=../etc")
        assert (answer.status_code, answer.json()) == (
            400,
            {"language_code": ["“../etc” is not a language code."]},
        )


def test_topic_object(plain, partner):
    topic = TopicFactory(partner=partner, name="Climate")
    assert plain.get(f"/api/v1/topics/{topic.uuid}/").json() == {
        "name": "Climate",
        "subtitle": "About it",
        "description": "All about it",
        "long_description": "All about it, and more",
        "banner_image_url": "https://images.example.com/topic-banner.jpg",
        "slug": "climate",
        "uuid": str(topic.uuid),
    }
    assert len(results(plain.get("/api/v1/topics/?slug=climate&fields=slug"))[0]) == 7


class TestLevelTypes:
    @pytest.fixture(autouse=True)
    def levels(self, partner):
        LevelTypeFactory(name="Advanced", sort_value=3)
        translate(LevelTypeFactory(name="Introductory", sort_value=1), "es", name_t="Introductorio")

    def test_list(self, plain):
        assert results(plain.get("/api/v1/level_types/")) == [
            {"name": "Introductory", "sort_value": 1},
            {"name": "Advanced", "sort_value": 3},
        ]

    def test_found_by_any_translation_and_shown_in_the_language_asked_for(self, plain):
        assert plain.get("/api/v1/level_types/Introductorio/").json()["name"] == "Introductory"
        assert plain.get("/api/v1/level_types/introductorio/").status_code == 404
        shown = plain.get("/api/v1/level_types/Introductory/?language_code=es").json()
        assert shown["name"] == "Introductorio"

    def test_a_name_of_two_levels_is_the_older_one(self, plain):
        translate(LevelType.objects.get(name="Advanced"), "fr", name_t="Introductory")
        assert plain.get("/api/v1/level_types/Introductory/").json()["sort_value"] == 3

    def test_pages_of_twenty_whatever_is_asked(self, plain):
        for number in range(30):
            LevelTypeFactory(name=f"L{number}", sort_value=10)
        assert len(results(plain.get("/api/v1/level_types/?page_size=5"))) == 20
        assert len(results(plain.get("/api/v1/level_types/?page=2"))) == 12


def test_sources(plain, partner):
    for slug in ("edx", "else"):
        SourceFactory(slug=slug, name=slug.title())
    assert results(plain.get("/api/v1/sources/")) == [
        {"name": "Edx", "slug": "edx", "description": ""},
        {"name": "Else", "slug": "else", "description": ""},
    ]
    assert plain.get("/api/v1/sources/else/").json()["name"] == "Else"
    assert len(results(plain.get("/api/v1/sources/?page_size=1"))) == 1
