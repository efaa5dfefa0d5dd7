import pytest

from course_discovery.apps.course_metadata.rules import slugs

ROOT = "https://www.example.org/"


@pytest.mark.parametrize(
    ("slug", "url"),
    [
        ("python", "https://www.example.org/course/python"),
        ("learn/python/org-intro", "https://www.example.org/learn/python/org-intro"),
        (None, None),
        ("", None),
    ],
)
def test_course_marketing_url(slug, url):
    assert slugs.course_marketing_url(ROOT, slug) == url
    assert slugs.course_marketing_url(None, slug) is None


@pytest.mark.parametrize(
    ("slug", "url"),
    [
        ("python", "https://www.example.org/preview/course/python"),
        ("learn/x/y", "https://www.example.org/preview/learn/x/y"),
        (None, None),
    ],
)
def test_course_preview_url(slug, url):
    assert slugs.course_preview_url(ROOT, slug) == url


def test_run_marketing_url():
    assert slugs.run_marketing_url(ROOT, "python-1t2026", True) == "https://www.example.org/course/python-1t2026"
    assert slugs.run_marketing_url(ROOT, "python-1t2026", False) is None
    assert slugs.run_marketing_url(ROOT, "", True) is None


def test_organization_marketing_url():
    assert slugs.organization_marketing_url(ROOT, "orgx") == "https://www.example.org/school/orgx"
    assert slugs.organization_marketing_url(ROOT, "") is None


@pytest.mark.parametrize(
    ("slug", "matches"),
    [
        ("learn/python/org-intro", True),
        ("learn/python", False),
        ("executive-education/org-intro", True),
        ("boot-camps/python/org-intro", True),
        ("boot-camps/python", False),
        ("python", False),
        (None, False),
    ],
)
def test_is_subdirectory_slug(slug, matches):
    assert slugs.is_subdirectory_slug(slug) is matches


def subdirectory(**given):
    values = {
        "course_type": "audit",
        "uuid": "1234",
        "title": "Intro to Python",
        "organization_name": "O'Reilly Media",
        "primary_subject_slug": "computer-science",
    }
    return slugs.subdirectory_slug(**(values | given))


@pytest.mark.parametrize(
    ("given", "slug"),
    [
        ({}, "learn/computer-science/oreilly-media-intro-to-python"),
        ({"active_slug": "py"}, "learn/computer-science/oreilly-media-py"),
        ({"course_type": "executive-education-2u", "primary_subject_slug": None},
         "executive-education/oreilly-media-intro-to-python"),
        ({"course_type": "bootcamp-2u"}, "boot-camps/computer-science/oreilly-media-intro-to-python"),
        ({"course_type": "bootcamp-2u", "organization_short_code_override": "orm"},
         "boot-camps/computer-science/orm-intro-to-python"),
    ],
)  # fmt: skip
def test_subdirectory_slug(given, slug):
    assert subdirectory(**given) == slug


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"organization_name": None},
         "Course with uuid 1234 and title Intro to Python does not have any authoring organizations"),
        ({"primary_subject_slug": None}, "Course with uuid 1234 and title Intro to Python does not have any subject"),
        ({"course_type": "bootcamp-2u", "primary_subject_slug": None},
         "Bootcamp with uuid 1234 and title Intro to Python does not have any subject"),
    ],
)  # fmt: skip
def test_subdirectory_slug_impossible(given, message):
    with pytest.raises(slugs.SlugImpossible) as error:
        subdirectory(**given)
    assert str(error.value) == message
