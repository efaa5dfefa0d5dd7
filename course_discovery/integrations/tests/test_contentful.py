import pytest
from django.core.cache import cache

from course_discovery.integrations.contentful import aggregate_contentful_data, get_data_from_contentful
from course_discovery.sandbox.api import json_response
from course_discovery.sandbox.outside import ContentfulDouble, running_double
from course_discovery.sandbox.outside.contentful import entry, link, rich_text

UUID = "0f3b3c52-5a4e-4ad1-9f2c-6a4f1c1a0001"


def modules():
    return [
        entry("about", "aboutTheProgramModule", heading="About", content=rich_text("One", "Two ")),
        entry("blurb1", "blurbModule", text="First"),
        entry("blurb2", "blurbModule", text="Second"),
        entry("blurb3", "blurbModule", text="Third"),
        entry("curriculum", "bootCampCurriculumModule", text=rich_text("Learn")),
        entry("partners", "partnershipModule", heading="With us"),
        entry("faq", "faqModule", heading="Questions", faqs=[link("q1"), link("lost"), link("image", "Asset")]),
        entry("q1", "faq", question="Why?", answer=rich_text("Because", "it is")),
        entry("hero", "hero", subheading="Sub", textList=["a", "b"]),
        entry("seo", "seo", pageTitle="A page"),
        entry("featured", "featuredProductsModule", introduction="See", productList=[link("product")]),
        entry("product", "product", header="Product", description=rich_text("Good")),
        entry("placement", "placementAboutSection", heading="Jobs", bodyText=rich_text("Many")),
        entry("other", "unknownModule", text="never"),
    ]


def page(identifier, content_type, *names, **fields):
    return entry(
        identifier, content_type, modules=[link(name) for name in names], seo=link("seo"), hero=link("hero"), **fields
    )


@pytest.fixture(autouse=True)
def configured(settings):
    settings.PLATFORM_API_FIRST_WAIT = 0.001
    settings.CONTENTFUL_SPACE_ID = "space"
    settings.CONTENTFUL_CONTENT_DELIVERY_API_KEY = "key"
    settings.CONTENTFUL_ENVIRONMENT = None
    settings.BOOTCAMP_CONTENTFUL_CONTENT_TYPE = "bootcampPage"
    settings.DEGREE_CONTENTFUL_CONTENT_TYPE = "degreePage"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def contentful(settings):
    with running_double(ContentfulDouble(*modules())) as double:
        settings.CONTENTFUL_API_URL = double.url
        yield double


def test_a_boot_camp(contentful):
    names = ("about", "blurb1", "other", "blurb2", "blurb3", "curriculum", "partners", "faq", "lost")
    contentful.entries.append(page("p", "bootcampPage", *names, uuid=UUID.upper(), excludedFromSearch=True))
    assert get_data_from_contentful("bootcampPage") == {
        UUID: {
            "page_title": "A page",
            "subheading": "Sub",
            "hero_text_list": ["a", "b"],
            "excluded_from_search": True,
            "excluded_from_seo": False,
            "about_the_program": {"heading": "About", "content": "One Two"},
            "blurb_1": {"text": "First"},
            "blurb_2": {"text": "Second"},
            "bootcamp_curriculum": {"text": "Learn"},
            "partnerships": {"heading": "With us"},
            "faq_items": [{"question": "Why?", "answer": "Because it is"}],
        }
    }


def test_a_degree_page_of_several_degrees(contentful):
    contentful.entries.append(page("p", "degreePage", "featured", "placement", "faq", uuidList=["one", "two"]))
    data = get_data_from_contentful("degreePage")
    assert set(data) == {"one", "two"}
    assert data["one"] == data["two"]
    assert data["one"]["featured_products"] == {
        "introduction": "See",
        "product_list": [{"header": "Product", "description": "Good"}],
    }
    assert data["one"]["placement_about_section"] == {"heading": "Jobs", "body_text": "Many"}
    assert "about_the_program" not in data["one"]
    assert aggregate_contentful_data(data, "two") == "Why? Because it is Sub a b Jobs Many See Product Good"
    assert aggregate_contentful_data(data, "three") is None
    assert aggregate_contentful_data(None, "two") is None


def test_all_pages_are_read_and_kept_for_a_day(contentful):
    contentful.entries += [page(f"p{number}", "bootcampPage", uuid=f"uuid-{number}") for number in range(25)]
    assert len(get_data_from_contentful("bootcampPage")) == 25
    assert len(get_data_from_contentful("bootcampPage")) == 25
    asked = [
        (request.params["skip"], request.params["limit"], request.params["include"]) for request in contentful.requests
    ]
    assert asked == [("0", "10", "5"), ("10", "10", "5"), ("20", "10", "5")]
    assert len(cache.get("contentful_bootcamp_data_key")) == 25


def test_entries_that_link_to_each_other(contentful):
    contentful.entries += [
        entry("a", "aboutTheProgramModule", text="A", next=link("b")),
        entry("b", "aboutTheProgramModule", text="B", next=link("a")),
        page("p", "degreePage", "a", uuid=UUID),
    ]
    about = get_data_from_contentful("degreePage")[UUID]["about_the_program"]
    assert (about["text"], about["next"]["text"], about["next"]["next"]["text"]) == ("A", "B", "A")


def test_a_failure_is_logged_and_not_met_again_at_once(contentful, caplog):
    contentful.failing[contentful.path] = json_response(500, {})
    assert get_data_from_contentful("degreePage") == {}
    asked = len(contentful.requests)
    assert get_data_from_contentful("degreePage") == {}
    assert len(contentful.requests) == asked
    assert "Contentful entries of type degreePage could not be read" in caplog.text


@pytest.mark.parametrize("setting", ["CONTENTFUL_SPACE_ID", "CONTENTFUL_CONTENT_DELIVERY_API_KEY"])
def test_without_settings_nobody_is_asked(contentful, settings, setting):
    setattr(settings, setting, None)
    assert get_data_from_contentful("degreePage") == {}
    assert get_data_from_contentful("") == {}
    assert contentful.requests == []
