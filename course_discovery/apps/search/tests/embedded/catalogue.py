"""A dozen invented courses to search in, and the ways tests ask for them."""

from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

ANALYSIS = {
    "analyzer": {
        "english": {
            "type": "custom",
            "char_filter": ["html_strip"],
            "tokenizer": "standard",
            "filter": ["lowercase", "stop", "snowball"],
        },
        "synonyms": {
            "type": "custom",
            "char_filter": ["html_strip"],
            "tokenizer": "standard",
            "filter": ["lowercase", "replacements", "snowball"],
        },
        "beginnings": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "two_to_ten"]},
        "whole": {"type": "custom", "tokenizer": "keyword", "filter": ["lowercase"]},
        "folded": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
    },
    "filter": {
        "replacements": {
            "type": "synonym",
            "synonyms": ["sea, ocean", "ai, artificial intelligence", "jogging => running"],
        },
        "two_to_ten": {"type": "edge_ngram", "min_gram": 2, "max_gram": 10},
    },
}
MAPPINGS = {
    "properties": {
        "key": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
        "title": {
            "type": "text",
            "analyzer": "synonyms",
            "fields": {"start": {"type": "text", "analyzer": "beginnings"}, "suggest": {"type": "completion"}},
        },
        "about": {"type": "text", "analyzer": "english"},
        "org": {
            "type": "text",
            "analyzer": "english",
            "fields": {"raw": {"type": "keyword"}, "lower": {"type": "text", "analyzer": "whole"}},
        },
        "subjects": {"type": "text", "fields": {"raw": {"type": "keyword"}}},
        "level": {"type": "keyword"},
        "starts": {"type": "date"},
        "price": {"type": "integer"},
        "rating": {"type": "float"},
        "open": {"type": "boolean"},
        "skills": {"type": "nested", "properties": {"name": {"type": "text"}}},
    }
}
ROWS: dict[str, dict[str, Any]] = {
    "1": {"key": "TideU+MB210", "title": "Reef Ecology", "about": "<p>Corals &amp; fish of the sea</p>", "org": "TideU",
          "subjects": ["Biology", "Marine Science"], "level": "Intro", "starts": "2031-06-15T00:00:00Z", "price": 79,
          "rating": 4.5, "open": True, "skills": [{"name": "diving"}]},
    "2": {"key": "TideU+OC100", "title": "Ocean Currents", "about": "How the ocean moves heat", "org": "TideU",
          "subjects": ["Physics", "Marine Science"], "level": "Intro", "starts": "2031-01-31T12:00:00Z", "price": 49,
          "rating": 3.5, "open": True},
    "3": {"key": "PeakX+GEO1", "title": "Mountain Geology", "about": "Rocks, folds and faults", "org": "PeakX",
          "subjects": ["Earth Science"], "level": "Advanced", "starts": "2030-12-31T23:30:00Z", "price": 199,
          "rating": 4.0, "open": False},
    "4": {"key": "PeakX+CLI2", "title": "Climbing for beginners", "about": "Ropes and knots, learning to climb",
          "org": "PeakX", "subjects": ["Sport"], "level": "Intro", "starts": None, "price": 0, "open": False},
    "5": {"key": "course-v1:ByteU+PY101+2031", "title": "Python for data science", "about": "Data science with Python",
          "org": "ByteU", "subjects": ["Computer Science"], "level": "Intro",
          "starts": ["2031-03-01T00:00:00Z", "2032-03-01T00:00:00Z"], "price": 99, "rating": 5.0, "open": True},
    "6": {"key": "course-v1:ByteU+ML201+2031", "title": "Machine learning with Python",
          "about": "Learning machines learn from data", "org": "ByteU", "subjects": ["Computer Science", "Mathematics"],
          "level": "Advanced", "starts": "2031-09-01T00:00:00Z", "price": 149, "rating": 4.5, "open": True},
    "7": {"key": "ByteU/AI/2029", "title": "Artificial intelligence and society", "about": "What machines may do",
          "org": "ByteU", "subjects": ["Computer Science", "Ethics"], "level": "Intermediate",
          "starts": "2029-02-28T00:00:00Z", "price": None, "open": False},
    "8": {"key": "ArtX+PAI1", "title": "Watercolor painting", "about": "Paint the sea and the sky", "org": "ArtX",
          "subjects": ["Arts"], "level": "Intro", "starts": "2031-06-15T08:00:00+02:00", "price": 25, "open": True},
    "9": {"key": "ArtX+ESP1", "title": "Introducción a la pintura", "about": "Curso en español", "org": "ArtX",
          "subjects": ["Arts"], "level": "Intro", "starts": "2031-10-01", "price": 25, "rating": 2.0, "open": True},
    "10": {"key": "RunU+JOG5", "title": "Jogging every day", "about": "Run farther", "subjects": [], "level": "Intro",
           "starts": "2031-05-05T05:05:05.555Z", "price": 10, "open": True},
    "11": {"key": "RunU+R2D2", "title": "R&amp;D management", "about": "Research and development", "org": "RunU",
           "subjects": ["Business & Management"], "level": "Advanced", "starts": "2031-07-01", "price": 300,
           "rating": 1.5, "open": False},
    "12": {"key": "ByteU+DS300", "title": "Data structures", "about": "Trees, heaps, hashes. Science of data",
           "org": "ByteU", "subjects": ["Computer Science"], "level": "Intermediate", "starts": "2031-11-11",
           "price": 99, "rating": 3.0, "open": True},
}  # fmt: skip


@dataclass(frozen=True)
class Catalogue:
    """The index of courses and a client of it."""

    es: Elasticsearch
    index: str

    def ids(self, query: dict[str, Any], **others: Any) -> list[str]:
        """The ids of the courses a query finds, in the order they come."""
        hits = self.es.search(index=self.index, query=query, size=100, **others)["hits"]
        assert hits["total"]["value"] == len(hits["hits"])
        return [hit["_id"] for hit in hits["hits"]]

    def found(self, query: dict[str, Any]) -> set[int]:
        """The same as a set of numbers."""
        return {int(doc_id) for doc_id in self.ids(query)}

    def scores(self, query: dict[str, Any]) -> dict[str, float]:
        """Score by id."""
        hits = self.es.search(index=self.index, query=query, size=100)["hits"]["hits"]
        return {hit["_id"]: hit["_score"] for hit in hits}


def create(es: Elasticsearch, name: str, mappings: dict[str, Any] | None = None) -> None:
    """An index with this module's analyzers."""
    settings = {"number_of_shards": 1, "number_of_replicas": 0, "analysis": ANALYSIS}
    es.indices.create(index=name, settings=settings, mappings=mappings or MAPPINGS)


def put(es: Elasticsearch, name: str, rows: dict[str, dict[str, Any]]) -> None:
    """Writes documents by id and makes them visible."""
    operations = [line for doc_id, row in rows.items() for line in ({"index": {"_index": name, "_id": doc_id}}, row)]
    answer = es.bulk(operations=operations, refresh=True)
    assert not answer["errors"], answer


def fill(es: Elasticsearch, name: str) -> Catalogue:
    """An index with all courses."""
    create(es, name)
    put(es, name, ROWS)
    return Catalogue(es, name)
