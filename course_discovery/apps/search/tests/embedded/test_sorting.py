"""Order of hits, pages, and the cursor ``search_after``."""

import pytest
from elasticsearch import BadRequestError

from course_discovery.apps.search.tests.embedded.catalogue import create, put

ALL = {"match_all": {}}
LONG_MIN, LONG_MAX = -(2**63), 2**63 - 1
INT_MAX = 2**31 - 1


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (["price", "key.raw"], [4, 10, 9, 8, 2, 1, 12, 5, 6, 3, 11, 7]),
        ([{"price": "desc"}, "key.raw"], [11, 3, 6, 12, 5, 1, 2, 9, 8, 10, 4, 7]),
        ([{"price": {"order": "asc", "missing": "_first"}}], [7, 4, 10]),
        ([{"price": {"order": "desc", "missing": "_first"}}], [7, 11, 3]),
        ([{"price": {"missing": 24}}], [4, 10, 7]),
        (["starts"], [7, 3, 2, 5, 10, 1, 8, 11, 6, 9, 12, 4]),
        ([{"starts": "desc"}], [5, 12, 9, 6, 11, 8, 1, 10, 2, 3, 7, 4]),
        ([{"starts": {"order": "desc", "mode": "min"}}], [12, 9, 6, 11, 8, 1, 10, 5, 2, 3, 7, 4]),
        ([{"starts": {"order": "asc", "mode": "max"}}], [7, 3, 2, 10, 1, 8, 11, 6, 9, 12, 5, 4]),
        (["level", "key.raw"], [3, 11, 6, 12, 7]),
        ([{"level": "desc"}, {"price": "desc"}], [5, 1, 2]),
        ([{"org.raw": {"order": "asc", "missing": "_first"}}], [10]),
        ([{"org.raw": "desc"}, "price"], [2, 1, 11, 4, 3]),
        (["open", "price"], [4, 3, 11, 7, 10]),
        ([{"rating": "desc"}, "price"], [5, 1, 6, 3]),
        ([{"nosuch": {"unmapped_type": "keyword"}}, "price"], [4, 10]),
        (["_doc"], [1, 2, 3, 4]),
        ("price", [4, 10]),
        ({"price": {"order": "desc"}}, [11, 3]),
    ],
    ids=str,
)
def test_order(catalogue, sort, expected):
    assert [int(doc_id) for doc_id in catalogue.ids(ALL, sort=sort)][: len(expected)] == expected


@pytest.mark.parametrize(
    ("sort", "doc_id", "values"),
    [
        ([{"starts": "desc"}, {"key.raw": "asc"}], "4", [LONG_MIN, "PeakX+CLI2"]),
        ([{"starts": "asc"}, {"key.raw": "asc"}], "4", [LONG_MAX, "PeakX+CLI2"]),
        ([{"starts": "desc"}], "5", [1961712000000]),
        ([{"starts": "asc"}], "5", [1930089600000]),
        ([{"price": "asc"}], "7", [INT_MAX]),
        ([{"rating": "asc"}], "4", ["Infinity"]),
        ([{"rating": "desc"}], "4", ["-Infinity"]),
        ([{"rating": "desc"}], "1", [4.5]),
        ([{"org.raw": "asc"}], "10", [None]),
        ([{"open": "asc"}], "1", [1]),
    ],
    ids=str,
)
def test_sort_values(catalogue, sort, doc_id, values):
    hits = catalogue.es.search(index=catalogue.index, query=ALL, sort=sort, size=20)["hits"]["hits"]
    found = next(hit["sort"] for hit in hits if hit["_id"] == doc_id)
    if values == [INT_MAX]:
        assert found[0] in (INT_MAX, LONG_MAX)
    else:
        assert found == values


def test_score_can_be_one_of_the_keys(catalogue):
    query = {"match": {"title": "python data"}}
    by_score = catalogue.ids(query)
    assert by_score[0] == "5"
    assert catalogue.ids(query, sort=["_score"]) == by_score
    assert catalogue.ids(query, sort=[{"_score": "asc"}])[-1] == "5"
    assert catalogue.ids(query, sort=["level", "_score"]) == ["6", "12", "5"]


def test_sorted_hits_have_no_score_unless_asked_for(catalogue):
    for track, scored in ((False, False), (True, True)):
        answer = catalogue.es.search(
            index=catalogue.index, query={"term": {"level": "Intro"}}, sort=["price"], track_scores=track
        )
        assert all((hit["_score"] is not None) == scored for hit in answer["hits"]["hits"])


@pytest.mark.parametrize(("start", "size"), [(0, 5), (5, 5), (10, 5), (11, 1), (12, 5), (100, 5), (0, 0)])
def test_pages(catalogue, start, size):
    whole = catalogue.ids(ALL, sort=["key.raw"])
    answer = catalogue.es.search(index=catalogue.index, query=ALL, sort=["key.raw"], from_=start, size=size)
    assert [hit["_id"] for hit in answer["hits"]["hits"]] == whole[start : start + size]
    assert answer["hits"]["total"] == {"value": 12, "relation": "eq"}


