"""Searching everything in the search language: what is named is looked up, what is found shown."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.announcements import Announcement
from domain.core.errors import NotAllowed, UserError
from domain.core.people import Person, Request, may_know_customers
from domain.customers.model import Customer
from domain.decisions import Decision, shown_decision
from domain.feedback.model import Feedback
from domain.feedback.privacy import Reader, shown
from domain.ideas.model import Idea
from domain.roadmap.promises import Promise
from domain.search.query_language import Query, parse_search
from domain.search.results import Found, Hit, Results, Thing
from domain.search.vocabulary import FEATURES, Field, Kind
from services.search.names import wanted_of
from services.similarity import index as embedding_index
from services.workspace import date_reading
from storage.announcements import queries as announcements
from storage.customers import queries as customers
from storage.customers import rates as customer_rates
from storage.database.engine import Database, Session
from storage.decisions import queries as decisions
from storage.feedback import queries as feedback
from storage.ideas import counts as idea_facts
from storage.objectives import queries as objectives
from storage.roadmap import promises
from storage.rounds import queries as rounds
from storage.search import queries as searching
from storage.workspace import people, readers, switches

PAGE_SIZE = 8
_MOST_OFFSET = 2_000


def search(
    database: Database,
    request: Request,
    text: str,
    offset: int = 0,
    *,
    channel_id: str | None = None,
) -> Results:
    """A page of what a text in the search language finds for the person who asks in a channel.

    Raises InvalidInput for what cannot be understood, and NotFound for a name that nobody has.
    """
    query = read(database, request, text)
    if query.is_empty:
        return Results(query.typed)
    note = date_reading.note(database, request, text) if query.since or query.until else ""
    with database.snapshot() as session:
        return replace(_results(session, request, query, offset, channel_id), note=note)


def _results(
    session: Session, request: Request, query: Query, offset: int, channel_id: str | None
) -> Results:
    workspace_id = request.workspace_id
    person = people.get(session, workspace_id, request.user_id)
    query = for_person(query, person, switches.off(session, workspace_id))
    reader = readers.reader(session, workspace_id, request.user_id, request.at, channel_id)
    wanted = wanted_of(session, request, query)
    rates = customer_rates.rates(session, workspace_id)
    place = min(max(offset, 0), _MOST_OFFSET)
    found = searching.find(session, workspace_id, wanted, reader, rates, PAGE_SIZE + 1, place)
    knows = may_know_customers(person)
    page = hits(session, workspace_id, found[:PAGE_SIZE], reader, knows_customers=knows)
    return Results(
        typed=query.typed,
        hits=tuple(page),
        counts=searching.counts(session, workspace_id, wanted, reader, rates),
        offset=place,
        has_more=len(found) > PAGE_SIZE and place < _MOST_OFFSET,
        idea_number=_only_idea(query),
    )


def attempt(database: Database, request: Request, text: str, offset: int = 0) -> Results:
    """The same for a field in which one goes on typing: a refusal stands in the results."""
    try:
        return search(database, request, text, offset)
    except UserError as refused:
        return Results(text, problem=refused.message)


def read(database: Database, request: Request, text: str) -> Query:
    """The search that a text spells, with the person's own day, and everything said so far ready
    to be found. Raises InvalidInput."""
    reading = date_reading.of_person(database, request)
    query = parse_search(text, reading.today, reading.order)
    if query.terms:
        embedding_index.catch_up(database, request.workspace_id)
    return query


def hits(
    session: Session,
    workspace_id: int,
    found: Sequence[Found],
    reader: Reader,
    *,
    knows_customers: bool,
) -> list[Hit]:
    """What stands behind results, as a reader may see it, in their order.

    Customers' names are there only with ``knows_customers``.
    """
    things: dict[tuple[Kind, int], Thing] = {}
    for kind in Kind:
        ids = [one.id for one in found if one.kind is kind]
        if ids:
            load = _LOADERS[kind]
            things.update({(kind, one.id): one for one in load(session, workspace_id, ids)})
    promised = {one.idea_id for one in things.values() if isinstance(one, Promise | Announcement)}
    about = idea_facts.of_ids(session, workspace_id, promised)
    made = []
    for one in found:
        thing = things.get((one.kind, one.id))
        if thing is not None:
            idea = about.get(thing.idea_id) if isinstance(thing, Promise | Announcement) else None
            made.append(
                Hit(
                    one.kind,
                    _shown(thing, reader, knows_customers=knows_customers),
                    idea.number if idea else None,
                )
            )
    return made


def _shown(thing: Thing, reader: Reader, *, knows_customers: bool) -> Thing:
    if isinstance(thing, Decision):
        return shown_decision(thing, reader)
    if not isinstance(thing, Feedback):
        return thing
    said = shown(thing, reader)
    return said if knows_customers else replace(said, customer=None)


def for_person(query: Query, person: Person | None, off: Collection[str] = ()) -> Query:
    """The search as somebody may make it: guests neither find customers nor ask by them, and nobody
    finds what belongs to a feature that is off.

    Raises NotAllowed.
    """
    query = _switched_on(query, off)
    if may_know_customers(person):
        return query
    hidden = {Field.CUSTOMER, Field.TIER, Field.REVENUE}
    kinds = query.kinds - {Kind.CUSTOMER, Kind.PROMISE}
    if not kinds or any(one.field in hidden for one in query.filters):
        raise NotAllowed("Customers are shown to members of this workspace only, not to guests.")
    return replace(query, kinds=kinds)


def _switched_on(query: Query, off: Collection[str]) -> Query:
    kinds = frozenset(one for one in query.kinds if FEATURES.get(one) not in off)
    if not kinds:
        named = " and ".join(sorted(f"{one.value}s" for one in query.kinds))
        raise NotAllowed(f"This workspace has switched off {named}, so there is nothing to find.")
    return replace(query, kinds=kinds)


def _only_idea(query: Query) -> int | None:
    """The one idea that a search is about, to lead back to it."""
    asked = query.of(Field.IDEA)
    return int(asked[0]) if len(asked) == 1 else None


def _ideas(session: Session, workspace_id: int, ids: Sequence[int]) -> list[Idea]:
    return list(idea_facts.of_ids(session, workspace_id, ids).values())


def _customers(session: Session, workspace_id: int, ids: Sequence[int]) -> list[Customer]:
    return list(customers.among(session, workspace_id, ids).values())


_LOADERS: Mapping[Kind, Callable[[Session, int, Sequence[int]], Sequence[Any]]] = {
    Kind.FEEDBACK: feedback.of_ids,
    Kind.IDEA: _ideas,
    Kind.DECISION: decisions.of_ids,
    Kind.OBJECTIVE: objectives.of_ids,
    Kind.PROMISE: promises.of_ids,
    Kind.CUSTOMER: _customers,
    Kind.ROUND: rounds.of_ids,
    Kind.ANNOUNCEMENT: announcements.of_ids,
}
