"""The words and values that documents and searches are made of, each so common that most searches find something."""

from random import Random

STEMS = [
    "learning", "learn", "learned", "machine", "machines", "ocean", "oceans", "currents", "current", "biology",
    "biological", "data", "science", "sciences", "python", "painting", "paint", "history", "histories", "running",
    "runs", "music", "musical", "city", "cities", "economy", "economics", "design", "designing", "river", "generous",
    "general", "skies", "dying", "organization", "organisations", "université", "introducción", "naïve", "résumé",
    "straße", "łódź", "日本語", "данные", "ελλάδα", "ai", "x", "2031", "101",
]  # fmt: skip
STOP_WORDS = ["the", "and", "of", "to", "a", "for", "is", "not", "with", "it"]
ODD_WORDS = [
    "e-mail", "don't", "O'Reilly", "C++", "R&D", "6.002x", "snake_case", "node.js", "3,000", "1:1", "AT&T", "x.y",
    "http://ocean.example.org/a-b", "edx+DemoX", "<b>bold</b>", "<p>para", "&amp;", "caf&eacute;", "<br/>", "10%",
    "“quoted”", "I/O", "a_b", "🙂", "½",
]  # fmt: skip
UNKNOWN_WORDS = ["zebra", "quux", "ocaen", "pyton", "learnt", "sciense", "machin"]
PHRASE_WORDS = [
    "sea", "artificial intelligence", "machine learning", "data science", "new york city", "jogging", "nyc", "ml",
]  # fmt: skip
SYNONYMS = [
    "sea, ocean",
    "ai, artificial intelligence",
    "jogging => running",
    "nyc, new york city",
    "machine learning, ml",
    "histories, record of the past",
    "painting => art, fine art",
]
ORGS = ["TideU", "PeakX", "ByteU", "ArtX", "run-U", "École X", "the U", "MIT_x"]
SUBJECTS = ["Biology", "Data Science", "Arts & Culture", "Économie", "biology", "Computer Science", "History", ""]
LEVELS = ["Intro", "Intermediate", "Advanced", "intro", "Very Advanced", "Über"]
TAGS = [f"tag-{number}" for number in range(12)] + ["a b", "A*B", "x/y", "[1]", "ümlaut", "true", "10", "2031-01-01"]
CITIES = ["Oslo", "Rome", "New York", "São Paulo"]
DATES = [
    "2029-02-28T00:00:00Z", "2030-12-31T23:30:00Z", "2030-12-31T23:59:59.999Z", "2031-01-01T00:00:00Z", "2031-01-01",
    "2031-01-31T12:00:00Z", "2031-03-01T00:00:00Z", "2031-05-05T05:05:05.555Z", "2031-06-15T00:00:00Z",
    "2031-06-15T08:00:00+02:00", "2031-06-30T23:59:59Z", "2031-07-01", "2031", "2031-11", "2032-02-29T10:00:00-05:00",
    "2035-10-10T10:10", 1939420800000, "1939420800000", 0, "1969-12-31T23:59:59Z",
]  # fmt: skip
PRICES = [0, 1, 10, 25, 49, 50, 79, 99, 100, 149, 199, 300, -5, 2147483647, 12.7, "33"]
RATINGS = [0, 0.5, 1.5, 2.0, 3.5, 4.25, 4.3, 4.5, 5.0, -1.1, 1e10, "3.3"]


def words(rng: Random, at_least: int, at_most: int) -> str:
    """A text, with some of its words in other letters and with signs between."""
    parts: list[str] = []
    for _ in range(rng.randint(at_least, at_most)):
        parts.append(word(rng))
        if _stands_twice(parts):
            parts[-1] = "data"
        if rng.random() < 0.06:
            parts[-1] += rng.choice([",", ".", ";", " -", "!", ":"])
    return " ".join(parts)


def _stands_twice(parts: list[str]) -> bool:
    """Whether the last word may fall on itself, as the end of a synonym before it.

    Elasticsearch counts a phrase once for each time that its rarest word stands at a place. The embedded engine counts
    places, which moves scores by a little in texts such as "ml learning", where `ml` is also `machine learning`.
    """
    *before, last = (part.lower() for part in parts)
    return (last.startswith("learn") and any("ml" in part for part in before[-2:])) or (
        last.startswith("cit") and any("nyc" in part for part in before[-4:])
    )


def word(rng: Random) -> str:
    """A word of a document; those in front of the lists come more often."""
    kind = rng.random()
    if kind < 0.70:
        text = STEMS[min(int(rng.expovariate(0.12)), len(STEMS) - 1)]
    elif kind < 0.80:
        text = rng.choice(STOP_WORDS)
    elif kind < 0.90:
        text = rng.choice(PHRASE_WORDS)
    else:
        text = rng.choice(ODD_WORDS)
    return rng.choice([text, text, text, text, text.capitalize(), text.upper()])
