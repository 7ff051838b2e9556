"""The rows of a table as feedback, ideas and customers, each with the key that makes it one."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.ideas.model import Status
from domain.ideas.texts import clean_description, clean_title
from domain.imports import values
from domain.imports.fields import Field, Kind
from domain.imports.guess import Plan
from domain.imports.records import Record
from domain.text.labels import MAX_NAME_CHARS, LabelKind, clean_name, fold_name
from domain.text.spreadsheets import as_typed
from domain.text.words import check_text
from domain.votes.model import OUTSIDE

T = TypeVar("T")

MOST_TEXT_CHARS = 40_000
MOST_VOTES = 10_000
_MOST_SPEAKER_CHARS = 150


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who votes, by the name or the address that the table gives."""

    voter_id: str
    name: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """Feedback as a row tells it; ``idea`` is a number or a title."""

    line: int
    key: str
    text: str
    said_by_name: str | None = None
    customer: str | None = None
    area: str | None = None
    importance: Importance | None = None
    said_at: datetime | None = None
    idea: str | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdeaItem:
    """An idea as a row tells it; ``votes`` counts everybody, ``voters`` are those who are named."""

    line: int
    key: str
    title: str
    description: str = ""
    status: Status = Status.OPEN
    area: str | None = None
    votes: int = 0
    voters: tuple[Voter, ...] = ()
    said_at: datetime | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerItem:
    """A customer as a row tells it; ``owner`` is a name as typed, None is: say nothing of it."""

    line: int
    name: str
    tier: str | None = None
    revenue: Decimal | None = None
    currency: str | None = None
    owner: str | None = None
    cells: tuple[str, ...] = ()


Item = FeedbackItem | IdeaItem | CustomerItem


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be imported: its line, why, and its cells as they were."""

    line: int
    reason: str
    cells: tuple[str, ...]


def items(records: Iterator[Record], plan: Plan, *, now: datetime) -> Iterator[Item | Problem]:
    """Yield what each record becomes, in order, without the header."""
    make = _MAKERS[plan.kind]
    is_first = plan.has_header
    for record in records:
        if is_first:
            is_first = False
            continue
        if record.problem is not None:
            yield Problem(record.line, record.problem, record.cells)
            continue
        try:
            yield make(_Cells(record, plan, now))
        except InvalidInput as refused:
            yield Problem(record.line, refused.message, record.cells)


class _Cells:
    """The cells of one record by field."""

    def __init__(self, record: Record, plan: Plan, now: datetime) -> None:
        self.line = record.line
        self.now = now
        self.all = record.cells
        self._record = record
        self._plan = plan

    def get(self, field: Field) -> str:
        """A cell without white space around it; empty when there is none."""
        place = self._plan.columns.get(field)
        if place is None or place >= len(self._record.cells):
            return ""
        return as_typed(self._record.cells[place]).strip()

    def read(self, field: Field, read: Callable[[str], T]) -> T | None:
        """A cell as a value, None when it is empty. Raises InvalidInput with the column's name."""
        cell = self.get(field)
        if not cell:
            return None
        try:
            return read(cell)
        except InvalidInput as refused:
            column = self._plan.headers[self._plan.columns[field]]
            raise InvalidInput(f"{column}: {refused.message}") from refused

    def moment(self) -> datetime | None:
        """When it was said or filed. Raises InvalidInput, also for what is still to come."""
        day_first = self._plan.day_first
        found = self.read(Field.SAID_ON, lambda cell: values.moment(cell, day_first=day_first))
        if found is not None and (found > self.now or found.year < 1970):
            raise InvalidInput(f"{found:%Y-%m-%d} is still to come, or too long ago.")
        return found

    def key(self, *content: str) -> str:
        """What makes the row one: its own id, or else what it says."""
        own = self.get(Field.ID)
        basis = ("id", own) if own else ("row", *content)
        digest = hashlib.sha256("\x1f".join(basis).encode(errors="replace")).hexdigest()
        return f"import:{self._plan.origin}:{digest[:40]}"


