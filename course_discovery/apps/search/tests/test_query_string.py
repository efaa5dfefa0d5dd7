import pytest

from course_discovery.apps.search.queries.query_string import bare_word_fields, clean_query, query_string

MAPPING = {
    "properties": {
        "title": {
            "type": "text",
            "fields": {"edge_ngram_completion": {"type": "text"}, "suggest": {"type": "completion"}},
        },
        "key": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
        "image_url": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
        "start": {"type": "date"},
        "skills": {"type": "nested", "properties": {"name": {"type": "text"}}},
    }
}


@pytest.mark.parametrize(
    ("query", "cleaned"),
    [
        ("python", "(python)"),
        ("python and java", "(python AND java)"),
        ("python or java not ruby", "(python OR java NOT ruby)"),
        ("start:[2026-01-01 to 2026-12-31]", "(start:[2026-01-01 TO 2026-12-31])"),
        ("order andy", "(order andy)"),
        ('title:"rise and fall" or x', '(title:"rise and fall" OR x)'),
        (r'"a \" and b" and c', r'("a \" and b" AND c)'),
    ],
)
def test_words_between_spaces_become_operators_outside_of_quotes(query, cleaned):
    assert clean_query(query) == cleaned


@pytest.mark.parametrize(
    ("query", "cleaned"),
    [
        ("Org/Course/Run", r"(Org\/Course\/Run)"),
        ("key:Org/Course/Run", r"(key:Org\/Course\/Run)"),
        (r"key:Org\/Course", r"(key:Org\/Course)"),
        ("/py.*/", "(/py.*/)"),
        ("title:/py.*n/ or a/b", r"(title:/py.*n/ OR a\/b)"),
        ("/a and b/", "(/a and b/)"),
        ('"http://x/y"', '("http://x/y")'),
    ],
)
def test_a_slash_is_a_letter_unless_it_begins_a_word(query, cleaned):
    assert clean_query(query) == cleaned


def test_bare_words_search_neither_prefix_helpers_nor_addresses_nor_nested_objects():
    assert bare_word_fields(MAPPING) == ["image_url.raw", "key", "key.raw", "start", "title"]


def test_a_star_alone_matches_everything():
    assert query_string(" * ", MAPPING) == {"match_all": {}}


def test_a_query_searches_the_bare_word_fields_leniently():
    clause = query_string("python", MAPPING)["query_string"]
    assert clause["query"] == "(python)"
    assert clause["fields"] == bare_word_fields(MAPPING)
    assert clause["lenient"] is True
