"""How text becomes searchable words: the analyzers that mappings name.

Accents fold on both sides, so that `introduccion` finds `introducción`; synonyms come from SYNONYMS_MODULE.
"""

from importlib import import_module

from django.conf import settings
from elasticsearch.dsl import analyzer, token_filter


def _synonyms() -> list[str]:
    return list(import_module(settings.SYNONYMS_MODULE).SYNONYMS)


# Words as they stand.
plain_text = analyzer("plain_text", tokenizer="standard", filter=["lowercase", "asciifolding"])

# Words of prose: markup and English stop words dropped, the rest stemmed.
html_strip = analyzer(
    "html_strip",
    tokenizer="standard",
    filter=["lowercase", "asciifolding", "stop", "snowball"],
    char_filter=["html_strip"],
)

# Words of titles and of the whole text: as above with synonyms, and stop words kept so that phrases stay whole.
# The rules are compared before folding, so that they may be written with accents.
synonym_text = analyzer(
    "synonym_text",
    tokenizer="standard",
    filter=[
        "lowercase",
        token_filter("synonym_tokenfilter", "synonym", synonyms=_synonyms()),
        "asciifolding",
        "snowball",
    ],
    char_filter=["html_strip"],
)

# Beginnings of words, for suggestions while somebody types.
edge_ngram_completion = analyzer(
    "edge_ngram_completion",
    tokenizer="standard",
    filter=[
        "lowercase",
        "asciifolding",
        token_filter("edge_ngram_completion_filter", "edge_ngram", min_gram=2, max_gram=22),
    ],
)

# The whole value, whatever its case.
case_insensitive_keyword = analyzer("case_insensitive_keyword", tokenizer="keyword", filter=["lowercase"])
