"""Analysis with worked-out tokens: tokenizers, filters, whole analyzers."""

import pytest
from elasticsearch import BadRequestError

from course_discovery.apps.search.embedded.analysis.analyzers import AnalyzerRegistry
from course_discovery.apps.search.embedded.analysis.spelling import HOLE, MARK, Unspellable
from course_discovery.apps.search.tests.embedded.catalogue import ANALYSIS

STANDARD = [
    ("", []),
    ("   ", []),
    ("Reef ECOLOGY", ["reef", "ecology"]),
    ("data-driven R&D", ["data", "driven", "r", "d"]),
    ("self_paced", ["self_paced"]),
    ("_ __", []),
    ("_a b_", ["_a", "b_"]),
    ("6.002x", ["6.002x"]),
    ("6.002", ["6.002"]),
    ("3,5;7", ["3,5;7"]),
    ("a.b:c'd", ["a.b:c'd"]),
    ("a..b a.1 1.a", ["a", "b", "a", "1", "1", "a"]),
    ("x.y. z:", ["x.y", "z"]),
    ("can't stop’s", ["can't", "stop’s"]),
    ("'quoted' ‘word’", ["quoted", "word"]),
    ("course-v1:TideU+MB210+1T2031", ["course", "v1", "tideu", "mb210", "1t2031"]),
    ("Tide/MB/210", ["tide", "mb", "210"]),
    ("C++ C# .NET", ["c", "c", "net"]),
    ("http://www.example.org/a?b=c", ["http", "www.example.org", "a", "b", "c"]),
    ("me@example.org", ["me", "example.org"]),
    ("Introducción à l'été", ["introducción", "à", "l'été"]),
    ("naïve e\u0301t", ["naïve", "e\u0301t"]),
    ("ΣΊΣΥΦΟΣ", ["σίσυφοσ"]),
    ("Приветы мир", ["приветы", "мир"]),
    ("日本語", ["日", "本", "語"]),
    ("ひらがな", ["ひ", "ら", "が", "な"]),
    ("カタカナ", ["カタカナ"]),
    ("한국어 수업", ["한국어", "수업"]),
    ("שלום עולם", ["שלום", "עולם"]),
    ('צה"ל', ['צה"ל']),
    ("ภาษาไทย", ["ภาษาไทย"]),
    ("Tide® ©2031", ["tide", "®", "©", "2031"]),
    ("😀 ok", ["😀", "ok"]),
    ("🇪🇸🇫🇷", ["🇪🇸", "🇫🇷"]),
    ("½ 100% §5", ["100", "5"]),
    ("soft\u00adhyphen zero\u200bwidth", ["soft\u00adhyphen", "zero", "width"]),
    ("non\u00a0breaking", ["non", "breaking"]),
    ("a\u2028b\u3000c\u0085d", ["a", "b", "c", "d"]),
    ("narrow\u202fspace joins", ["narrow\u202fspace", "joins"]),
    ("em—dash…dots", ["em", "dash", "dots"]),
    ("a" * 260, ["a" * 255, "a" * 5]),
]

ANALYZERS = [
    ("simple", "Reef-2 Ecology!", ["reef", "ecology"]),
    ("simple", "it's 42 ÉTÉ", ["it", "s", "été"]),
    ("whitespace", "Reef-2  Ecology!", ["Reef-2", "Ecology!"]),
    ("keyword", "Reef Ecology ", ["Reef Ecology "]),
    ("english", "<p>Learning &amp; <b>un</b>learning</p>the end", ["learn", "unlearn", "end"]),
    ("english", "universities organizations generous generically", ["univers", "organ", "generous", "generic"]),
    ("english", "the of and it is", []),
    ("english", "dying skies happily business", ["die", "sky", "happili", "busi"]),
    ("english", "CS50's teachers’", ["cs50", "s", "teacher"]),
    ("whole", "Reef ECOLOGY", ["reef ecology"]),
    ("whole", "", [""]),
    ("beginnings", "Reef a", ["re", "ree", "reef"]),
    ("beginnings", "abcdefghijklm", ["abcdefghijklm"[:size] for size in range(2, 11)]),
    (
        "folded",
        "Introducción À l’Été Straße Łódź Ångström",
        ["introduccion", "a", "l'ete", "strasse", "lodz", "angstrom"],
    ),
    ("synonyms", "the sea", ["the", "sea", "ocean"]),
    ("synonyms", "an ocean", ["an", "ocean", "sea"]),
    ("synonyms", "jogging", ["run"]),
    ("synonyms", "running", ["run"]),
    ("synonyms", "ai", ["ai", "artifici", "intellig"]),
    ("synonyms", "artificial life", ["artifici", "life"]),
]

