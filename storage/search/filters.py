"""What the statements of all kinds have in common: words, people, customers and days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, literal, not_, or_, select
from sqlmodel import Session, col

from domain.core.money import Rates
from domain.feedback.privacy import Reader
from domain.search.query_language import Term
from domain.search.results import Wanted
from domain.search.vocabulary import Sort
from domain.text.folding import fold, index_words, like_pattern, query_words
from storage.customers.lists import worth
from storage.schema import CustomerRow


@dataclass(frozen=True, slots=True)
class Asking:
    """A search under way: where, what, who reads, and what currencies are worth."""

    session: Session
    workspace_id: int
    wanted: Wanted
    reader: Reader
    rates: Rates

    def states(self, *, is_not: bool = False) -> list[str]:
        """What is: asks for, or what it must not be."""
        query = self.wanted.query
        return [
            one.value for one in query.filters if one.field.value == "is" and one.is_not is is_not
        ]


@dataclass(frozen=True, slots=True)
class Part:
    """The statement of one kind: its columns, tables and conditions.

    ``ranks`` are what the sorts that a kind knows order by, the lowest first.
    """

    row_id: Any
    at: Any
    conditions: tuple[Any, ...]
    joins: tuple[tuple[Any, Any], ...] = ()
    ranks: Mapping[Sort, Any] = field(default_factory=dict)

    def narrowed(self, query: Any) -> Any:
        """A query of this kind's columns with its tables and conditions."""
        for table, on in self.joins:
            query = query.join(table, on)
        return query.where(*self.conditions)

    def rank(self, sort: Sort) -> Any:
        """What comes before the date in an order."""
        return self.ranks.get(sort, literal(0.0))


def among(asking: Asking, known: Mapping[str, Any]) -> list[Any]:
    """The conditions of is: by what each state means for a kind; others mean nothing there."""
    asked = asking.states()
    told = [known[one] for one in asked if one in known]
    conditions = [or_(*told)] if told else ([literal(False)] if asked else [])
    denied = [not_(known[one]) for one in asking.states(is_not=True) if one in known]
    return [*conditions, *denied]


def dated(asking: Asking, at: Any) -> list[Any]:
    """The conditions of since: and until:."""
    wanted = asking.wanted
    conditions = [at >= wanted.since] if wanted.since else []
    return [*conditions, at < wanted.before] if wanted.before else conditions


def said_by(asking: Asking, column: Any) -> list[Any]:
    """The conditions of from: on a column with user ids."""
    wanted = asking.wanted
    conditions = [column.in_(wanted.people)] if wanted.people is not None else []
    return [*conditions, *_not_in(column, wanted.not_people)]


def owned_by(asking: Asking, column: Any) -> list[Any]:
    """The conditions of owner: on a column with user ids."""
    wanted = asking.wanted
    conditions = [column.in_(wanted.owners)] if wanted.owners is not None else []
    return [*conditions, *_not_in(column, wanted.not_owners)]


def in_area(asking: Asking, column: Any) -> list[Any]:
    """The conditions of area: on a column with row ids."""
    wanted = asking.wanted
    conditions = [column.in_(wanted.areas)] if wanted.areas is not None else []
    return [*conditions, *_not_in(column, wanted.not_areas)]


def of_customers(asking: Asking, column: Any) -> list[Any]:
    """The conditions of customer:, tier: and revenue: on a column with customers' row ids."""
    wanted = asking.wanted
    conditions = [column.in_(wanted.customers)] if wanted.customers is not None else []
    conditions += _not_in(column, wanted.not_customers)
    if wanted.is_of_any_customer:
        conditions.append(column.is_not(None))
    row = CustomerRow
    some = select(col(row.id)).where(col(row.workspace_id) == asking.workspace_id)
    if wanted.tiers is not None:
        conditions.append(column.in_(some.where(col(row.tier_key).in_(wanted.tiers))))
    if wanted.not_tiers:
        conditions.append(
            or_(
                column.is_(None),
                column.not_in(some.where(col(row.tier_key).in_(wanted.not_tiers))),
            )
        )
    if wanted.least is not None:
        known = some.where(col(row.revenue_hundredths).is_not(None))
        if wanted.least > 0:
            known = known.where(worth(asking.rates) >= wanted.least)
        conditions.append(column.in_(known))
    return conditions


def tied(asking: Asking, row_id: Any, tied_id: Any, table: Any) -> list[Any]:
    """The conditions of idea: on a column with row ids, through a table of ties to ideas."""
    wanted = asking.wanted
    conditions = []
    for ids, is_not in ((wanted.ideas, False), (wanted.not_ideas or None, True)):
        if ids is None:
            continue
        held = select(col(tied_id)).where(
            col(table.workspace_id) == asking.workspace_id, col(table.idea_id).in_(ids)
        )
        conditions.append(col(row_id).not_in(held) if is_not else col(row_id).in_(held))
    return conditions


def asks_of_customers(wanted: Wanted) -> bool:
    """True when customer:, tier: or revenue: is asked or denied."""
    asked = (wanted.customers, wanted.tiers, wanted.least)
    denied = (wanted.not_customers, wanted.not_tiers, wanted.is_of_any_customer)
    return any(one is not None for one in asked) or any(denied)


def indexed(words: Any, terms: tuple[Term, ...]) -> list[Any]:
    """What full text does not say of terms: absent words, and words in this order."""
    text: Any = " " + words
    conditions: list[Any] = []
    for term in terms:
        if term.is_not:
            conditions.append(not_(_indexed(text, term)))
        elif term.is_phrase:
            conditions.append(_indexed(text, term))
    return conditions


def folded(words: Any, terms: tuple[Term, ...]) -> list[Any]:
    """All that terms ask of a column with folded words."""
    text: Any = " " + words
    conditions = []
    for term in terms:
        plain = fold(term.text)
        held = (
            text.like(f"% {plain}%")
            if term.is_phrase
            else and_(*(text.like(like_pattern(word)) for word in plain.split()), literal(True))
        )
        conditions.append(not_(held) if term.is_not else held)
    return conditions


def sought(terms: tuple[Term, ...]) -> list[str]:
    """The beginnings of words that full text is asked for."""
    text = " ".join(term.text for term in terms if not term.is_not)
    return query_words(text, 20)


def named(column: Any, terms: tuple[Term, ...]) -> Any:
    """A condition on a folded title: that it holds every word."""
    text: Any = " " + func.coalesce(column, "")
    wanted = sought(terms)
    return and_(*(text.like(f"% {word}%") for word in wanted)) if wanted else literal(False)


def _indexed(text: Any, term: Term) -> Any:
    wanted = query_words(term.text, 20)
    whole = index_words(term.text)
    if term.is_phrase and whole.split() == wanted:
        return text.like(f"% {whole}%")
    return and_(*(text.like(f"% {word}%") for word in wanted), literal(True))


def _not_in(column: Any, values: tuple[Any, ...]) -> list[Any]:
    return [or_(column.is_(None), column.not_in(values))] if values else []
