"""Words that find each other in `q`, in Solr format: `a, b` finds either by either, `a => b` replaces.

Lower case and without punctuation, since rules are compared with the words of a title after splitting. A phrase also
lends its single words: with `ml, machine learning`, `learning` finds every text that says `ml`. So a phrase of everyday
words does not belong here.
"""

SYNONYMS = [
    "ai, artificial intelligence",
    "bio, biology",
    "chem, chemistry",
    "cs, computer science, computer sciences",
    "css, cascading style sheets",
    "cyber security, cybersecurity",
    "ee, electrical engineering",
    "ecommerce, e commerce",
    "econ, economics",
    "español, espanol, spanish",
    "français, francais, french",
    "html, html5",
    "hr, human resources",
    "it, information technology",
    "js, javascript",
    "maths, math, mathematics",
    "master, masters, ms",
    "mba, master of business administration",
    "mgmt, management",
    "ml, machine learning",
    "nlp, natural language processing",
    "os, operating system",
    "phd, doctorate",
    "pm, project management",
    "psych, psychology",
    "stats, statistics",
    "ux, user experience",
]
