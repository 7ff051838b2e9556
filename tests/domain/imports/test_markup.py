"""HTML and Markdown in cells become the text that people read; everything else stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.imports.reading.markup import plain_text

READ = [
    ("<p>One</p><p>Two</p>", "One\n\nTwo"),
    ("<div>One<br>Two<br/>Three</div>", "One\nTwo\nThree"),
    ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
    ('See <a href="https://a.example/x">the page</a>', "See the page (https://a.example/x)"),
    ('<a href="https://a.example/x">https://a.example/x</a>', "https://a.example/x"),
    ("<style>p {color: red}</style><p>Red</p>", "Red"),
    ("<p>a &lt; b &amp;amp; c</p>", "a < b &amp; c"),
    ("<p>it&#39;s &quot;new&quot;</p>", 'it\'s "new"'),
    ("<table><tr><td>a</td><td>b</td></tr></table>", "a | b"),
    ('<p><img src="x" alt="A chart"></p>', "A chart"),
    ("<strong>Very</strong> slow", "Very slow"),
    ("Smith &amp; Sons", "Smith & Sons"),
    ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
    ("it&#x27;s", "it's"),
    ("# Title\nBody", "Title\nBody"),
    ("**bold** and __bold__ and ~~gone~~", "bold and bold and gone"),
    ("*slanted* words", "slanted words"),
    ("[the page](https://a.example/x)", "the page (https://a.example/x)"),
    ("![A chart](https://a.example/x.png)", "A chart"),
    ("```python\nprint(1)\n```\nand `x`", "print(1)\nand x"),
    ("> quoted\n> twice", "quoted\ntwice"),
    ("a \\* b \\_ c", "a * b _ c"),
    ("one\u2028two", "one\ntwo"),
]
KEPT = [
    "a < b and b > c",
    "<!channel> hello",
    "<@U123> said it",
    "<acme> & co",
    "R&D; AT&T",
    "snake_case_name and __init__x",
    "2 * 3 * 4",
    "* a list\n* of two",
    "- one\n- two",
    "#1 request",
    "F-12 [internal] note",
    "https://a.example/?a=1&b=2",
    "a_b_c",
    "5 > 3",
    "~ 20 people",
    "C:\\Users\\name",
    "=SUM(A1)",
    "",
]


@pytest.mark.parametrize(("cell", "text"), READ)
def test_marks_are_read(cell: str, text: str) -> None:
    assert plain_text(cell) == text


@pytest.mark.parametrize("cell", KEPT)
def test_what_only_looks_like_marks_stays(cell: str) -> None:
    assert plain_text(cell) == cell


@given(st.text(alphabet=" abcäß.,;:!?()0123456789\n"))
def test_plain_words_are_never_touched(cell: str) -> None:
    assert plain_text(cell) == cell


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "<a href='",
        "<li",
        "<!--",
        "<style>",
        "**",
        "*a",
        "__",
        "[",
        "[a](",
        "`",
        "&amp",
        "<p>\n ",
        "~~a",
        "\\",
        "> ",
        "\n\n",
        "![",
        '<img alt="',
    ],
)
def test_no_cell_takes_long(piece: str) -> None:
    cell = (piece * 120_000)[:120_000]
    began = time.process_time()
    plain_text(cell)
    assert time.process_time() - began < 1.0
