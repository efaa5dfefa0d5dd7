import pytest

from course_discovery.apps.taxonomy_support.selectors.block_texts import BlockTree


def tree_of(blocks, texts, asked=None):
    def metadata_of(key):
        if asked is not None:
            asked.append(key)
        return {"index_dictionary": {"content": texts[key]}} if key in texts else None

    return BlockTree(blocks, metadata_of)


def test_of_transcripts_only_the_english_one_counts():
    tree = tree_of(
        {"film": {"type": "video"}},
        {"film": {"display_name": "Rivers", "transcript_en": "Water flows", "transcript_fr": "L'eau coule"}},
    )
    assert [content.content for content in tree.contents(["film"])] == ["Rivers Water flows"]


def test_a_text_counts_once_where_it_stands_first():
    tree = tree_of(
        {"unit": {"type": "vertical", "children": ["b", "a"]}, "a": {"type": "html"}, "b": {"type": "html"}},
        {"unit": {"x": "One"}, "a": {"x": "Two", "y": "One"}, "b": {"x": "Three", "y": " Two "}},
    )
    assert [content.content for content in tree.contents(["unit"])] == ["One Three Two"]


@pytest.mark.parametrize("kind", ["chapter", "html", None])
def test_other_types_are_no_blocks_of_their_own(kind):
    assert list(tree_of({"a": {"type": kind}}, {"a": {"x": "Text"}}).contents(["a"])) == []


def test_blocks_without_text_and_circles_do_no_harm():
    asked = []
    blocks = {
        "unit": {"type": "vertical", "children": ["film", "gone"]},
        "film": {"type": "video", "children": ["unit"]},
    }
    tree = tree_of(blocks, {"film": {"display_name": "Film", "empty": None}}, asked)
    assert [content.content for content in tree.contents(["unit", "film"])] == ["Film", "Film"]
    # Each block is asked for once, however often it is part of another.
    assert sorted(asked) == ["film", "unit"]
