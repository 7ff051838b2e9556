"""The cells of one record by field, read as values."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from domain.core.errors import InvalidInput
from domain.imports.fields import Field
from domain.imports.mapping.profiles import profile_of
from domain.imports.plans import Plan
from domain.imports.reading import values
from domain.imports.reading.moments import moment
from domain.imports.reading.records import Record
from domain.text.folding import fold
from domain.text.spreadsheets import as_typed

T = TypeVar("T")

_AHEAD = timedelta(hours=14)
"""How far ahead of UTC clocks are; a time without a zone may be so much too late."""

_NO = frozenset({"false", "no", "0", "f", "n", "off", "nein", "non"})
_TOTAL_WORDS = (
    "total|totals|grand total|sum|subtotal|summe|gesamt|gesamtsumme|insgesamt|total général|"
    "totale|totaal|suma|razem|summa|totalt|合計|总计|合计|합계|итого|всего"
)
_TOTALS = frozenset(map(fold, _TOTAL_WORDS.split("|")))
_AMOUNT = re.compile(r"[-+]?[\d.,' \u00a0\u202f%€$£]+")
_SEPARATORS = re.compile(r"[;,|\n]+")
_COLOUR = re.compile(r" \((?:green|yellow|orange|red|purple|blue|sky|lime|pink|black)(?:_\w+)?\)$")


class Cells:
    """The cells of one record, and what has to be said of them."""

    def __init__(self, record: Record, plan: Plan, now: datetime) -> None:
        self.line = record.line
        self.now = now
        self.all = record.cells
        self.plan = plan
        self.remarks: list[str] = []
        if record.undecodable:
            places = (
                "1 character" if record.undecodable == 1 else f"{record.undecodable} characters"
            )
            self.remarks.append(f"{places} couldn't be decoded; � stands in the text.")

    def at(self, place: int | None) -> str:
        """A cell without white space around it; empty when it holds nothing."""
        if place is None or place >= len(self.all):
            return ""
        cell = as_typed(self.all[place]).strip()
        return "" if values.is_empty(cell) else cell

    def get(self, field: Field) -> str:
        """The cell of a field; empty when there is none."""
        return self.at(self.plan.columns.get(field))

    def every(self, field: Field) -> list[tuple[str, str]]:
        """The filled cells of all columns of a field, each with the name of its column."""
        found = [(self.plan.headers[place], self.at(place)) for place in self.plan.places(field)]
        return [(header, cell) for header, cell in found if cell]

    def read(self, field: Field, read: Callable[[str], T]) -> T | None:
        """A cell as a value, None when it is empty. Raises InvalidInput with the column's name."""
        cell = self.get(field)
        if not cell:
            return None
        try:
            return read(cell)
        except InvalidInput as refused:
            column = self.plan.headers[self.plan.columns[field]]
            raise InvalidInput(f"{column}: {refused.message}") from refused

    def moment(self, field: Field = Field.SAID_ON) -> datetime | None:
        """When it was said or filed. Raises InvalidInput, also for a time in the future."""
        plan = self.plan
        found = self.read(
            field, lambda cell: moment(cell, day_first=plan.day_first, numbers=plan.numbers)
        )
        if found is not None and (found > self.now + _AHEAD or found.year < 1970):
            raise InvalidInput(f"{found:%Y-%m-%d} is in the future or too long ago.")
        return None if found is None else min(found, self.now)

    def ended(self, field: Field) -> datetime | bool | None:
        """When it ended, or True where a cell only says that it did."""
        for _header, cell in self.every(field):
            if cell.lower() in _NO:
                continue
            try:
                return min(moment(cell, day_first=self.plan.day_first), self.now)
            except InvalidInput:
                return True
        return None

    def tags(self) -> list[str]:
        """All areas and tags, each once."""
        spaced = profile_of(self.plan.origin).spaced_tags
        areas = [one for _header, one in self.every(Field.AREA)]
        tags = [one.replace(" ", ",") if spaced else one for _, one in self.every(Field.TAGS)]
        pieces = (_tag(piece) for cell in (*areas, *tags) for piece in _SEPARATORS.split(cell))
        return list({fold(one) or one: one for one in pieces if one}.values())

    def key(self, *content: str) -> str:
        """What makes the row one: its own id, or else what it says."""
        own = self.get(Field.ID)
        basis = ("id", own) if own else ("row", *content)
        digest = hashlib.sha256("\x1f".join(basis).encode(errors="replace")).hexdigest()
        return f"import:{self.plan.origin}:{digest[:40]}"


def is_total(record: Record) -> bool:
    """Return whether a record is the line of totals below a table."""
    filled = [cell.strip() for cell in record.cells if cell.strip()]
    if len(record.cells) < 2 or len(filled) < 2 or fold(filled[0]) not in _TOTALS:
        return False
    return all(_AMOUNT.fullmatch(cell) for cell in filled[1:])


def _tag(piece: str) -> str:
    bare = " ".join(piece.strip("[]\"' \t").split())
    return _COLOUR.sub("", bare)
