"""Shares of the roadmap: who made which view readable for whom, and until when."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.core.errors import InvalidInput
from domain.roadmap.commands import Reader, RoadmapView, parse_view
from domain.text.words import straighten

DAYS = (7, 30, 90, 365)
DEFAULT_DAYS = 30
_LONGEST_DAYS = 365
_FOR_DAYS = re.compile(r"(?:for\s+)?([0-9]{1,4})\s*(?:days?|d)\b", re.IGNORECASE)

_REVOKE = re.compile(
    r"(?:revoke|end|stop|close)\s+(?:share\s*|s)?[-\u2010-\u2015\u2212#]?\s*0*([1-9][0-9]{0,8})",
    re.IGNORECASE,
)


class Format(StrEnum):
    """The files that a roadmap can be had as."""

    PNG = "png"
    SVG = "svg"
    CSV = "csv"
    MARKDOWN = "md"
    CALENDAR = "ics"
    PAGE = "html"

    @property
    def label(self) -> str:
        """The format as people choose it."""
        return _FORMATS[self]


_FORMATS = {
    Format.PNG: "Picture (PNG)",
    Format.SVG: "Drawing (SVG)",
    Format.CSV: "Table (CSV)",
    Format.MARKDOWN: "Text (Markdown)",
    Format.CALENDAR: "Calendar of the dates (iCalendar)",
    Format.PAGE: "Page (HTML)",
}
_TYPED = {"markdown": Format.MARKDOWN, "calendar": Format.CALENDAR, "ical": Format.CALENDAR}
_TYPED |= {"icalendar": Format.CALENDAR, "page": Format.PAGE, **{one.value: one for one in Format}}


@dataclass(frozen=True, slots=True)
class Share:
    """A share as stored. ``is_file`` for a page that was handed over, which nothing takes back."""

    id: int
    workspace_id: int
    number: int
    words: str
    is_file: bool
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    @property
    def reference(self) -> str:
        """The short number that people type and read, such as ``S-3``."""
        return f"S-{self.number}"

    def is_open(self, now: datetime) -> bool:
        """True while its link leads to the roadmap."""
        return self.revoked_at is None and now < self.expires_at and not self.is_file


@dataclass(frozen=True, slots=True)
class ShareInput:
    """A view to be shared for some days."""

    view: RoadmapView
    days: int = DEFAULT_DAYS

    def __post_init__(self) -> None:
        if not 1 <= self.days <= _LONGEST_DAYS:
            raise InvalidInput("A share lasts from 1 to 365 days.", field="days")
        if self.view.reader is Reader.INTERNAL:
            raise InvalidInput(
                "A share is for stakeholders or for customers, as a link may travel: "
                "/roadmap share stakeholders",
                field="reader",
            )


def parse_revocation(text: str) -> int | None:
    """The number in what follows /roadmap shares to end a link (``revoke S-3``), or None."""
    found = _REVOKE.fullmatch(straighten(text).strip())
    return int(found[1]) if found else None


def parse_share(text: str) -> ShareInput:
    """What follows /roadmap share: the words of a view, and for how many days."""
    text = straighten(text)
    found = _FOR_DAYS.search(text)
    words = _FOR_DAYS.sub(" ", text, count=1)
    return ShareInput(parse_view(words), int(found[1]) if found else DEFAULT_DAYS)


def parse_export(text: str) -> tuple[Format, RoadmapView]:
    """What follows /roadmap export: a format and the words of a view, in any order."""
    words = straighten(text).lower().split()
    formats = [_TYPED[word] for word in words if word in _TYPED]
    if len(set(formats)) != 1:
        raise InvalidInput(
            "As which file? Choose one of png, svg, csv, md, ics, html: /roadmap export csv"
        )
    return formats[0], parse_view(" ".join(word for word in words if word not in _TYPED))
