"""The roadmap as one page for people outside Slack: everything it needs is in it."""

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from domain.roadmap.board import Board, BoardCard, BoardColumn
from domain.roadmap.commands import RoadmapView
from domain.roadmap.lanes import groups_of
from domain.roadmap.timeline import format_when
from views.drawing.glyphs import is_right_to_left
from views.roadmap.drawing.picture import roadmap_alt_text, roadmap_svg

_SIZE = re.compile(r'<svg ([^>]*?)width="(\d+)" height="(\d+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the policy that it is served under: nothing but its own style and script runs."""

    html: str
    policy: str


@dataclass(frozen=True, slots=True)
class Row:
    """An idea in the list below the picture."""

    key: str
    number: str
    title: str
    facts: str
    is_right_to_left: bool


def share_page(board: Board, view: RoadmapView, until: date | None = None) -> Page:
    """The view as one self-contained page: drawn for light and dark, listed, searchable (also
    without scripts, by the browser), printable. ``until`` is the last day of its link."""
    style, script = _text("share.css") + _fonts(), _text("share.js")
    sources = (
        f"default-src 'none'; style-src '{_named(style)}'; script-src '{_named(script)}'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )
    html = (
        _environment()
        .get_template("share.html.j2")
        .render(
            title=board.title,
            subtitle=board.subtitle,
            until=until,
            light=_drawing(board, view, "light"),
            dark=_drawing(board, view, "dark"),
            groups=[
                (group.title, group.caption, [_row(*entry) for entry in group.entries])
                for group in groups_of(board, view)
                if group.entries
            ],
            total=len({card.key for _column, card in board.cards()}),
            style=Markup(style),
            script=Markup(script),
            policy=sources,
        )
    )
    return Page(html, f"{sources}; frame-ancestors 'none'")


def closed_page() -> Page:
    """The page of a link that leads nowhere (any more); it does not say which it is."""
    style = _text("share.css")
    policy = f"default-src 'none'; style-src '{_named(style)}'; base-uri 'none'"
    html = _environment().get_template("closed.html.j2").render(style=Markup(style))
    return Page(html, f"{policy}; form-action 'none'; frame-ancestors 'none'")


def _row(column: BoardColumn, card: BoardCard) -> Row:
    said = [card.area, column.title, card.status, format_when(card), card.owner]
    said += list(card.objectives)
    facts = " · ".join(part for part in said if part)
    return Row(card.key, card.number, card.title or "Untitled", facts, is_right_to_left(card.title))


def _drawing(board: Board, view: RoadmapView, scheme: str) -> Markup:
    svg = roadmap_svg(board, view, scheme="dark" if scheme == "dark" else "light")
    label = Markup.escape(roadmap_alt_text(board, view))
    # Every text in the drawing is escaped by its own template.
    return Markup(_SIZE.sub(rf'<svg class="{scheme}" role="img" \1', svg, count=1)).replace(
        "<rect", Markup("<title>") + label + Markup("</title>\n<rect"), 1
    )


def _named(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@lru_cache(maxsize=4)
def _text(name: str) -> str:
    return resources.files("views.roadmap.page").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _fonts() -> str:
    faces = []
    for name, weight in (("Regular", 400), ("SemiBold", 600)):
        data = (
            resources.files("views.roadmap.page").joinpath(f"BoardSans-{name}.woff2").read_bytes()
        )
        source = f"url(data:font/woff2;base64,{b64encode(data).decode()}) format('woff2')"
        faces.append(f"@font-face{{font-family:'Board Sans';font-weight:{weight};src:{source}}}")
    return "\n".join(faces)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("views.roadmap", "page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
