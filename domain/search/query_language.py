"""The language of searches: words, phrases and filters such as ``customer:Acme is:untriaged``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from domain.core.amounts import Amount
from domain.core.errors import InvalidInput
from domain.core.importance import Importance
from domain.core.money import read_amount
from domain.dates.calendar_words import span_of
from domain.dates.spans import Calendar, DayOrder, Leaning, Span
from domain.search.vocabulary import (
    ANY,
    EXAMPLES,
    FIELD_WORDS,
    FILTERED,
    HINTS,
    KIND_WORDS,
    LETTERS,
    SORTED,
    STATE_WORDS,
    STATES,
    Field,
    Kind,
    Sort,
)
from domain.text.words import nearest, parse_reference, straighten

MOST_CHARS = 500
_MOST_TERMS = 20
_EVERY = frozenset(Kind)
_TOKEN = re.compile(
    r"(?P<no>-?)(?:(?P<name>[A-Za-z]{1,20}):(?P<gap>\s*)(?P<value>\"[^\"]*\"|'[^']*'|<[^>]*>|[^\s\"]+)?"
    r"|\"(?P<phrase>[^\"]*)\"|(?P<word>[^\s\"]+))"
)
_PROMISED = re.compile(r"P-0*([1-9]\d{0,8})", re.I)
"""With its dash: P1 alone is what people call most urgent."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words to be found; a phrase stands in this order, ``is_not`` is to be absent."""

    text: str
    is_phrase: bool = False
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter as typed; ``value`` is checked as far as it can be without looking anything up."""

    field: Field
    value: str
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A search: what must be found, in which kinds, and in what order.

    Filters of one field are alternatives, those of different fields hold together, and none that
    ``is_not`` may hold. ``since`` is the first, ``until`` the last day. ``number`` is what a
    reference such as I-12 names; then nothing else is asked. ``least`` is the least revenue.
    """

    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    kinds: frozenset[Kind] = _EVERY
    since: date | None = None
    until: date | None = None
    sort: Sort = Sort.BEST
    number: int | None = None
    typed: str = ""
    least: Amount | None = None

    def of(self, field: Field, *, is_not: bool = False) -> tuple[str, ...]:
        """The values of one field's filters."""
        return tuple(
            one.value for one in self.filters if one.field is field and one.is_not is is_not
        )

    @property
    def is_empty(self) -> bool:
        """True when nothing at all is asked."""
        asked = self.terms or self.filters or self.since or self.until or self.number
        return not asked and self.sort is Sort.BEST


def parse_search(text: str, today: date, order: DayOrder = DayOrder.DAY_FIRST) -> Query:
    """The search that a text spells, with days counted from ``today`` and read into the past.

    Raises InvalidInput with the nearest right word for a filter or value that there is not, for an
    open quotation mark, for filters that nothing can fulfil together, and for too long a text.
    """
    typed = " ".join(straighten(text).split())
    reading = Calendar(today, Leaning.PAST, order)
    if len(typed) > MOST_CHARS:
        raise InvalidInput(f"A search has at most {MOST_CHARS} characters.")
    if typed.count('"') % 2:
        raise InvalidInput(
            'A quotation mark " is open. Close it, or leave it out: "single sign-on".'
        )
    query = Query(typed=typed)
    for match in _TOKEN.finditer(typed):
        query = _with(query, match, reading)
    if len(query.terms) + len(query.filters) > _MOST_TERMS:
        raise InvalidInput(f"A search has at most {_MOST_TERMS} words and filters.")
    return _of_number(query) or _possible(query)


def named_filter(name: str) -> str:
    """The filter for a customer's name, which may hold spaces and quotation marks."""
    return f"customer:'{name}'" if '"' in name else f'customer:"{name}"'


def has_filters(text: str) -> bool:
    """Whether a text holds a filter of the search language, so that it is no title and no words."""
    names = (match["name"] for match in _TOKEN.finditer(straighten(text)) if match["value"])
    return any(name is not None and name.casefold() in FIELD_WORDS for name in names)


def _with(query: Query, match: re.Match[str], reading: Calendar) -> Query:
    is_not = bool(match["no"])
    if match["phrase"] is not None:
        terms = (*query.terms, Term(match["phrase"], is_phrase=True, is_not=is_not))
        return replace(query, terms=terms) if match["phrase"].strip() else query
    if match["name"] is None:
        word = match["word"] or ""
        if not word.strip("-"):
            return query
        return replace(query, terms=(*query.terms, Term(word, is_not=is_not)))
    value = (match["value"] or "").strip()
    if value.startswith("//"):
        return replace(query, terms=(*query.terms, Term(f"{match['name']}:{value}", False, is_not)))
    field = _field(match["name"])
    bare = value[1:-1].strip() if value[:1] in "\"'" and len(value) > 1 else value
    if not bare:
        raise InvalidInput(f"What should follow {field.value}:? {EXAMPLES[field]}")
    return _filtered(query, field, bare, reading, is_not=is_not)


def _field(name: str) -> Field:
    found = FIELD_WORDS.get(name.casefold())
    if found is not None:
        return found
    near = nearest(name, [*HINTS])
    hint = f" Did you mean {HINTS[near].value}:?" if near else ""
    known = ", ".join(f"{field.value}:" for field in Field)
    raise InvalidInput(
        f"There is no filter {name.lower()}:.{hint} There are {known}. "
        f'To find the words themselves, put them in quotes: "{name}: …".'
    )