MARKUP = [
    ("plain", "plain"),
    ("a<b>c</b>d", "acd"),
    ("a<p>b</p>c", "a\nb\nc"),
    ("a<br/>b<BR>c", "a\nb\nc"),
    ('<a href="x>y">z</a>', "z"),
    ("a<!-- b --> c", "a c"),
    ("a<!-- b", "a"),
    ("<script>x < y</script>z", "\nz"),
    ("<style>p{}</style>z", "\nz"),
    ("<script>never closed", ""),
    ("1 < 2 > 0", "1 < 2 > 0"),
    ("1<2", "1<2"),
    ("a < b", "a "),
    ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"),
    ("&#65;&#x42;&eacute;&AMP;", "ABé&"),
    ("x&nbsp;y", "x y"),
    ("&bogus; &NotEqual; & &;", "&bogus; &NotEqual; & &;"),
    ("&copy x &copy", "&copy x ©"),
    ("<![CDATA[x]]>", "x"),
    ("<?xml v?>x<!DOCTYPE html>", "x"),
    ("&lt;p&gt;x", "<p>x"),
]


@pytest.fixture(scope="module")
def analyzers(es):
    """An index with the analyzers of ``catalogue``."""
    name = "test-analyzers"
    es.options(ignore_status=404).indices.delete(index=name)
    es.indices.create(index=name, settings={"number_of_replicas": 0, "analysis": ANALYSIS})
    yield name
    es.indices.delete(index=name)


@pytest.mark.parametrize(("text", "expected"), STANDARD)
def test_standard_words(es, text, expected):
    assert [token["token"] for token in es.indices.analyze(analyzer="standard", text=text)["tokens"]] == expected


@pytest.mark.parametrize(("analyzer", "text", "expected"), ANALYZERS)
def test_analyzers(es, analyzers, analyzer, text, expected):
    tokens = es.indices.analyze(index=analyzers, analyzer=analyzer, text=text)["tokens"]
    assert [token["token"] for token in tokens] == expected


@pytest.mark.parametrize(("text", "expected"), MARKUP)
def test_markup_is_stripped(es, text, expected):
    tokens = es.indices.analyze(tokenizer="keyword", char_filter=["html_strip"], text=text)["tokens"]
    assert [token["token"] for token in tokens] == [expected]


def places(es, index, analyzer, text):
    tokens = es.indices.analyze(index=index, analyzer=analyzer, text=text)["tokens"]
    return [(token["token"], token["position"], token["start_offset"], token["end_offset"]) for token in tokens]


def test_stop_words_leave_holes(es, analyzers):
    assert places(es, analyzers, "english", "the fish of the sea") == [("fish", 1, 4, 8), ("sea", 4, 16, 19)]


def test_offsets_point_into_the_original(es, analyzers):
    assert places(es, analyzers, "english", "<p>fish &amp; sea</p>") == [("fish", 0, 3, 7), ("sea", 1, 14, 17)]


def test_beginnings_share_a_position(es, analyzers):
    assert places(es, analyzers, "beginnings", "sea fun")[:2] == [("se", 0, 0, 3), ("sea", 0, 0, 3)]
    assert places(es, analyzers, "beginnings", "sea fun")[2:] == [("fu", 1, 4, 7), ("fun", 1, 4, 7)]


def test_a_synonym_of_several_words_spills_over(es, analyzers):
    assert [token[:2] for token in places(es, analyzers, "synonyms", "ai and x")] == [
        ("ai", 0), ("artifici", 0), ("and", 1), ("intellig", 1), ("x", 2),
    ]  # fmt: skip


def test_a_synonym_for_several_words_spans_them(es, analyzers):
    tokens = es.indices.analyze(index=analyzers, analyzer="synonyms", text="artificial intelligence")["tokens"]
    assert [(token["token"], token["position"], token.get("positionLength", 1)) for token in tokens] == [
        ("artifici", 0, 1), ("ai", 0, 2), ("intellig", 1, 1),
    ]  # fmt: skip


def test_values_of_a_list_stand_far_apart(es, analyzers):
    tokens = es.indices.analyze(index=analyzers, analyzer="standard", text=["a b", "c"])["tokens"]
    assert [(token["token"], token["position"]) for token in tokens] == [("a", 0), ("b", 1), ("c", 102)]


def test_a_field_is_analysed_by_its_analyzer(es, catalogue):
    tokens = es.indices.analyze(index=catalogue.index, field="about", text="The Reefs")["tokens"]
    assert [token["token"] for token in tokens] == ["reef"]


