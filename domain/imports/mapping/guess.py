"""What a table holds, guessed from the names of its columns and from its first rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from domain.core.errors import InvalidInput
from domain.imports.fields import FIELDS, SEVERAL, Field, Kind, Origin, field_named
from domain.imports.mapping.columns import Table, chosen, status_column
from domain.imports.mapping.names import closeness, is_known
from domain.imports.mapping.profiles import profile_of, recognised
from domain.imports.mapping.shapes import fits
from domain.imports.plans import Doubt, Plan
from domain.imports.reading.moments import NumberStyle, day_order, looks_like_moment, number_style
from domain.imports.reading.records import Form, Record
from domain.text.folding import fold
from domain.text.words import nearest

__all__ = ["SAMPLE_ROWS", "Plan", "as_kind", "guess", "mapped"]

SAMPLE_ROWS = 200
_HEADER_CHARS = 60
_QUESTION_CHARS = 300
_MOST_COLUMNS = 500
_MOST_TITLE_LINES = 10


def guess(
    sample: Sequence[Record], form: Form, *, kind: Kind | None = None, origin: Origin | None = None
) -> Plan:
    """Return how a file seems to be meant, by its first records; what is given is not guessed.

    Raises InvalidInput for a file without any rows.
    """
    readable = [one.cells for one in sample if one.problem is None]
    if not readable:
        raise InvalidInput("There are no rows in this file. Save the table as CSV and try again.")
    title_lines = _title_lines(readable)
    table = readable[title_lines:]
    has_header = _is_header(table[0])
    width = min(max(map(len, table)), _MOST_COLUMNS)
    headers = _headers(table[0] if has_header else (), width)
    origin = origin or recognised(headers)
    plan = Plan(
        kind=kind or _kind(headers, origin),
        origin=origin,
        encoding=form.encoding,
        delimiter=form.delimiter,
        headers=headers,
        has_header=has_header,
        title_lines=title_lines,
        doubts=() if form.is_certain else (Doubt.ENCODING,),
    )
    return _with_columns(plan, table[1 if has_header else 0 :])


def as_kind(plan: Plan, sample: Sequence[Record], kind: Kind) -> Plan:
    """The same file read as rows of another kind, its columns guessed again."""
    rows = [one.cells for one in sample if one.problem is None][plan.head_records :]
    return _with_columns(replace(plan, kind=kind), rows)


def mapped(plan: Plan, wishes: Sequence[tuple[str, str]]) -> Plan:
    """A plan with pairs of a column and a field put in place of what was guessed.

    A column is named by its header or its number from 1 on; the field ``-`` leaves it out. Several
    columns of one field are taken together where the field can hold that. Raises InvalidInput with
    what there is.
    """
    columns = dict(plan.columns)
    also = {one: list(places) for one, places in plan.also.items()}
    wished: set[Field] = set()
    for column, word in wishes:
        place = _place(plan, column)
        columns = {one: at for one, at in columns.items() if at != place}
        also = {one: [at for at in places if at != place] for one, places in also.items()}
        if word.strip() in ("", "-"):
            continue
        wanted = field_named(word, plan.kind)
        if wanted is None:
            known = ", ".join(one.value for one in FIELDS[plan.kind])
            what = plan.kind.value.capitalize()
            raise InvalidInput(f"{what} has no field called “{word}”. Available: {known}.")
        if wanted in wished and wanted in SEVERAL:
            also.setdefault(wanted, []).append(place)
        else:
            columns[wanted] = place
            also.pop(wanted, None)
        wished.add(wanted)
    kept = {one: tuple(places) for one, places in also.items() if places and one in columns}
    return replace(plan, columns=columns, also=kept)


def _with_columns(plan: Plan, rows: Sequence[Sequence[str]]) -> Plan:
    """A plan with its columns, and what the values in them mean."""
    table = Table(plan.headers, rows)
    columns, also = chosen(table, plan.kind, plan.origin)
    day_first, is_open = _day_order(table, columns, plan.form)
    hint = status_column(table, plan.origin) if plan.kind is Kind.IDEAS else None
    doubts: list[Doubt] = [one for one in plan.doubts if one == Doubt.ENCODING]
    if is_open:
        doubts.append(Doubt.DAY_ORDER)
    said_on = columns.get(Field.SAID_ON)
    return replace(
        plan,
        columns=columns,
        also=also,
        day_first=day_first,
        numbers=NumberStyle.NONE if said_on is None else number_style(table.cells[said_on]),
        status_hint=hint,
        doubts=tuple(doubts),
    )


def _place(plan: Plan, column: str) -> int:
    folded = [fold(one) for one in plan.headers]
    if fold(column) in folded:
        return folded.index(fold(column))
    if column.strip().isdecimal() and 0 < int(column) <= len(plan.headers):
        return int(column) - 1
    close = nearest(column, plan.headers)
    known = ", ".join(plan.headers)[:300]
    hint = f" Did you mean “{close}”?" if close else f" Available: {known}."
    raise InvalidInput(f"The file has no column “{column}”.{hint}")


def _title_lines(rows: Sequence[Sequence[str]]) -> int:
    """How many lines stand above the table: those with far fewer cells than most rows have."""
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    usual = Counter(widths).most_common(1)[0][0]
    if usual < 2:
        return 0
    for place, width in enumerate(widths[: _MOST_TITLE_LINES + 1]):
        if width >= max(2, usual * 0.6):
            return place
    return 0


def _is_header(cells: Sequence[str]) -> bool:
    """A line is a header when it names usual columns, or holds nothing that only rows hold."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    known = sum(map(is_known, filled))
    is_data = any(
        "@" in cell or len(cell) > _QUESTION_CHARS or _is_number(cell) or looks_like_moment(cell)
        for cell in filled
    )
    if known and (not is_data or known * 2 >= len(filled)):
        return True
    are_short = all(len(cell) <= _HEADER_CHARS or "?" in cell for cell in filled)
    return not is_data and are_short and len(filled) > 1 and len(set(filled)) == len(filled)


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").lstrip("-").isdecimal()


