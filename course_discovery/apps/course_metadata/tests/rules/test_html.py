import pytest

from course_discovery.apps.course_metadata.rules.html import InvalidHtml, check_html, sanitize_html


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "plain & text",
        '<p dir="rtl" lang="ar">a<br>b<br/></p>',
        '<a href="https://x" rel="nofollow" target="_blank" title="t" typeof="x">x</a>',
        '<ol reversed start="3" type="a"><li style="color:red" align="left">x</li></ol>',
        '<table><tr><th>a</th><td>b</td></tr></table><img src="x" alt="y" width="1" height="2">',
    ],
)
def test_passes(text):
    check_html(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<h1>x</h1>", "Invalid HTML received: h1 tag is not allowed"),
        ("<p><script>alert(1)</script></p>", "Invalid HTML received: script tag is not allowed"),
        ("</section>", "Invalid HTML received: section tag is not allowed"),
        ("<p class='x'>y</p>", "Invalid HTML received: class attribute is not allowed on the p tag"),
        ("<p href='x'>y</p>", "Invalid HTML received: href attribute is not allowed on the p tag"),
        ("<a onclick='x'>y</a>", "Invalid HTML received: onclick attribute is not allowed on the a tag"),
        ("<!-- note -->", "Invalid HTML received"),
        ("<!DOCTYPE html>", "Invalid HTML received"),
        ("<?php echo 1 ?>", "Invalid HTML received"),
        ("<![CDATA[x]]>", "Invalid HTML received"),
    ],
)
def test_fails(text, message):
    with pytest.raises(InvalidHtml) as error:
        check_html(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "sanitized"),
    [
        ("plain & text", "plain &amp; text"),
        ("<h1>A <em>title</em></h1>", "A <em>title</em>"),
        ('<p class="x" style="color:red" onclick="y">z</p>', '<p style="color:red">z</p>'),
        ("<script>alert(1)</script><!-- note --><p>x</p>", "<p>x</p>"),
        ('<a href="javascript:x" rel="me" target="_blank">y</a>', '<a rel="me" target="_blank">y</a>'),
        (" <ul><li>one<li>two</ul>\n", "<ul><li>one</li><li>two</li></ul>"),
        ("<!-- nothing else -->", ""),
    ],
)
def test_sanitized_text_passes_and_stays_as_it_is(text, sanitized):
    assert sanitize_html(text) == sanitized
    check_html(sanitized)
    assert sanitize_html(sanitized) == sanitized
