"""What a table holds, guessed from the names of its columns and from its first rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.core.errors import InvalidInput
from domain.imports.fields import (
    FIELDS,
    NEEDED,
    PROBLEM_COLUMN,
    Field,
    Kind,
    Origin,
    closeness,
    field_named,
    is_known,
)
from domain.imports.records import Form, Record
from domain.imports.values import is_day_first, looks_like_day
from domain.text.folding import fold
from domain.text.words import nearest

SAMPLE_ROWS = 50
_HEADER_CHARS = 60
_MOST_COLUMNS = 500

_SIGNS_OF: Mapping[Origin, frozenset[str]] = {
    Origin.FIDER: frozenset({"votes count", "original number", "original title"}),
    Origin.CANNY: frozenset({"board", "board name", "details", "post title", "canny id"}),
    Origin.PRODUCTBOARD: frozenset(
        {"feature name", "note text", "note title", "user impact score", "productboard id"}
    ),
}
_OWN_NAMES: Mapping[Origin, Mapping[Field, tuple[str, ...]]] = {
    Origin.FIDER: {
        Field.ID: ("number",),
        Field.VOTES: ("votes count",),
        Field.AREA: ("tags",),
    },
    Origin.CANNY: {
        Field.TITLE: ("post title", "title"),
        Field.DESCRIPTION: ("details",),
        Field.VOTES: ("score", "votes", "vote count"),
        Field.AREA: ("category", "board", "board name"),
        Field.ID: ("canny id", "post id", "id", "url", "post url"),
    },
    Origin.PRODUCTBOARD: {
        Field.TITLE: ("feature name", "note title", "title", "name"),
        Field.TEXT: ("note text", "content", "text"),
        Field.CUSTOMER: ("company name", "company"),
        Field.SAID_BY: ("user name", "user"),
        Field.EMAIL: ("user email",),
        Field.AREA: ("product", "component", "tags"),
        Field.ID: ("productboard id", "note id", "id"),
        Field.IDEA: ("features", "feature", "linked features"),
    },
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is read: what its rows are, and which column (from 0 on) holds which field.

    Without a header the first line is a row. ``day_first`` is what ``03/04/2026`` means.
    """

    kind: Kind
    origin: Origin
    encoding: str
    delimiter: str
    headers: tuple[str, ...]
    has_header: bool
    columns: dict[Field, int] = field(default_factory=dict)
    day_first: bool = True

    @property
    def form(self) -> Form:
        """How the file is written."""
        return Form(self.encoding, self.delimiter)

    def without_header(self) -> "Plan":
        """The same plan for records of which the header is passed already."""
        return replace(self, has_header=False)

    @property
    def is_complete(self) -> bool:
        """True when there is a column for what every row needs."""
        return NEEDED[self.kind] in self.columns

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that are not imported."""
        used = set(self.columns.values())
        return tuple(
            name
            for place, name in enumerate(self.headers)
            if place not in used and name != PROBLEM_COLUMN
        )


def guess(
    sample: Sequence[Record], form: Form, *, kind: Kind | None = None, origin: Origin | None = None
) -> Plan:
    """Return how a file seems to be meant, by its first records; what is given is not guessed.

    Raises InvalidInput for a file without any rows.
    """
    readable = [one for one in sample if one.problem is None]
    if not readable:
        raise InvalidInput("There are no rows in this file. Save the table as CSV and try again.")
    has_header = _is_header(readable[0].cells)
    rows = [one.cells for one in readable[1 if has_header else 0 :]]
    width = min(max(len(one.cells) for one in readable), _MOST_COLUMNS)
    headers = _headers(readable[0].cells if has_header else (), width)
    origin = origin or _origin(headers)
    kind = kind or _kind(headers, origin)
    return Plan(
        kind=kind,
        origin=origin,
        encoding=form.encoding,
        delimiter=form.delimiter,
        headers=headers,
        has_header=has_header,
        columns=_columns(headers, rows, kind, origin),
        day_first=_day_first(rows, form),
    )


def as_kind(plan: Plan, sample: Sequence[Record], kind: Kind) -> Plan:
    """The same file read as rows of another kind, its columns guessed anew."""
    rows = [one.cells for one in sample if one.problem is None][1 if plan.has_header else 0 :]
    return replace(plan, kind=kind, columns=_columns(plan.headers, rows, kind, plan.origin))


def mapped(plan: Plan, wishes: Sequence[tuple[str, str]]) -> Plan:
    """A plan with pairs of a column and a field put in place of what was guessed.

    A column is named by its header or its number from 1 on; the field ``-`` leaves it out. Raises
    InvalidInput with what there is.
    """
    columns = dict(plan.columns)
    for column, word in wishes:
        place = _place(plan, column)
        columns = {one: at for one, at in columns.items() if at != place}
        if word.strip() in ("", "-"):
            continue
        wanted = field_named(word, plan.kind)
        if wanted is None:
            known = ", ".join(one.value for one in FIELDS[plan.kind])
            raise InvalidInput(f"{word!r} is no field of {plan.kind}. There are: {known}.")
        columns[wanted] = place
    return replace(plan, columns=columns)


def _place(plan: Plan, column: str) -> int:
    folded = [fold(one) for one in plan.headers]
    if fold(column) in folded:
        return folded.index(fold(column))
    if column.strip().isdecimal() and 0 < int(column) <= len(plan.headers):
        return int(column) - 1
    close = nearest(column, plan.headers)
    hint = f" Did you mean {close!r}?" if close else f" There are: {', '.join(plan.headers)[:300]}."
    raise InvalidInput(f"There is no column {column!r}.{hint}")


def _is_header(cells: Sequence[str]) -> bool:
    """A line is a header when it names a usual column, or holds nothing that only rows hold."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if any(is_known(cell) for cell in filled):
        return True
    is_data = any(
        "@" in cell or len(cell) > _HEADER_CHARS or _is_number(cell) or looks_like_day(cell)
        for cell in filled
    )
    return not is_data and len(filled) > 1 and len(set(filled)) == len(filled)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").lstrip("-").isdecimal()


