"""Rows that change while they are served."""

import json

import pytest

from course_discovery.sandbox.listing import Listing


@pytest.fixture
def listing() -> Listing:
    return Listing([{"id": "a", "end": 1}, {"id": "b", "end": 2}, {"id": "c", "end": 3}], "id")


def served(listing: Listing) -> list[dict[str, object]]:
    return [json.loads(text) for text in listing.encoded(0, 100)]


def test_encoded_is_a_slice(listing: Listing) -> None:
    assert [json.loads(text)["id"] for text in listing.encoded(1, 9)] == ["b", "c"]
    assert listing.encoded(3, 9) == []


def test_changes_are_served(listing: Listing) -> None:
    served(listing)
    listing.change("b", end=9, pacing="self")
    listing.add({"id": "d", "end": 4})
    listing.remove("a", "c")
    assert served(listing) == [{"id": "b", "end": 9, "pacing": "self"}, {"id": "d", "end": 4}]
    listing.clear()
    assert served(listing) == []


def test_rows_come_out_as_copies(listing: Listing) -> None:
    listing.get("a")["end"] = 7
    listing.rows()[0]["end"] = 7
    assert served(listing)[0] == {"id": "a", "end": 1}


def test_unknown_keys(listing: Listing) -> None:
    for call in (listing.get, listing.change, listing.remove):
        with pytest.raises(KeyError):
            call("x")
    assert listing.keys() == ["a", "b", "c"]
    assert "a" in listing and "x" not in listing