def _feedback(cells: _Cells) -> FeedbackItem:
    title, text = cells.get(Field.TITLE), cells.get(Field.TEXT)
    if title and text and not text.startswith(title):
        text = f"{title}\n{text}"
    text = _text(text or title)
    said_by, email = cells.get(Field.SAID_BY), cells.get(Field.EMAIL)
    speaker = f"{said_by} ({email})" if said_by and email else said_by or email
    if len(speaker) > _MOST_SPEAKER_CHARS:
        raise InvalidInput(f"The name has more than {_MOST_SPEAKER_CHARS} characters.")
    customer, area = cells.get(Field.CUSTOMER), cells.get(Field.AREA)
    return FeedbackItem(
        line=cells.line,
        key=cells.key(text, speaker, customer, cells.get(Field.SAID_ON)),
        text=text,
        said_by_name=check_text(speaker, what="name") if speaker else None,
        customer=clean_name(customer, LabelKind.CUSTOMER) if customer else None,
        area=_area(area),
        importance=cells.read(Field.IMPORTANCE, values.importance),
        said_at=cells.moment(),
        idea=cells.get(Field.IDEA) or None,
        cells=cells.all,
    )


def _idea(cells: _Cells) -> IdeaItem:
    title = clean_title(cells.get(Field.TITLE))
    voters = tuple(_voter(name) for name in values.names(cells.get(Field.VOTERS)))
    votes = max(cells.read(Field.VOTES, values.count) or 0, len(voters))
    if votes > MOST_VOTES:
        raise InvalidInput(f"{votes} votes are more than an idea can have ({MOST_VOTES}).")
    return IdeaItem(
        line=cells.line,
        key=cells.key(fold_name(title)),
        title=title,
        description=clean_description(cells.get(Field.DESCRIPTION)),
        status=cells.read(Field.STATUS, values.status) or Status.OPEN,
        area=_area(cells.get(Field.AREA)),
        votes=votes,
        voters=tuple({one.voter_id: one for one in voters}.values()),
        said_at=cells.moment(),
        cells=cells.all,
    )


def _customer(cells: _Cells) -> CustomerItem:
    money = cells.read(Field.REVENUE, values.amount)
    named = cells.read(Field.CURRENCY, values.currency)
    if money and money.currency and named and money.currency != named:
        raise InvalidInput(f"The amount is in {money.currency}, and the currency says {named}.")
    tier = cells.get(Field.TIER)
    if len(tier) > MAX_NAME_CHARS:
        raise InvalidInput(f"A tier has at most {MAX_NAME_CHARS} characters.")
    return CustomerItem(
        line=cells.line,
        name=clean_name(cells.get(Field.NAME), LabelKind.CUSTOMER),
        tier=check_text(tier, what="tier") if tier else None,
        revenue=money.value if money else None,
        currency=(money.currency if money else None) or named,
        owner=cells.get(Field.OWNER) or None,
        cells=cells.all,
    )


def _text(typed: str) -> str:
    clean = check_text(typed, what="text")
    if len(clean) > MOST_TEXT_CHARS:
        raise InvalidInput(f"The text has {len(clean):,} characters, {MOST_TEXT_CHARS:,} at most.")
    return clean


def _area(typed: str) -> str | None:
    """The first of several areas or tags."""
    first = typed.replace(";", ",").split(",")[0].strip()
    return clean_name(first, LabelKind.AREA) if first else None


def _voter(name: str) -> Voter:
    check_text(name, what="voter's name")
    if len(name) > _MOST_SPEAKER_CHARS:
        raise InvalidInput(f"A voter's name has more than {_MOST_SPEAKER_CHARS} characters.")
    digest = hashlib.sha256(fold_name(name).encode()).hexdigest()
    return Voter(OUTSIDE + digest[:24], name, name if "@" in name else None)


def unnamed_voters(key: str, count: int) -> list[str]:
    """Ids for votes of an idea that came as a number alone: always the same for one idea."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    return [f"{OUTSIDE}{digest}-{place}" for place in range(1, count + 1)]


_MAKERS: dict[Kind, Callable[[_Cells], Item]] = {
    Kind.FEEDBACK: _feedback,
    Kind.IDEAS: _idea,
    Kind.CUSTOMERS: _customer,
}
