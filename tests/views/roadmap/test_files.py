"""The roadmap as files and as a page: only what its readers may see, and nothing that runs."""

import csv
import io
import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from domain.dates.days import DateConfidence
from domain.roadmap.audiences import for_reader
from domain.roadmap.board import Board, BoardCard, BoardColumn
from domain.roadmap.commands import Reader, RoadmapView, parse_view
from tests.views.roadmap.boards import TROUBLE
from tests.views.roadmap.plans import AREAS, OBJECTIVES, TITLES, plan, roadmap
from views.roadmap.files import roadmap_calendar, roadmap_csv, roadmap_markdown
from views.roadmap.share_page import closed_page, share_page

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TEAM = RoadmapView()
INTERNAL = ("Mara Klein", "Priya Shah", "Gil Ortega", "I-1", "vote", *OBJECTIVES, "likely", "rough")


def board_of(*cards: BoardCard) -> Board:
    return Board("Roadmap", "", (BoardColumn("now", "Now", "", cards, len(cards)),))


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "  =HYPERLINK(1)", "\n=1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_text(cell: str) -> None:
    [_head, row] = rows(roadmap_csv(board_of(BoardCard("I-1", cell, area=cell)), TEAM))
    assert row[1] == row[4] == f"'{cell}"


def test_a_table_has_a_line_for_each_idea_and_only_the_columns_of_its_readers() -> None:
    table = rows(roadmap_csv(roadmap(60), TEAM))
    assert len(table) == 1 + 62 and len({len(row) for row in table}) == 1
    assert "Votes" in table[0]
    stakeholders = for_reader(roadmap(60), Reader.STAKEHOLDERS)
    assert "Votes" not in rows(roadmap_csv(stakeholders, parse_view("for stakeholders")))[0]
    customers = for_reader(roadmap(60), Reader.CUSTOMERS)
    head = rows(roadmap_csv(customers, parse_view("for customers")))[0]
    assert head == ["Title", "Column", "Status", "Area", "Starts", "Ends", "Confidence", "Shipped"]


def test_markdown_formats_nothing_that_somebody_typed() -> None:
    title = "[click](https://example.com) *bold* <b>x</b>\n# heading `code`"
    text = roadmap_markdown(board_of(BoardCard("I-1", title), BoardCard("", "# big")), TEAM)
    assert r"\[click\](https://example.com) \*bold\* \<b\>x\</b\> # heading \`code\`" in text
    assert r"- \# big" in text and "\n# heading" not in text


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_has_whole_days_an_end_after_the_last_one_and_lasting_names() -> None:
    card = replace(
        plan(1),
        title="One; two, three\\four\nBEGIN:VEVENT",
        starts_on=date(2026, 12, 30),
        ends_on=date(2026, 12, 31),
        confidence=DateConfidence.LIKELY,
    )
    lines = unfolded(roadmap_calendar(board_of(card), NOW))
    assert "DTSTART;VALUE=DATE:20261230" in lines and "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261120T093000Z" in lines and "STATUS:TENTATIVE" in lines
    assert "SUMMARY:I-2 One\\; two\\, three\\\\four\\nBEGIN:VEVENT" in lines
    assert lines.count("BEGIN:VEVENT") == 1 and "UID:k1@roadmap.linchpin" in lines
    renamed = unfolded(roadmap_calendar(board_of(replace(card, title="Other")), NOW))
    assert "UID:k1@roadmap.linchpin" in renamed


@pytest.mark.parametrize("title", ["a" * 300, "标题" * 90, "👩‍💻" * 60, *TROUBLE])
def test_no_line_of_a_calendar_is_longer_than_75_bytes_and_no_character_is_torn(title: str) -> None:
    text = roadmap_calendar(board_of(replace(plan(1), title=title)), NOW)
    assert text.endswith("END:VCALENDAR\r\n")
    data = text.encode(errors="surrogatepass").split(b"\r\n")
    assert all(len(line) <= 75 for line in data)
    assert "\n" not in text.replace("\r\n", "")


def test_an_idea_without_dates_is_in_no_calendar() -> None:
    assert "VEVENT" not in roadmap_calendar(board_of(BoardCard("I-1", "Some day")), NOW)


@pytest.mark.parametrize("words", ["for customers", "timeline by area for customers"])
def test_nothing_that_customers_may_not_see_is_in_their_page_at_all(words: str) -> None:
    view = parse_view(words)
    page = share_page(for_reader(roadmap(60), view.reader), view).html
    text = re.sub(r"base64,[^)]*", "", page)
    body = text[text.index("<main>") : text.index("<script>")].replace("rough-", "")
    assert [one for one in INTERNAL if one in body] == []
    assert TITLES[1] in body and AREAS[0] in body


@pytest.mark.parametrize("words", ["for stakeholders", "months by owner for stakeholders"])
def test_a_page_runs_and_loads_nothing_but_its_own(words: str) -> None:
    view = parse_view(words)
    page = share_page(for_reader(roadmap(60), view.reader), view, date(2026, 12, 20))
    for name, tag in (("style-src", "style"), ("script-src", "script")):
        [content] = re.findall(rf"<{tag}>(.*?)</{tag}>", page.html, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in page.policy
    assert page.policy.startswith("default-src 'none'")
    assert "unsafe" not in page.policy and " style=" not in page.html
    addresses = set(re.findall(r"https?://[^\s\"'<)]+", page.html))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    assert len(page.html.encode()) < 1_000_000
    assert page.html.count('<svg class="') == 2
    assert "noindex" in page.html and "20 December 2026" in page.html


@pytest.mark.parametrize("text", TROUBLE)
def test_no_text_becomes_markup_in_a_page(text: str) -> None:
    board = board_of(
        replace(plan(1), title=text, area=text or None, owner=text, objectives=(text,))
    )
    html = share_page(replace(board, title=text), parse_view("timeline by area")).html
    assert "<script>alert" not in html
    assert html.count("<script>") == 1


def test_an_empty_roadmap_has_a_page_too() -> None:
    assert "Nothing is planned yet." in share_page(roadmap(0), TEAM).html


def test_the_page_of_a_link_that_ended_says_what_to_do_and_runs_nothing() -> None:
    page = closed_page()
    assert "Ask whoever sent it" in page.html
    assert "script-src" not in page.policy and "<script" not in page.html
