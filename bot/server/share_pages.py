"""Pages of the roadmap that are read outside Slack, by their links."""

import re
from datetime import date

from starlette.responses import HTMLResponse, PlainTextResponse, Response

from bot.server.probes import Program
from domain.core.errors import Unavailable
from handlers.roadmap.files import SHARE_PATH
from services.roadmap import shares as roadmap_shares
from views.roadmap.share_page import Page, closed_page, share_page

__all__ = ["SHARE_PATH", "open_share"]

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,100}", re.ASCII)


def open_share(program: Program, token: str) -> Response:
    """The page that a token leads to; 404 alike for one that is unknown, revoked or too old."""
    try:
        found = (
            roadmap_shares.opened(program.database, token, program.now())
            if _TOKEN.fullmatch(token)
            else None
        )
    except Unavailable as refused:
        return PlainTextResponse(refused.message, 503, {"retry-after": "30"})
    if found is None:
        return _response(closed_page(), 404)
    return _response(share_page(found.board, found.view, _last_day(found)), 200)


def _last_day(found: roadmap_shares.Opened) -> date:
    return found.expires_at.date()


def _response(page: Page, status: int) -> Response:
    """A page that no search engine keeps, no cache shares, and no other site frames or reads."""
    headers = {
        "content-security-policy": page.policy,
        "cache-control": "private, no-store",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex, nofollow, noarchive",
        "x-content-type-options": "nosniff",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    return HTMLResponse(page.html, status, headers)
