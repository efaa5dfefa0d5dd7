from course_discovery.apps.search.text import searchable_text, without_markup


def test_tags_separate_words_and_leave_no_names_behind():
    assert without_markup("<p>Corals <b>r</b>eef</p><ul><li>one</li><li>two</li></ul>") == "Corals reef one two"


def test_entities_are_decoded_once():
    assert without_markup("Fish &amp; Chips &lt;p&gt;") == "Fish & Chips <p>"


def test_plain_comparison_survives():
    assert without_markup("a < b") == "a < b"


def test_missing_parts_leave_no_line():
    assert searchable_text(["Reefs", None, "", "<p> </p>", "Biology"]) == "Reefs\nBiology"
