"""Which column of a table holds which field: by its name first, then by what its cells look like.

What is not clear is left out and shown, rather than taken for something.
"""

import re
from collections.abc import Mapping, Sequence

from domain.imports.choices import status_of
from domain.imports.fields import FIELDS, NEEDED, PROBLEM_COLUMN, SEVERAL, Field, Kind, Origin
from domain.imports.mapping.names import base_name, closeness, is_question
from domain.imports.mapping.profile import Profile
from domain.imports.mapping.profiles import profile_of
from domain.imports.mapping.shapes import Shape, fits, shape_of
from domain.imports.reading.values import is_empty

_OWN_FIT = 2.0
_WORKERS = re.compile(
    r"\b(owner|assignee|assigned|agent|admin|teammate|updated by|modified by|manager|csm|lead|"
    r"submitter|responsible|zustandig|bearbeiter|responsable|responsabile|eigenaar)\b"
)
"""People who work on a row: what they are called says nothing about who wants it."""

_OTHER_DATES = re.compile(
    r"\b(due|updated|modified|start|end|ended|closed|resolved|completed|eta|deadline|last|target|"
    r"release|changed|fallig|geandert)\b"
)


class Table:
    """The columns of a table with the cells of its first rows."""

    def __init__(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.headers = tuple(headers)
        self.cells = [
            [row[place].strip() for row in rows if place < len(row) and row[place].strip()]
            for place in range(len(headers))
        ]
        self.shapes = [shape_of(cells) for cells in self.cells]

    @property
    def places(self) -> list[int]:
        """The columns that may hold something, from 0 on."""
        return [place for place, name in enumerate(self.headers) if name != PROBLEM_COLUMN]

    def mean_length(self, place: int) -> float:
        """How long the cells of a column are, without the empty ones."""
        filled = [len(cell) for cell in self.cells[place] if not is_empty(cell)]
        return sum(filled) / len(filled) if filled else 0.0


def chosen(
    table: Table, kind: Kind, origin: Origin
) -> tuple[dict[Field, int], dict[Field, tuple[int, ...]]]:
    """Return the column of each field, and further columns of those that several can hold."""
    profile = profile_of(origin)
    found = _by_name(table, kind, profile)
    found |= _by_content(table, kind, found)
    found = _with_needed(table, kind, found)
    return found, _also(table, kind, profile, found)


def status_column(table: Table, origin: Origin) -> int | None:
    """Return the column that most likely says which rows are done, mapped or not."""
    profile = profile_of(origin)
    ranked = sorted(
        (-_fit(table, place, Field.STATUS, profile), place)
        for place in table.places
        if _fit(table, place, Field.STATUS, profile)
    )
    if ranked:
        return ranked[0][1]
    return next((place for place in table.places if _are_statuses(table.cells[place])), None)


def _are_statuses(cells: Sequence[str]) -> bool:
    known = sum(status_of(cell) is not None for cell in cells)
    return len(cells) >= 3 and len(set(cells)) > 1 and known == len(cells)


def _by_name(table: Table, kind: Kind, profile: Profile) -> dict[Field, int]:
    """The best pairs of field and column."""
    pairs = sorted(
        (-fitness, order, place, one)
        for place in table.places
        for order, one in enumerate(FIELDS[kind])
        if (fitness := _fit(table, place, one, profile))
        and not (fitness <= 1 and _is_speaker(table.headers[place], kind, one))
    )
    found: dict[Field, int] = {}
    for _fitness, _order, place, one in pairs:
        if one not in found and place not in found.values():
            found[one] = place
    return found


def _is_speaker(header: str, kind: Kind, one: Field) -> bool:
    """Whether a column called *name* is who said something rather than a title."""
    return kind is Kind.FEEDBACK and one is Field.TITLE and closeness(header, Field.SAID_BY) > 0


def _fit(table: Table, place: int, one: Field, profile: Profile) -> float:
    """How well a column can hold a field; a program's own names come before all others."""
    header, shape = table.headers[place], table.shapes[place]
    if not fits(one, shape):
        return 0.0
    own = profile.names_of(one)
    if base_name(header) in own:
        return _OWN_FIT - own.index(base_name(header)) / 100
    if profile.ignores(header):
        return 0.0
    if one in (Field.SAID_BY, Field.EMAIL, Field.VOTERS) and _WORKERS.search(base_name(header)):
        return 0.0
    if one is Field.VOTES and shape is Shape.NUMBERS:
        return max(closeness(header, one), 0.5 * closeness(header, Field.VOTERS))
    if one is Field.VOTERS and shape is not Shape.EMPTY:
        return max(closeness(header, one), 0.5 * closeness(header, Field.VOTES))
    return closeness(header, one)


def _by_content(table: Table, kind: Kind, found: Mapping[Field, int]) -> dict[Field, int]:
    more: dict[Field, int] = {}
    for place in table.places:
        if place in found.values():
            continue
        name, shape = base_name(table.headers[place]), table.shapes[place]
        wanted = None
        if shape is Shape.ADDRESSES and not _WORKERS.search(name):
            wanted = Field.EMAIL
        elif shape is Shape.DATES and not _OTHER_DATES.search(name):
            wanted = Field.SAID_ON
        if wanted in FIELDS[kind] and wanted is not None and wanted not in {**found, **more}:
            more[wanted] = place
    return more


def _with_needed(table: Table, kind: Kind, found: dict[Field, int]) -> dict[Field, int]:
    """What every row needs is the column with the longest words, or the title of feedback."""
    needed = NEEDED[kind]
    if needed in found:
        return found
    free = [
        place
        for place in table.places
        if place not in found.values() and table.shapes[place] is Shape.WORDS
    ]
    if kind is Kind.FEEDBACK and Field.TITLE in found:
        longest = max(free, key=table.mean_length, default=found[Field.TITLE])
        if table.mean_length(longest) <= table.mean_length(found[Field.TITLE]):
            return {one: at for one, at in found.items() if one != Field.TITLE} | {
                needed: found[Field.TITLE]
            }
    return {**found, needed: max(free, key=table.mean_length)} if free else found


def _also(
    table: Table, kind: Kind, profile: Profile, found: Mapping[Field, int]
) -> dict[Field, tuple[int, ...]]:
    taken = set(found.values())
    also: dict[Field, tuple[int, ...]] = {}
    for one in FIELDS[kind]:
        if one in SEVERAL and one is not Field.TEXT and one in found:
            more = [
                place
                for place in table.places
                if place not in taken and _fit(table, place, one, profile) >= 1
            ]
            if one is Field.TAGS or base_name(table.headers[found[one]]) in profile.names_of(one):
                more += [place for place in _repeated(table, found[one]) if place not in more]
            more = [place for place in more if place not in taken]
            if more:
                also[one] = tuple(more)
                taken.update(more)
    if kind is Kind.FEEDBACK:
        questions = tuple(
            place
            for place in table.places
            if place not in taken and _is_asked(table, place, profile)
        )
        if questions and Field.TEXT in found:
            also[Field.TEXT] = questions
    return also


def _repeated(table: Table, place: int) -> list[int]:
    name = base_name(table.headers[place])
    return [one for one in table.places if one != place and base_name(table.headers[one]) == name]


def _is_asked(table: Table, place: int, profile: Profile) -> bool:
    """Whether a column holds the answers to a question of a form."""
    header, shape = table.headers[place], table.shapes[place]
    if profile.ignores(header) or shape not in (Shape.WORDS, Shape.NUMBERS):
        return False
    return is_question(header) or (profile.asks and not closeness(header, Field.ID))