@pytest.mark.parametrize("size", [1, 2, 3, 5, 12])
@pytest.mark.parametrize(
    "sort",
    [
        [{"starts": "desc"}, {"key.raw": "asc"}],
        [{"starts": "asc"}, {"key.raw": "desc"}],
        [{"org.raw": "asc"}, {"key.raw": "asc"}],
        [{"org.raw": "desc"}, {"key.raw": "asc"}],
        [{"org.raw": {"order": "asc", "missing": "_first"}}, {"key.raw": "asc"}],
        [{"price": "asc"}, {"key.raw": "asc"}],
        [{"rating": "desc"}, {"key.raw": "desc"}],
    ],
    ids=str,
)
def test_a_walk_with_search_after_meets_each_once(catalogue, sort, size):
    walked, after = [], None
    while True:
        more = {"search_after": after} if after else {}
        hits = catalogue.es.search(index=catalogue.index, query=ALL, sort=sort, size=size, **more)["hits"]
        assert hits["total"]["value"] == 12
        if not hits["hits"]:
            break
        walked.extend(hit["_id"] for hit in hits["hits"])
        after = hits["hits"][-1]["sort"]
    assert walked == catalogue.ids(ALL, sort=sort)


@pytest.mark.parametrize(
    ("sort", "after", "first"),
    [
        (["starts"], [0], "7"),
        (["starts"], ["2031-06-15T00:00:00Z"], "8"),
        ([{"starts": "desc"}], ["2031-06-15T00:00:00Z"], "10"),
        (["key.raw"], ["B"], "12"),
        (["key.raw"], ["ByteU+DS300"], "7"),
        ([{"key.raw": "desc"}], ["B"], "8"),
        (["price"], ["100"], "6"),
        (["price"], [99.0], "6"),
        # A number that 32 bits do not hold is cut above and wraps around below: to 0, and to 1.
        ([{"price": "desc"}], [2**63 - 1], "11"),
        (["price"], [-(2**40)], "10"),
        (["price"], [-(2**63) + 1], "10"),
        (["level"], [False], None),
    ],
)
def test_a_cursor_need_not_be_a_hit(catalogue, sort, after, first):
    answer = catalogue.es.search(index=catalogue.index, query=ALL, sort=sort, search_after=after, size=1)
    assert [hit["_id"] for hit in answer["hits"]["hits"]] == ([first] if first else [])


REFUSED = [
    ({"sort": ["title"]}, "Fielddata is disabled on [title]"),
    ({"sort": ["title.suggest"]}, "Fielddata is not supported on field [title.suggest] of type [completion]"),
    ({"sort": ["nosuch"]}, "No mapping found for [nosuch] in order to sort on"),
    ({"sort": [{"price": {"nosuch": 1}}]}, "[field_sort] unknown field [nosuch]"),
    ({"sort": ["price"], "search_after": []}, "Values must contains at least one value."),
    ({"sort": ["price"], "search_after": [1, 2]}, "search_after has 2 value(s) but sort has 1."),
    ({"sort": ["price", "key.raw"], "search_after": [1]}, "search_after has 1 value(s) but sort has 2."),
    ({"sort": ["starts"], "search_after": ["foo"]}, "failed to parse date field [foo]"),
    ({"sort": ["price"], "search_after": ["foo"]}, "Failed to parse search_after value for field [price]."),
    ({"search_after": [1]}, "Sort must contain at least one field."),
    (
        {"sort": ["price"], "search_after": [1], "from": 3},
        "[from] parameter must be set to 0 when [search_after] is used",
    ),
    ({"from": 9_999, "size": 2}, "Result window is too large, from + size must be less than or equal to: [10000]"),
    ({"sort": ["price"], "search_after": ["1.5"]}, "Failed to parse search_after value for field [price]."),
    ({"sort": ["_score", "price"], "search_after": ["foo", 1]}, "Failed to parse search_after value for field [null]."),
    ({"sort": ["open"], "search_after": ["foo"]}, "Cannot parse boolean [foo], expected either [true] or [false]"),
    ({"size": -1}, "[size] parameter cannot be negative, found [-1]"),
    ({"from": -1}, "[from] parameter cannot be negative"),
]


@pytest.mark.parametrize(("body", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_refused(catalogue, body, reason):
    headers = {"accept": "application/json", "content-type": "application/json"}
    with pytest.raises(BadRequestError) as caught:
        catalogue.es.perform_request("POST", f"/{catalogue.index}/_search", headers=headers, body=body)
    assert reason in caught.value.body["error"]["root_cause"][0]["reason"]


def test_the_window_can_be_widened(es, name):
    create(es, name)
    put(es, name, {"1": {"price": 1}})
    with pytest.raises(BadRequestError):
        es.search(index=name, from_=14_990, size=100)
    es.indices.put_settings(index=name, settings={"index": {"max_result_window": 15_090}})
    assert es.search(index=name, from_=14_990, size=100)["hits"]["total"]["value"] == 1
    with pytest.raises(BadRequestError):
        es.search(index=name, from_=14_991, size=100)


def test_unsorted_hits_come_in_the_order_they_were_written(es, name):
    create(es, name)
    put(es, name, {str(number): {"price": 1} for number in (5, 3, 9, 1)})
    hits = es.search(index=name, query=ALL)["hits"]["hits"]
    assert [hit["_id"] for hit in hits] == ["5", "3", "9", "1"]


def test_a_score_can_be_walked_along(catalogue):
    query = {"query_string": {"query": "data python machine"}}
    sort = [{"_score": "desc"}, "key.raw"]
    whole = catalogue.ids(query, sort=sort)
    walked, more = [], {}
    while hits := catalogue.es.search(index=catalogue.index, query=query, sort=sort, size=2, **more)["hits"]["hits"]:
        walked += [hit["_id"] for hit in hits]
        more = {"search_after": hits[-1]["sort"]}
    assert walked == whole