def _headers(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """The names of the columns: none is empty, none comes twice. Questions of forms are long."""
    found: list[str] = []
    for place in range(width):
        typed = " ".join(cells[place].split()) if place < len(cells) else ""
        name = base = typed[:_QUESTION_CHARS] or f"Column {place + 1}"
        turn = 2
        while name in found:
            name, turn = f"{base} ({turn})", turn + 1
        found.append(name)
    return tuple(found)


def _kind(headers: Sequence[str], origin: Origin) -> Kind:
    if origin is not Origin.PLAIN:
        return profile_of(origin).kind_of(headers)

    def named(wanted: Field) -> bool:
        return any(closeness(one, wanted) for one in headers)

    if named(Field.VOTERS) or (named(Field.VOTES) and named(Field.TITLE)):
        return Kind.IDEAS
    if named(Field.REVENUE) and named(Field.NAME) and not named(Field.TEXT):
        return Kind.CUSTOMERS
    if named(Field.TIER) and named(Field.NAME) and not (named(Field.TEXT) or named(Field.STATUS)):
        return Kind.CUSTOMERS
    if named(Field.STATUS) and named(Field.TITLE) and not named(Field.CUSTOMER):
        return Kind.IDEAS
    return Kind.FEEDBACK


_DATES = (Field.SAID_ON, Field.DONE_ON, Field.DROPPED_ON)


def _day_order(table: Table, columns: dict[Field, int], form: Form) -> tuple[bool, bool]:
    """Whether the day comes first in numeric dates, and whether the file leaves that open.

    Dates that are not imported tell it too. Where none does, it is the day where semicolons
    separate cells, as in countries that write so, and the month for commas.
    """
    is_open = False
    for place, cells in enumerate(table.cells):
        if not fits(Field.SAID_ON, table.shapes[place]):
            continue
        for cell in cells:
            try:
                known = day_order(cell) if len(cell) < 40 else None
            except InvalidInput:
                is_open = is_open or any(columns.get(one) == place for one in _DATES)
                continue
            if known is not None:
                return known, False
    return form.delimiter != ",", is_open
