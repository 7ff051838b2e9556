"""Promises as people type them: ``Acme 2026-12-01 firm: said on the call``."""

import re
from datetime import date

from domain.core.errors import InvalidInput
from domain.dates.date_parsing import split_dates
from domain.dates.spans import DayOrder
from domain.roadmap.promises import NewPromise
from domain.text.labels import LabelKind, clean_name
from domain.text.words import check_length, check_text, straighten

MAX_NOTE_CHARS = 1000
_MOST_CHARS = 1500
_EXAMPLE = "promised Acme 2026-12-01 firm"
_NOTE = re.compile(r"(?P<head>.*?)(?::\s+|\n)(?P<note>.+)", re.DOTALL)
_TO = re.compile(r"(?:to|it to)\s+", re.IGNORECASE)
_LINK_WORD = re.compile(r"(?:^|[\s,])(?:for|by|on|in|until|is|it|that)$", re.IGNORECASE)
_QUOTES = "\"'“”‘’"


def parse_promise(
    text: str, today: date, promised_by: str, order: DayOrder = DayOrder.DAY_FIRST
) -> NewPromise:
    """The promise that a text speaks of: a customer, a day and, after a colon, a note.

    A month or a quarter is promised by its last day. Raises InvalidInput when the customer or the
    day is missing.
    """
    check_length(text, _MOST_CHARS, _EXAMPLE)
    typed = text.strip()
    noted = _NOTE.fullmatch(straighten(typed))
    head, note = (
        (typed[: noted.end("head")], typed[noted.start("note") :]) if noted else (typed, None)
    )
    name, wish = split_dates(_TO.sub("", head, count=1) if _TO.match(head) else head, today, order)
    if wish is None or wish.ends_on is None:
        raise InvalidInput(f"Which day was promised, and to whom? For example: {_EXAMPLE}")
    name = _LINK_WORD.sub("", name.strip(" ,")).strip(f" ,{_QUOTES}")
    if not name:
        raise InvalidInput(f"Who was it promised to? For example: {_EXAMPLE}")
    return checked(NewPromise(name, wish.ends_on, promised_by, wish.confidence, note))


def checked(new: NewPromise) -> NewPromise:
    """A promise ready to store; raises InvalidInput bound to ``customer`` or ``note``."""
    note = (new.note or "").strip()
    if note:
        note = check_text(note, what="note", field="note")
    if len(note) > MAX_NOTE_CHARS:
        raise InvalidInput(f"A note has at most {MAX_NOTE_CHARS:,} characters.", field="note")
    customer = clean_name(new.customer, LabelKind.CUSTOMER)
    return NewPromise(customer, new.due_on, new.promised_by, new.confidence, note or None)
