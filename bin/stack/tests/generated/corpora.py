"""Indexes with every type of field and every analyzer, their documents, and how they change later."""

import uuid
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bin.stack.tests.generated import vocabulary

Source = dict[str, Any]

ANALYSIS = {
    "filter": {
        "replacements": {"type": "synonym", "synonyms": vocabulary.SYNONYMS},
        "beginnings": {"type": "edge_ngram", "min_gram": 2, "max_gram": 22},
    },
    "analyzer": {
        "plain": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
        "prose": {
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "stop", "snowball"],
            "char_filter": ["html_strip"],
        },
        "synonyms": {
            "tokenizer": "standard",
            "filter": ["lowercase", "replacements", "asciifolding", "snowball"],
            "char_filter": ["html_strip"],
        },
        "unfolded": {
            "tokenizer": "standard",
            "filter": ["lowercase", "replacements", "stop", "snowball"],
            "char_filter": ["html_strip"],
        },
        "beginnings": {"tokenizer": "standard", "filter": ["lowercase", "beginnings"]},
        "whole": {"tokenizer": "keyword", "filter": ["lowercase"]},
    },
}
_KEYWORD = {"type": "keyword"}
_WHOLE = {"raw": _KEYWORD, "lower": {"type": "text", "analyzer": "whole"}}
_SKILLS = {
    "type": "nested",
    "properties": {"name": {"type": "text"}, "category": {"properties": {"name": {"type": "text"}}}, "level": _KEYWORD},
}
# Both indexes of a corpus share most names, but not all, and not always with the same type.
COURSES = {
    "id": _KEYWORD,
    "uuid": _KEYWORD,
    "content_type": _KEYWORD,
    "key": {"type": "text", "fields": {"raw": _KEYWORD}},
    "title": {
        "type": "text",
        "analyzer": "synonyms",
        "fields": {
            "beginnings": {"type": "text", "analyzer": "beginnings", "search_analyzer": "plain"},
            "suggest": {"type": "completion"},
        },
    },
    "about": {"type": "text", "analyzer": "prose"},
    "text": {"type": "text", "analyzer": "unfolded"},
    "org": {
        "type": "text",
        "analyzer": "prose",
        "fields": {**_WHOLE, "beginnings": {"type": "text", "analyzer": "beginnings"}},
    },
    "subjects": {"type": "text", "analyzer": "plain", "fields": _WHOLE},
    "level": _KEYWORD,
    "tags": _KEYWORD,
    "start": {"type": "date"},
    "end": {"type": "date"},
    "price": {"type": "integer"},
    "seats": {"type": "integer"},
    "rating": {"type": "float"},
    "open": {"type": "boolean"},
    "mobile": {"type": "boolean"},
    "skills": _SKILLS,
}
RUNS = {
    **{name: COURSES[name] for name in ("id", "uuid", "content_type", "title", "org", "tags", "start", "skills")},
    "key": _KEYWORD,
    "level": {"type": "text", "analyzer": "plain", "fields": _WHOLE},
    "end": {"type": "date"},
    "price": {"type": "integer"},
    "open": {"type": "boolean"},
    "pacing": _KEYWORD,
}


@dataclass
class Index:
    """One index: ``documents`` are those it holds now, by id."""

    name: str
    mappings: dict[str, Any]
    documents: dict[str, Source]


@dataclass
class Corpus:
    """What one block of searches looks in: two indexes behind one alias.

    ``values`` are all texts, numbers and so on that ever stood in a field.
    """

    alias: str
    courses: Index
    runs: Index
    values: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def indexes(self) -> tuple[Index, Index]:
        return self.courses, self.runs

    def remember(self, source: Source) -> None:
        """Add a document's values to ``values``."""
        for name, value in source.items():
            for item in value if isinstance(value, list) else [value]:
                if isinstance(item, str | int | float):
                    self.values.setdefault(name, []).append(item)


def corpus(rng: Random, prefix: str) -> Corpus:
    """Two indexes, of 60 to 200 and of 20 to 60 documents, whose names start with ``prefix``."""
    made = Corpus(
        prefix,
        Index(f"{prefix}-courses", {"properties": COURSES}, {}),
        Index(f"{prefix}-runs", {"properties": RUNS}, {}),
    )
    for index, count in ((made.courses, rng.randint(60, 200)), (made.runs, rng.randint(20, 60))):
        for number in range(count):
            source = document(rng, index)
            index.documents[str(number)] = source
            made.remember(source)
    return made


