"""What a search found as a table: sent to the person who asks, or written by the command line."""

from collections.abc import Sequence
from datetime import datetime

from domain.core.changes import SYSTEM
from domain.core.outbox import Kind, NewTask
from domain.core.people import Request, may_know_customers
from domain.feedback.model import Feedback
from domain.feedback.privacy import EVERYBODY, Reader
from domain.search.query_language import Query
from domain.search.results import Hit
from services.search import actions as searching
from services.search.names import wanted_of
from storage.customers import rates as customer_rates
from storage.database.engine import Database, Session
from storage.outbox import queue as outbox
from storage.search import queries as storage
from storage.workspace import people, readers, switches

MOST_ROWS = 10_000


def send(database: Database, request: Request, typed: str) -> None:
    """Have the table sent in a direct message, once for each request.

    It is made when it is sent, so that nothing is in it that was taken back or forgotten since.
    Raises InvalidInput for a search that cannot be understood.
    """
    searching.read(database, request, typed)
    payload = {"user": request.user_id, "typed": typed, "at": request.at.isoformat()}
    lane, key = f"dm:{request.user_id}", f"search:{request.key or request.at.isoformat()}"
    new_task = NewTask(Kind.SEND_FOUND, lane, key, payload, request.at, owner_id=request.user_id)
    with database.transaction() as session:
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def everything(
    database: Database, request: Request, typed: str
) -> tuple[list[Hit], dict[str, str]]:
    """The first 10,000 results as somebody may see them, and the names of people in them.

    Raises InvalidInput and NotFound as a search does.
    """
    query = searching.read(database, request, typed)
    with database.snapshot() as session:
        person = people.get(session, request.workspace_id, request.user_id)
        reader = readers.reader(session, request.workspace_id, request.user_id, request.at)
        return _everything(
            session,
            request,
            searching.for_person(query, person, switches.off(session, request.workspace_id)),
            reader,
            knows_customers=may_know_customers(person),
        )


def for_operator(
    database: Database, workspace_id: int, typed: str, at: datetime
) -> tuple[list[Hit], dict[str, str]]:
    """The same for whoever runs the program: nobody's private words are in a file to hand on."""
    request = Request(workspace_id, SYSTEM, "export", at)
    query = searching.read(database, request, typed)
    with database.snapshot() as session:
        return _everything(session, request, query, EVERYBODY, knows_customers=True)


def _everything(
    session: Session, request: Request, query: Query, reader: Reader, *, knows_customers: bool
) -> tuple[list[Hit], dict[str, str]]:
    workspace_id = request.workspace_id
    wanted = wanted_of(session, request, query)
    rates = customer_rates.rates(session, workspace_id)
    found = storage.find(session, workspace_id, wanted, reader, rates, MOST_ROWS)
    hits = searching.hits(session, workspace_id, found, reader, knows_customers=knows_customers)
    return hits, _names(session, workspace_id, hits)


def _names(session: Session, workspace_id: int, hits: Sequence[Hit]) -> dict[str, str]:
    ids = set()
    for hit in hits:
        thing = hit.thing
        if isinstance(thing, Feedback):
            ids.add(thing.said_by)
        else:
            ids |= {getattr(thing, "owner_id", None), getattr(thing, "promised_by", None)}
    known = people.among(session, workspace_id, [one for one in ids if one])
    return {user_id: person.name for user_id, person in known.items()}