def _headers(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """The names of the columns: none is empty, none comes twice."""
    found: list[str] = []
    for place in range(width):
        typed = " ".join(cells[place].split()) if place < len(cells) else ""
        name = base = typed[:_HEADER_CHARS] or f"Column {place + 1}"
        turn = 2
        while name in found:
            name, turn = f"{base} ({turn})", turn + 1
        found.append(name)
    return tuple(found)


def _origin(headers: Sequence[str]) -> Origin:
    names = {fold(one) for one in headers}
    for origin, signs in _SIGNS_OF.items():
        if len(names & signs) >= (2 if origin is not Origin.PRODUCTBOARD else 1):
            return origin
    return Origin.PLAIN


def _kind(headers: Sequence[str], origin: Origin) -> Kind:
    def named(wanted: Field) -> bool:
        own = _OWN_NAMES.get(origin, {}).get(wanted, ())
        return any(closeness(one, wanted) or fold(one) in own for one in headers)

    names = {fold(one) for one in headers}
    if origin in (Origin.CANNY, Origin.FIDER):
        return Kind.IDEAS
    if origin is Origin.PRODUCTBOARD:
        return Kind.IDEAS if "feature name" in names else Kind.FEEDBACK
    if named(Field.VOTERS) or (named(Field.VOTES) and named(Field.TITLE)):
        return Kind.IDEAS
    if named(Field.REVENUE) and named(Field.NAME) and not named(Field.TEXT):
        return Kind.CUSTOMERS
    if named(Field.TIER) and named(Field.NAME) and not (named(Field.TEXT) or named(Field.STATUS)):
        return Kind.CUSTOMERS
    if named(Field.STATUS) and named(Field.TITLE) and not named(Field.CUSTOMER):
        return Kind.IDEAS
    return Kind.FEEDBACK


def _columns(
    headers: Sequence[str], rows: Sequence[Sequence[str]], kind: Kind, origin: Origin
) -> dict[Field, int]:
    """The best pairs of field and column by name first, then by what the cells look like."""
    pairs = sorted(
        (-_fit(header, one, origin), order, place, one)
        for place, header in enumerate(headers)
        if header != PROBLEM_COLUMN
        for order, one in enumerate(FIELDS[kind])
        if _fit(header, one, origin)
    )
    found: dict[Field, int] = {}
    for _fitness, _order, place, one in pairs:
        if one not in found and place not in found.values():
            found[one] = place
    free = [
        place
        for place, header in enumerate(headers)
        if place not in found.values() and header != PROBLEM_COLUMN
    ]
    by_content = _by_content(free, rows, kind, found)
    return {**found, **by_content}


def _fit(header: str, one: Field, origin: Origin) -> float:
    """How well a name fits, from 0 to 1; a program's own names come before all others."""
    own = _OWN_NAMES.get(origin, {}).get(one, ())
    if fold(header) in own:
        return 2.0 - own.index(fold(header)) / 100
    return closeness(header, one)


def _by_content(
    free: list[int], rows: Sequence[Sequence[str]], kind: Kind, found: Mapping[Field, int]
) -> dict[Field, int]:
    cells = {place: [row[place].strip() for row in rows if place < len(row)] for place in free}
    more: dict[Field, int] = {}
    for place in free:
        filled = [cell for cell in cells[place] if cell]
        if not filled:
            continue
        wanted = None
        if sum("@" in cell and "." in cell and " " not in cell for cell in filled) * 5 > (
            4 * len(filled)
        ):
            wanted = Field.VOTERS if kind is Kind.IDEAS else Field.EMAIL
        elif sum(looks_like_day(cell) for cell in filled) * 5 > 4 * len(filled):
            wanted = Field.SAID_ON
        if wanted in FIELDS[kind] and wanted is not None and wanted not in {**found, **more}:
            more[wanted] = place
    needed = NEEDED[kind]
    left = [one for one in free if one not in more.values() and _mean_length(cells[one])]
    if needed not in found and left:
        more[needed] = max(left, key=lambda place: _mean_length(cells[place]))
    return more


def _mean_length(cells: Sequence[str]) -> float:
    filled = [len(cell) for cell in cells if cell and not _is_number(cell)]
    return sum(filled) / len(filled) if filled else 0.0


def _day_first(rows: Sequence[Sequence[str]], form: Form) -> bool:
    """What the dates of the file tell; else day first, as where cells are parted by semicolons,
    and month first for commas."""
    told = [is_day_first(cell) for row in rows for cell in row if len(cell) < 30]
    known = [one for one in told if one is not None]
    return known[0] if known else form.delimiter != ","