def document(rng: Random, index: Index) -> Source:
    """A document; each field may be missing, null, one value or several, with nulls among them."""
    org, code = rng.choice(vocabulary.ORGS), f"{rng.choice('ABCX')}{rng.randint(1, 40)}"
    makers = {
        "id": lambda: f"{rng.choice(['course', 'run'])}.{rng.randint(1, 10_000)}",
        "uuid": lambda: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "content_type": lambda: rng.choice(["course", "course", "courserun"]),
        "key": lambda: rng.choice([f"{org}+{code}", f"course-v1:{org}+{code}+2031", f"{org}/{code}/2031"]),
        "title": lambda: vocabulary.words(rng, 1, 6),
        "about": lambda: vocabulary.words(rng, 0, rng.choice([8, 30, 90])),
        "text": lambda: vocabulary.words(rng, 1, rng.choice([10, 60])),
        "org": lambda: org,
        "subjects": lambda: rng.choice(vocabulary.SUBJECTS),
        "level": lambda: rng.choice(vocabulary.LEVELS),
        "tags": lambda: rng.choice(vocabulary.TAGS),
        "start": lambda: rng.choice(vocabulary.DATES),
        "end": lambda: rng.choice(vocabulary.DATES),
        "price": lambda: rng.choice(vocabulary.PRICES),
        "seats": lambda: rng.choice(vocabulary.PRICES),
        "rating": lambda: rng.choice(vocabulary.RATINGS),
        "open": lambda: rng.choice([True, True, False]),
        "mobile": lambda: rng.choice([True, False, "true", "false", ""]),
        "pacing": lambda: rng.choice(["self_paced", "instructor_paced"]),
        "skills": lambda: _skill(rng),
    }
    source: Source = {}
    for name in index.mappings["properties"]:
        make = makers[name]
        kind = rng.random()
        if name in ("id", "uuid", "key"):
            source[name] = make()
        elif kind < 0.08:
            continue
        elif kind < 0.14:
            source[name] = None
        elif kind < (0.85 if name not in ("tags", "subjects", "seats", "skills") else 0.25) or name == "org":
            source[name] = make()
        else:
            items = [make() if rng.random() < 0.9 else None for _ in range(rng.choice([0, 1, 2, 2, 3, 4]))]
            source[name] = items
    return source


def _skill(rng: Random) -> Source:
    category = {"name": rng.choice(["Ocean", "Data"]), "code": rng.randint(1, 9)}
    return {"name": vocabulary.words(rng, 1, 2), "category": category, "level": rng.choice(vocabulary.LEVELS)}


def spoiled(rng: Random, index: Index) -> Source:
    """A document that the index must refuse, for one of its values or for several."""
    source = document(rng, index)
    for _ in range(rng.choice([1, 1, 2])):
        name = rng.choice([name for name in ("start", "end", "price", "open", "title") if name in source] or ["price"])
        source[name] = {
            "start": rng.choice(["soon", "2031-13-01", "2031-02-30", True, "01/02/2031"]),
            "end": rng.choice(["later", "2031-1-1", ["2031-01-01", "x"]]),
            "price": rng.choice(["ten", 2**31, True, "1,5", [1, "x"]]),
            "open": rng.choice(["yes", 1, "True", 0.0]),
            "title": {"en": "Ocean"},
        }[name]
    return source


def changes(rng: Random, made: Corpus) -> list[dict[str, Any]]:
    """The lines of a bulk request that changes, adds and deletes some documents, and is refused some; the corpus
    changes too.
    """
    lines: list[dict[str, Any]] = []
    for index in made.indexes:
        for _ in range(rng.randint(3, 12)):
            doc_id = rng.choice(list(index.documents)) if rng.random() < 0.8 else f"new-{rng.randint(1, 50)}"
            kind = rng.random()
            if kind < 0.35:
                lines.append({"delete": {"_index": index.name, "_id": doc_id}})
                index.documents.pop(doc_id, None)
                continue
            source = spoiled(rng, index) if kind < 0.45 else document(rng, index)
            lines += [{"index": {"_index": index.name, "_id": doc_id}}, source]
            if kind >= 0.45:
                index.documents[doc_id] = source
                made.remember(source)
    return lines
