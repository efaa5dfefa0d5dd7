import pytest

from course_discovery.apps.publisher.rules.comments import ParsedBody, format_body, is_same_text, parse_body

RUN = "course-v1:NorthX+GEO101+1T2027"


def test_the_text_that_is_stored():
    assert format_body("ada", "Ada", "Lovelace", "Well done.\n\nThanks", RUN) == (
        "[User]\nAda Lovelace (ada)\n\n[Course Run]\ncourse-v1:NorthX+GEO101+1T2027\n\n[Body]\nWell done.\n\nThanks"
    )
    assert format_body("ada", "Ada", "", "Well done.") == "[User]\nada\n\n[Body]\nWell done."


@pytest.mark.parametrize("names", [("Ada", "Lovelace"), ("Ada (Augusta)", "King (née Byron)"), ("Ada", ""), ("", "")])
@pytest.mark.parametrize("run", [RUN, ""])
@pytest.mark.parametrize(
    "text", ["Fine.", "a\n\n[Body]\nb\r\nc", "[User]\nx (y)\n\n[Body]\nz", "", " ends \n", "(ada)"]
)
def test_what_is_written_is_read_again(names, run, text):
    body = format_body("ada.l@x+1", *names, text, run)
    assert parse_body(body) == ParsedBody("ada.l@x+1", run or None, text)


@pytest.mark.parametrize("names", [("Ada\n\n[Body]\nno", "Lovelace"), ("Ada\r", "\nLovelace")])
def test_names_and_keys_stay_in_their_lines(names):
    body = format_body("ada", *names, "text", "a\n\n[Body]\nb")
    assert parse_body(body) == ParsedBody("ada", "a [Body] b", "text")


@pytest.mark.parametrize(
    ("body", "parsed"),
    [
        ("[User]\r\nAda Lovelace (ada)\r\n\r\n[Body]\r\nText\r\nmore", ParsedBody("ada", None, "Text\r\nmore")),
        ("[User]\nada\n\n[Body]", ParsedBody("ada", None, "")),
        ("\n[User]\nada \n\n[Body]\ntext", ParsedBody("ada", None, "text")),
    ],
)
def test_what_keeps_the_text_may_have_touched_its_ends(body, parsed):
    assert parse_body(body) == parsed


@pytest.mark.parametrize(
    "body", ["Called the school.", "[Body]\ntext", "[User]\nada\n[Body]\ntext", "Re: [User]\nada\n\n[Body]\n"]
)
def test_what_was_not_written_here(body):
    assert parse_body(body) is None


def test_the_same_text_but_for_spaces():
    assert is_same_text("[User]\r\nada\r\n\r\n[Body]\r\na  b ", "[User]\nada\n\n[Body]\na b")
    assert not is_same_text("[User]\nada\n\n[Body]\na", "[User]\nada\n\n[Body]\nb")
    assert not is_same_text(None, "a")
