import random

from course_discovery.apps.search.text import _parsed, _without_plain_tags, searchable_text, without_markup


def test_tags_separate_words_and_leave_no_names_behind():
    assert without_markup("<p>Corals <b>r</b>eef</p><ul><li>one</li><li>two</li></ul>") == "Corals reef one two"


def test_entities_are_decoded_once():
    assert without_markup("Fish &amp; Chips &lt;p&gt;") == "Fish & Chips <p>"


def test_plain_comparison_survives():
    assert without_markup("a < b") == "a < b"


def test_missing_parts_leave_no_line():
    assert searchable_text(["Reefs", None, "", "<p> </p>", "Biology"]) == "Reefs\nBiology"


def test_the_quick_way_reads_like_the_parser():
    pieces = [
        *("<p>", "</p>", "<b>", "</b>", "<br/>", "<LI>", '<a href="x&amp;y">', "<a href='q>'>", "<p class=x>", "<p "),
        *(
            "<!--c-->",
            "<script>",
            "</script>",
            "<1>",
            "<",
            "&",
            "am",
            "p;",
            "&amp;",
            "&lt;",
            "&#39;",
            "&nbsp;",
            "&copy",
        ),
        *("&copy", "a", "é", "lt;", " ", "\n"),
    ]
    chance = random.Random(5)
    quick = 0
    for _ in range(3000):
        html = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 7)))
        assert without_markup(html) == " ".join(_parsed(html).split()), html
        quick += "<" in html and _without_plain_tags(html) is not None
    assert quick > 300
