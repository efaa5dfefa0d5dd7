"""The four rules that the tests rely on."""

SYNONYMS = [
    "university => universityx",
    "html5 => html",
    "running => jogging",
    "spanish => español",
]
