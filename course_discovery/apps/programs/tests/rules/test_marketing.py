import pytest

from course_discovery.apps.programs.rules.marketing import (
    is_subdirectory_slug,
    program_marketing_url,
    subdirectory_slug,
)


@pytest.mark.parametrize(
    ("root", "type_slug", "slug", "expected"),
    [
        ("https://m.example/", "XSeries", "alps", "https://m.example/xseries/alps"),
        ("https://m.example/", "masters", "masters/org-alps", "https://m.example/masters/org-alps"),
        ("https://m.example/site", "masters", "a/b", "https://m.example/a/b"),
        (None, "masters", "alps", "masters/alps"),
        ("https://m.example/", "masters", "", None),
        ("https://m.example/", "masters", None, None),
        ("https://m.example/", None, "alps", None),
        ("https://m.example/", None, "a/alps", "https://m.example/a/alps"),
    ],
)
def test_program_marketing_url(root, type_slug, slug, expected):
    assert program_marketing_url(root, type_slug, slug) == expected


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("xseries/alpx-hydrology", True),
        ("masters/micromasters/a_b-1", True),
        ("alps", False),
        ("/alps", False),
        ("a/b c", False),
        ("a/", False),
        ("", False),
        (None, False),
    ],
)
def test_is_subdirectory_slug(slug, expected):
    assert is_subdirectory_slug(slug) is expected


@pytest.mark.parametrize(
    ("type_slug", "directory"),
    [
        ("micromasters", "masters/micromasters"),
        ("microbachelors", "bachelors/microbachelors"),
        ("professional-certificate", "certificates/professional-certificate"),
        ("xseries", "xseries"),
        ("license", "certificates"),
        ("doctorate", "doctorate"),
        ("masters", "masters"),
    ],
)
def test_subdirectory_slug(type_slug, directory):
    assert subdirectory_slug(type_slug, "alpx", "Alpine Hydrology: I") == f"{directory}/alpx-alpine-hydrology-i"


def test_a_long_title_is_cut():
    slug = subdirectory_slug("xseries", "alpx", "word " * 51)
    assert slug.startswith("xseries/alpx-word-word")
    assert len(slug) <= 255
    assert not slug.endswith("-")