def _filtered(query: Query, field: Field, value: str, reading: Calendar, *, is_not: bool) -> Query:
    if field in (Field.SINCE, Field.UNTIL):
        return _dated(query, field, value, reading, is_not=is_not)
    if field is Field.SORT:
        return replace(query, sort=Sort(_one_of(field, value, {one.value: one for one in Sort})))
    if field is Field.KIND:
        kind = Kind(_one_of(field, value, KIND_WORDS))
        return replace(query, filters=(*query.filters, Filter(field, kind.value, is_not)))
    if field is Field.REVENUE and not is_not:
        query = replace(query, least=query.least or _least(value))
    read = _READ.get(field)
    clean = read(value) if read is not None else value
    return replace(query, filters=(*query.filters, Filter(field, clean, is_not)))


def _one_of(field: Field, value: str, words: Mapping[str, str]) -> str:
    folded = " ".join(value.casefold().split())
    if folded in words:
        return words[folded]
    near = nearest(folded, [*words])
    hint = f" Did you mean {field.value}:{words[near]}?" if near else ""
    known = ", ".join(dict.fromkeys(str(one) for one in words.values()))
    raise InvalidInput(f"There is no {field.value}:{value[:40]}.{hint} There are {known}.")


def _state(value: str) -> str:
    return _one_of(Field.IS, value, STATE_WORDS)


def _importance(value: str) -> str:
    words = {one.value: one.value for one in Importance}
    spaced = {one.value.replace("_", " "): one.value for one in Importance}
    return _one_of(Field.IMPORTANCE, value, {**words, **spaced, "nice": "nice_to_have", ANY: ANY})


def _idea(value: str) -> str:
    reference = parse_reference(value)
    if reference is not None and reference.kind == "I":
        return str(reference.number)
    if value.isascii() and value.isdigit() and len(value) < 10:
        return str(int(value))
    raise InvalidInput(f"idea:{value[:40]} is no idea. {EXAMPLES[Field.IDEA]}")


def _least(value: str) -> Amount | None:
    typed = _revenue(value)
    try:
        return None if typed == ANY else read_amount(typed)
    except InvalidInput as refused:
        raise InvalidInput(f"revenue:{typed[:40]} cannot be read. {refused.message}") from refused


def _revenue(value: str) -> str:
    return value.lstrip(">=≥ ") or ANY


_READ: Mapping[Field, Callable[[str], str]] = {
    Field.IS: _state,
    Field.IMPORTANCE: _importance,
    Field.IDEA: _idea,
    Field.REVENUE: _revenue,
}


def _dated(query: Query, field: Field, value: str, reading: Calendar, *, is_not: bool) -> Query:
    if is_not:
        raise InvalidInput(f"Leave out the - before {field.value}:, and use since: or until:.")
    first, last = _days(value, reading)
    return replace(query, since=first) if field is Field.SINCE else replace(query, until=last)


def _days(value: str, reading: Calendar) -> Span:
    """The first and the last day that a value names, in the past where it names no year."""
    found = span_of(value, reading)
    if found is None:
        raise InvalidInput(f"I couldn't read “{value[:40]}” as a date. {EXAMPLES[Field.SINCE]}")
    return found


def _of_number(query: Query) -> Query | None:
    """The search for what a number alone names, such as I-12."""
    if query.filters or len(query.terms) != 1 or query.terms[0].is_not:
        return None
    typed = query.terms[0].text
    if promised := _PROMISED.fullmatch(typed):
        of_promises = frozenset({Kind.PROMISE})
        return replace(query, terms=(), kinds=of_promises, number=int(promised[1]))
    reference = parse_reference(typed)
    if reference is None or reference.kind not in LETTERS:
        return None
    kinds = frozenset({LETTERS[reference.kind]})
    return replace(query, terms=(), kinds=kinds, number=reference.number)


def _possible(query: Query) -> Query:
    """The query with the kinds that its filters leave. Raises InvalidInput when none is left."""
    kinds = {Kind(value) for value in query.of(Field.KIND)} or set(Kind)
    kinds -= {Kind(value) for value in query.of(Field.KIND, is_not=True)}
    for word, able in _demands(query):
        left = kinds & able
        if not left:
            there = " and ".join(sorted(one.value for one in kinds))
            only = " or ".join(sorted(one.value for one in able))
            raise InvalidInput(f"{word} can only be said of {only}, and not of {there}.")
        kinds = left
    if not kinds:
        raise InvalidInput("These kind: filters leave nothing to find.")
    return replace(query, kinds=frozenset(kinds))


def _demands(query: Query) -> list[tuple[str, frozenset[Kind]]]:
    """What each filter of a query can be said of."""
    demands = []
    states = query.of(Field.IS)
    if states:
        able = frozenset[Kind]().union(*(STATES[one] for one in states))
        demands.append((f"is:{states[0]}", able))
    for one in query.filters:
        if one.field in FILTERED and not one.is_not:
            demands.append((f"{one.field.value}:", FILTERED[one.field]))
    if query.sort in SORTED:
        demands.append((f"sort:{query.sort.value}", SORTED[query.sort]))
    return demands
