import pytest

from course_discovery.apps.search.errors import InvalidSearch
from course_discovery.apps.search.queries.requests import cursor, search_query, sort_keys
from course_discovery.apps.search.queries.resources import ALL, ALL_BY_CURSOR, COURSE_RUNS, COURSES

RESTRICTED = {"terms": {"restriction_type": ["custom-b2b-enterprise", "custom-b2c"]}}
PATHWAYS = {"term": {"content_type": "learnerpathway"}}


def phrase(words, *fields):
    return {"multi_match": {"query": words, "fields": list(fields or ("key", "title", "text")), "type": "phrase"}}


def test_a_search_stays_within_the_partner_and_hides_restricted_runs_and_pathways():
    assert search_query(ALL, {}, partner="AcMe") == {
        "bool": {"filter": [{"term": {"partner.lower": "acme"}}], "must_not": [RESTRICTED, PATHWAYS]}
    }


def test_learner_pathways_are_shown_when_asked_for():
    query = search_query(ALL, {"include_learner_pathways": ["true"]}, partner="acme")
    assert query["bool"]["must_not"] == [RESTRICTED]
    query = search_query(ALL, {"include_learner_pathways": ["false"]}, partner="acme")
    assert query["bool"]["must_not"] == [RESTRICTED, PATHWAYS]


def test_another_partner_may_be_named_where_the_resource_allows_it():
    query = search_query(ALL, {"partner": ["Other"]}, partner="acme")
    assert query["bool"]["filter"] == [{"terms": {"partner.lower": ["other"]}}]


def test_a_blank_partner_counts_as_none():
    query = search_query(ALL, {"partner": [" "]}, partner="acme")
    assert query["bool"]["filter"] == [{"term": {"partner.lower": "acme"}}]


def test_single_types_ignore_filters_and_the_partner_parameter():
    query = search_query(COURSE_RUNS, {"partner": ["other"], "org": ["x"]}, partner="acme")
    assert query == {"bool": {"filter": [{"term": {"partner.lower": "acme"}}], "must_not": [RESTRICTED]}}


@pytest.mark.parametrize(
    ("given", "excluded"),
    [
        (["custom-b2c"], ["custom-b2b-enterprise"]),
        (["custom-b2c, custom-b2b-enterprise"], None),
        (["x"], ["custom-b2b-enterprise", "custom-b2c"]),
    ],
)
def test_include_restricted_opens_the_types_it_names(given, excluded):
    query = search_query(ALL, {"include_restricted": given}, partner=None)
    expected = [{"terms": {"restriction_type": excluded}}] if excluded else []
    assert query["bool"]["must_not"] == [*expected, PATHWAYS]


def test_nothing_asked_matches_everything():
    assert search_query(COURSES, {}, partner=None) == {"match_all": {}}


@pytest.mark.parametrize(
    ("given", "clause"),
    [
        (["software"], phrase("software")),
        (["software", "other"], phrase("software")),
        (["title:=reef ecology"], phrase("reef ecology", "title")),
        (["title, text :=reef"], phrase("reef", "title", "text")),
        (["nonsense:=reef"], phrase("reef")),
        (["course-v1:edX+DemoX+1"], phrase("course-v1:edX+DemoX+1")),
        ([" "], phrase(" ")),
    ],
)
def test_q_is_a_phrase(given, clause):
    assert search_query(COURSES, {"q": given}, partner=None) == {"bool": {"must": [clause]}}


@pytest.mark.parametrize("given", [[""], ["python", ""], ["", "python"]])
def test_an_empty_q_asks_for_nothing(given):
    assert search_query(COURSES, {"q": given}, partner=None) == {"match_all": {}}


def test_facets_count_what_is_published_and_not_hidden():
    query = search_query(COURSE_RUNS, {}, partner=None, facets=True)
    assert query == {
        "bool": {"filter": [{"term": {"published": True}}], "must_not": [RESTRICTED, {"term": {"hidden": True}}]}
    }


def test_facets_of_courses_count_them_all():
    assert search_query(COURSES, {}, partner=None, facets=True) == {"match_all": {}}


def test_selected_facets_narrow_the_facets_only():
    params = {"selected_facets": ["level_type_exact:Introductory"]}
    assert search_query(COURSES, params, partner=None) == {"match_all": {}}
    assert search_query(COURSES, params, partner=None, facets=True) == {
        "bool": {"filter": [{"term": {"level_type.raw": "Introductory"}}]}
    }


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"selected_facets": ["colour_exact:red"]}, "selected_facets"),
        ({"selected_facets": ["mobile_available_exact:maybe"]}, "selected_facets"),
        ({"selected_query_facets": ["availability_never"]}, "selected_query_facets"),
    ],
)
def test_a_facet_that_does_not_exist_or_fit_is_refused(params, field):
    with pytest.raises(InvalidSearch) as refused:
        search_query(COURSE_RUNS, params, partner=None, facets=True)
    assert refused.value.field == field


def test_learner_pathways_are_switched_by_a_boolean():
    with pytest.raises(InvalidSearch) as refused:
        search_query(ALL, {"include_learner_pathways": ["perhaps"]}, partner=None)
    assert refused.value.field == "include_learner_pathways"


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ([], [{"start": {"order": "desc"}}, {"aggregation_key": {"order": "asc"}}]),
        (["start"], [{"start": {"order": "asc"}}]),
        (["-aggregation_key", "start"], [{"aggregation_key": {"order": "desc"}}, {"start": {"order": "asc"}}]),
        (["title"], [{"start": {"order": "desc"}}, {"aggregation_key": {"order": "asc"}}]),
        (["aggregation_key,start"], [{"start": {"order": "desc"}}, {"aggregation_key": {"order": "asc"}}]),
    ],
)
def test_ordering_takes_known_keys_and_always_ends_in_a_unique_one(given, keys):
    assert sort_keys(ALL, {"ordering": given}) == [*keys, {"aggregation_uuid": {"order": "asc"}}]


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ([], [{"start": {"order": "desc"}}, {"aggregation_uuid": {"order": "asc"}}]),
        (["-aggregation_uuid"], [{"aggregation_uuid": {"order": "desc"}}]),
        (["aggregation_key"], [{"start": {"order": "desc"}}, {"aggregation_uuid": {"order": "asc"}}]),
        (["start"], [{"start": {"order": "asc"}}, {"aggregation_uuid": {"order": "asc"}}]),
    ],
)
def test_version_2_sorts_by_the_unique_key(given, keys):
    assert sort_keys(ALL_BY_CURSOR, {"ordering": given}) == keys


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ('[1939161600000, "course:x"]', [1939161600000, "course:x"]),
        # What JavaScript makes of the number that stands for no date.
        ('[-9223372036854776000, "course:x"]', [-(2**63), "course:x"]),
    ],
)
def test_a_cursor_is_the_sort_of_a_hit(text, values):
    assert cursor(sort_keys(ALL_BY_CURSOR, {}), text) == values


@pytest.mark.parametrize(
    "text", ["foo", "[1]", '{"a": 1}', "[]", "null", '["course:x", 1]', '[true, "x"]', '[1.5, "x"]', "[" * 5000]
)
def test_any_other_cursor_is_refused(text):
    with pytest.raises(InvalidSearch) as refused:
        cursor(sort_keys(ALL_BY_CURSOR, {}), text)
    assert refused.value.field == "search_after"
