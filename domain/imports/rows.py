"""The rows of a table as feedback, ideas and customers, each with the key that makes it one."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice

from domain.core import amounts
from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.ideas.model import MAX_TITLE_CHARS, Status
from domain.ideas.texts import MAX_DESCRIPTION_CHARS, clean_description, clean_title
from domain.imports.cells import Cells, is_total
from domain.imports.choices import importance_of
from domain.imports.endings import status_of_row
from domain.imports.fields import Field, Kind
from domain.imports.plans import Plan
from domain.imports.reading import values
from domain.imports.reading.records import Record
from domain.text.labels import MAX_NAME_CHARS, LabelKind, clean_name, fold_name
from domain.text.words import check_text
from domain.votes.model import OUTSIDE

MOST_TEXT_CHARS = 40_000
MOST_VOTES = 10_000
_MOST_SPEAKER_CHARS = 150

TOTAL = "This line looks like the totals of the table, so it was left out."


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody who votes, by the name or the address that the table gives."""

    voter_id: str
    name: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class FeedbackItem:
    """Feedback as a row tells it; ``idea`` names ideas by number or title, one or several.

    ``remarks`` say what became different on the way.
    """

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
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdeaItem:
    """An idea as a row tells it; ``votes`` counts everybody, ``voters`` are those who are named.

    ``done_at`` is when it was shipped, as far as the row says.
    """

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
    remarks: tuple[str, ...] = ()
    done_at: datetime | None = None


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
    remarks: tuple[str, ...] = ()


Item = FeedbackItem | IdeaItem | CustomerItem


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be imported: its line, why, and its cells as they were."""

    line: int
    reason: str
    cells: tuple[str, ...]


def items(records: Iterator[Record], plan: Plan, *, now: datetime) -> Iterator[Item | Problem]:
    """Yield what each record becomes, in order, without the header and what stands above it."""
    make = _MAKERS[plan.kind]
    for record in islice(records, plan.head_records, None):
        if is_total(record):
            yield Problem(record.line, TOTAL, record.cells)
            continue
        if record.problem is not None:
            yield Problem(record.line, record.problem, record.cells)
            continue
        try:
            yield make(Cells(record, plan, now))
        except InvalidInput as refused:
            yield Problem(record.line, refused.message, record.cells)


def _feedback(cells: Cells) -> FeedbackItem:
    title, text = cells.get(Field.TITLE), _words(cells)
    if title and text and not text.startswith(title):
        text = f"{title}\n{text}"
    area, tags = _area(cells)
    text = _text("\n\n".join(filter(None, (text or title, tags))) if text or title else "")
    said_by, email = cells.get(Field.SAID_BY), cells.get(Field.EMAIL)
    speaker = f"{said_by} ({email})" if said_by and email and said_by != email else said_by or email
    if len(speaker) > _MOST_SPEAKER_CHARS:
        raise InvalidInput(f"The name has more than {_MOST_SPEAKER_CHARS} characters.")
    customer = cells.get(Field.CUSTOMER)
    ideas = "\n".join(cell for _header, cell in cells.every(Field.IDEA))
    return FeedbackItem(
        line=cells.line,
        key=cells.key(text, speaker, customer, cells.get(Field.SAID_ON)),
        text=text,
        said_by_name=check_text(speaker, what="name") if speaker else None,
        customer=clean_name(customer, LabelKind.CUSTOMER) if customer else None,
        area=area,
        importance=_importance(cells),
        said_at=cells.moment(),
        idea=ideas or None,
        cells=cells.all,
        remarks=tuple(cells.remarks),
    )


def _words(cells: Cells) -> str:
    """What was said; of several columns each answer below its question."""
    said = cells.every(Field.TEXT)
    if len(cells.plan.places(Field.TEXT)) < 2:
        return "".join(cell for _header, cell in said)
    return "\n\n".join(f"{header}\n{cell}" for header, cell in said)


def _importance(cells: Cells) -> Importance | None:
    cell = cells.get(Field.IMPORTANCE)
    if not cell:
        return None
    found = importance_of(cell, cells.plan.importances)
    if found is None:
        found = cells.plan.unknown_importance
        became = found.label if found else "empty"
        cells.remarks.append(f"Importance “{cell[:40]}” isn't known, so it became {became}.")
    return found


def _idea(cells: Cells) -> IdeaItem:
    title, whole_title = _title(cells)
    listed = "\n".join(cell for _header, cell in cells.every(Field.VOTERS))
    voters = tuple(_voter(name) for name in values.names(listed))
    votes = max(_votes(cells), len(voters))
    if votes > MOST_VOTES:
        raise InvalidInput(f"{votes} votes are more than an idea can have ({MOST_VOTES}).")
    area, tags = _area(cells)
    description = _description(cells, whole_title, tags)
    status, done_at = status_of_row(cells)
    return IdeaItem(
        line=cells.line,
        key=cells.key(fold_name(title)),
        title=title,
        description=description,
        status=status,
        area=area,
        votes=votes,
        voters=tuple({one.voter_id: one for one in voters}.values()),
        said_at=cells.moment(),
        cells=cells.all,
        remarks=tuple(cells.remarks),
        done_at=done_at,
    )


def _title(cells: Cells) -> tuple[str, str]:
    """The title, and where it is longer than a title may be, all of it for the description."""
    typed = " ".join(cells.get(Field.TITLE).split())
    if len(typed) <= MAX_TITLE_CHARS:
        return clean_title(typed), ""
    cells.remarks.append("The title is too long, so all of it is in the description.")
    return clean_title(f"{typed[: MAX_TITLE_CHARS - 1]}…"), typed


def _description(cells: Cells, whole_title: str, tags: str) -> str:
    text = cells.get(Field.DESCRIPTION)
    room = MAX_DESCRIPTION_CHARS - len(whole_title) - len(tags) - 4
    if len(text) > room:
        cells.remarks.append(f"The description was cut after {room:,} of {len(text):,} characters.")
        text = f"{text[: room - 1]}…"
    return clean_description("\n\n".join(filter(None, (whole_title, text, tags))))


def _votes(cells: Cells) -> int:
    votes = cells.read(Field.VOTES, values.count) or 0
    if votes < 0:
        cells.remarks.append(f"{votes} votes became 0.")
    return max(votes, 0)


def _customer(cells: Cells) -> CustomerItem:
    money = cells.read(Field.REVENUE, amounts.amount)
    named = cells.read(Field.CURRENCY, amounts.currency)
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
        remarks=tuple(cells.remarks),
    )


def _text(typed: str) -> str:
    clean = check_text(typed, what="text")
    if len(clean) > MOST_TEXT_CHARS:
        raise InvalidInput(f"The text has {len(clean):,} characters, {MOST_TEXT_CHARS:,} at most.")
    return clean


def _area(cells: Cells) -> tuple[str | None, str]:
    """The first of several areas or tags, and a line with the tags that the area does not tell."""
    tags = cells.tags()
    if not tags:
        return None, ""
    first, rest = tags[0], tags[1:]
    if cells.get(Field.AREA):
        return clean_name(first, LabelKind.AREA), f"Tags: {', '.join(rest)}" if rest else ""
    if len(first) > MAX_NAME_CHARS:
        return None, f"Tags: {', '.join(tags)}"
    return clean_name(first, LabelKind.AREA), f"Tags: {', '.join(tags)}" if rest else ""


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


_MAKERS: dict[Kind, Callable[[Cells], Item]] = {
    Kind.FEEDBACK: _feedback,
    Kind.IDEAS: _idea,
    Kind.CUSTOMERS: _customer,
}
