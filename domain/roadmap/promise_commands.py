"""Promises as people type them: ``Acme 2026-12-01 firm: said on the call``."""

import re
from datetime import date

from domain.core.errors import InvalidInput
from domain.dates.date_parsing import split_dates
from domain.roadmap.promises import NewPromise
from domain.text.labels import LabelKind, clean_name
from domain.text.words import check_text

MAX_NOTE_CHARS = 1000
_NOTE = re.compile(r"(?P<head>.*?)(?::\s+|\n)(?P<note>.+)", re.DOTALL)
_TO = re.compile(r"(?:to|it to)\s+", re.IGNORECASE)
_LINK_WORD = re.compile(r"(?:^|[\s,])(?:for|by|on|in|until|is|it|that)$", re.IGNORECASE)
_QUOTES = "\"'“”‘’"


def parse_promise(text: str, today: date, promised_by: str) -> NewPromise:
    """The promise that a text speaks of: a customer, a day and, after a colon, a note.

    A month or a quarter is promised by its last day. Raises InvalidInput when the customer or the
    day is missing.
    """
    noted = _NOTE.fullmatch(text.strip())
    head, note = (noted["head"], noted["note"]) if noted else (text.strip(), None)
    name, wish = split_dates(_TO.sub("", head, count=1) if _TO.match(head) else head, today)
    if wish is None or wish.ends_on is None:
        raise InvalidInput(
            "Which day was promised, and to whom? Such as: promised Acme 2026-12-01 firm"
        )
    name = _LINK_WORD.sub("", name.strip(" ,")).strip(f" ,{_QUOTES}")
    if not name:
        raise InvalidInput("Whom was it promised to? Such as: promised Acme 2026-12-01 firm")
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
