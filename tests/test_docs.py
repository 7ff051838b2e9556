"""What the documentation claims is true of the code and of the files beside it."""

import re
from pathlib import Path

import pytest

from docs import make_features

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
SETTINGS = sorted(
    set(re.findall(r'"([A-Z]+(?:_[A-Z]+)*)"', (ROOT / "bot/settings.py").read_text("utf-8")))
    - {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}
)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`([a-z_]+/[\w./-]*)`")

FORBIDDEN = re.compile(
    r"\bis no [a-z]+ (?:such|that|of)|\bany more\b|\banew\b|\bafresh\b|\bgoes over\b|\bserves?\b"
    r"|\bmends?\b|\b[Ww]hoever\b|what moved|come to its end|^Such as|(?:^|[.!?] )Who [^?\n]*\.",
    re.MULTILINE,
)
"""Phrases that a native writer wouldn't use; each has a plain form in English."""


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def test_the_page_of_features_is_current() -> None:
    assert text_of(make_features.PAGE) == make_features.page(), "Run: python -m docs.make_features"


def test_the_page_of_features_finds_what_features_bring() -> None:
    triage = make_features.page().partition("## triage\n")[2].partition("\n## ")[0]
    for part in ("`/linchpin inbox`", "`triage_item`", "`rota` (each minute)", "views/triage"):
        assert part in triage


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [one for one in LINK.findall(text_of(page)) if "://" not in one]
    assert [one for one in targets if not (page.parent / one).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_exist(page: Path) -> None:
    floors = {path.name for path in ROOT.iterdir() if path.is_dir()}
    named = [one for one in PATH.findall(text_of(page)) if one.partition("/")[0] in floors]
    assert [one for one in named if not (ROOT / one).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_in_plain_english(page: Path) -> None:
    found = [match[0] for match in FORBIDDEN.finditer(re.sub(r"`[^`]*`", "", text_of(page)))]
    assert found == []


def test_every_decision_is_in_the_index_and_in_its_form() -> None:
    rows = re.findall(r"^\| \[(\d{4})\]\((\S+)\) \| (.+?) \| .+ \|$", index(), re.MULTILINE)
    assert [(number, ROOT / path) for number, path, _ in rows] == [
        (f"{turn:04d}", path) for turn, path in enumerate(DECISIONS, 1)
    ]
    for (number, _, title), path in zip(rows, DECISIONS, strict=True):
        text = text_of(path)
        assert text.startswith(f"# {int(number)}. {title}\n")
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], path.name
        assert text.count("\n") <= 45, f"{path.name} is longer than half a page"


def index() -> str:
    return text_of(ROOT / "DECISIONS.md")


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md"])
def test_every_setting_is_described_once(page: str) -> None:
    rows = [line for line in text_of(ROOT / page).splitlines() if line.startswith("| `")]
    cells = [line.split("|")[1] for line in rows]
    described = [name for cell in cells for name in re.findall(r"`([A-Z_]+)`", cell)]
    assert sorted(described) == SETTINGS