@pytest.mark.parametrize(
    "analysis",
    [
        {"analyzer": {"x": {"type": "custom", "tokenizer": "nosuch"}}},
        {"analyzer": {"x": {"type": "custom", "tokenizer": "standard", "filter": ["nosuch"]}}},
        {"analyzer": {"x": {"type": "custom", "tokenizer": "standard", "char_filter": ["nosuch"]}}},
        {"analyzer": {"x": {"type": "custom", "filter": ["lowercase"]}}},
        {"analyzer": {"x": {"type": "nosuch"}}},
    ],
)
def test_wrong_definitions_are_refused(es, name, analysis):
    with pytest.raises(BadRequestError):
        es.indices.create(index=name, settings={"analysis": analysis})
    assert not es.indices.exists(index=name)


@pytest.mark.parametrize(
    ("letters", "folded"),
    [
        ("àáâãäåāăą", "aaaaaaaaa"),
        ("ÇĆČ çćč", "CCC ccc"),
        ("ðđ þ ß æ œ ø ł", "dd th ss ae oe o l"),
        ("ñńň İı ŵ ŷ ž", "nnn Ii w y z"),
        ("ấợữ ǿ ǽ", "aou o ae"),
        ("ﬁ ﬂ ½ ² ① ５", "fi fl ½ 2 1 5"),
        ("ª º … ’ – «»", 'ª º … \' - ""'),
        ("Ω я 日 ё й", "Ω я 日 ё й"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_folding(es, letters, folded):
    tokens = es.indices.analyze(tokenizer="keyword", filter=["asciifolding"], text=letters)["tokens"]
    assert [token["token"] for token in tokens] == [folded]


def test_a_combining_accent_stays(es):
    # It is a letter of its own to the filter, on every engine.
    tokens = es.indices.analyze(tokenizer="keyword", filter=["lowercase", "asciifolding"], text="CAFE\u0301")["tokens"]
    assert [token["token"] for token in tokens] == ["cafe\u0301"]


@pytest.mark.parametrize("name", ["standard", *ANALYSIS["analyzer"]])
def test_documents_are_cut_as_analyze_shows(name):
    """Documents take a short way through the analyzer, word by word, twice to meet what is remembered."""
    analyzer = AnalyzerRegistry(ANALYSIS).get(name)
    texts = [text for text, _ in STANDARD + MARKUP] + [text for _, text, _ in ANALYZERS]
    for text in [*texts, "\n".join(texts), "\n".join(texts)]:
        shown, taken = analyzer.analyze_marked(text), analyzer.analyze(text)
        assert (taken.terms, taken.positions) == (shown.terms, shown.positions)
        assert taken.end_position == shown.end_position


def read_back(text: str) -> list[tuple[int, str]]:
    words = text.split(" ")
    return [(at, term) for at, word in enumerate(words) if word != HOLE for term in word.split(MARK)[1:]]


@pytest.mark.parametrize("name", ["standard", *ANALYSIS["analyzer"]])
def test_a_spelled_text_holds_the_same_terms(name):
    analyzer = AnalyzerRegistry(ANALYSIS).get(name)
    texts = [text for text, _ in STANDARD + MARKUP] + [text for _, text, _ in ANALYZERS]
    spelled = 0
    for text in [*texts, " - ".join(texts[:12])]:
        stream = analyzer.analyze(text)
        try:
            taken = analyzer.spell(text)
        except Unspellable:
            assert any((MARK + term).split() != [MARK + term] for term in stream.terms)
            continue
        spelled += 1
        assert read_back(taken.text) == list(zip(stream.positions, stream.terms, strict=True))
        assert taken.tokens == len(stream.terms)
        assert taken.positions == len(set(stream.positions))
        assert len(taken.text.split(" ")) == max(stream.end_position, 1)
        stacked = {at for at in stream.positions if stream.positions.count(at) > 1}
        assert {MARK + term for word in taken.stacks for term in word.split(MARK)[1:]} == {
            MARK + term for at, term in read_back(taken.text) if at in stacked
        }
    assert spelled > len(texts) / 3


def test_a_term_with_a_space_cannot_be_spelled():
    with pytest.raises(Unspellable):
        AnalyzerRegistry().get("keyword").spell("two words")


def test_indexes_share_analyzers_that_are_defined_alike():
    first, second = AnalyzerRegistry(ANALYSIS), AnalyzerRegistry(ANALYSIS)
    assert first.get("english") is second.get("english")
    other = {**ANALYSIS, "filter": {name: {"type": "lowercase"} for name in ANALYSIS["filter"]}}
    changed = [name for name in ANALYSIS["analyzer"] if AnalyzerRegistry(other).get(name) is not first.get(name)]
    assert changed == [
        name
        for name, definition in ANALYSIS["analyzer"].items()
        if set(definition.get("filter", ())) & set(ANALYSIS["filter"])
    ]
