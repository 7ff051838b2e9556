"""The inbox as people see it: the item that comes next, what is like it, and how much waits."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.core.errors import NotFound
from domain.core.people import Request
from domain.feedback.model import Feedback, FeedbackState
from domain.feedback.privacy import shown
from domain.triage.area_suggestions import Neighbour, Suggestion, suggested_area
from domain.triage.limits import Limit
from domain.triage.steps import (
    Inbox,
    InboxFilter,
    InboxSnapshot,
    InboxStatus,
    Item,
    ItemList,
    Line,
    median_days,
)
from services.similarity import index as embedding_index
from services.similarity import suggestions as likeness
from services.similarity.embedding import embed
from services.triage import questions as triage_asking
from services.triage.permissions import Right, require, right_of
from storage.database.engine import Database, Session
from storage.feedback import queries as feedback
from storage.triage import inbox as triage
from storage.triage import item_facts as triage_item_facts
from storage.triage import rota
from storage.triage import steps as triage_steps
from storage.workspace import readers

PAGE_SIZE = 30
"""Items on a page for many at once: three groups of ten, as Slack takes ten boxes in a group."""

_NEAREST = 60
_LATELY = timedelta(days=30)
_MOST_MEASURED = 500
_ASIDE = 30


def open_at(
    database: Database,
    request: Request,
    narrow: InboxFilter,
    *,
    number: int | None = None,
    after: int | None = None,
    before: int | None = None,
) -> Inbox:
    """The inbox at the item with a ``number``, or at the one ``after`` or ``before`` another.

    Behind the last comes the first again. An item that is sorted is passed over. Raises
    NotAllowed for those who may not sort.
    """
    with database.reading() as session:
        right = require(session, request)
        narrow = replace(narrow, is_mine=narrow.is_mine or right is Right.ASSIGNED)
        cut = InboxSnapshot(narrow, request.user_id, request.at)
        known = Inbox(
            standing=standing(session, request, cut),
            item=None,
            narrow=narrow,
            person_id=request.user_id,
            sorts_all=right is Right.ALL,
            sorted_within_days=sorted_within(session, request),
        )
        found = _chosen(session, request.workspace_id, cut, number)
        if found is None:
            found = _next(session, request.workspace_id, cut, number or after, before)
        if found is None:
            return known
        item = _item(session, request, cut, found)
    return replace(known, item=_with_help(database, request, item))


def standing(session: Session, request: Request, cut: InboxSnapshot) -> InboxStatus:
    """How much waits in a part of the inbox, and how much of it too long (part of a session)."""
    limit, late_before = _limit(session, request.workspace_id, request.at)
    found = triage.standing(session, request.workspace_id, cut, late_before)
    return replace(found, limit=limit)


def for_home(session: Session, request: Request) -> Inbox | None:
    """What Home tells a person of the inbox; None for those who may not sort."""
    right = right_of(session, request)
    if right is None:
        return None
    narrow = InboxFilter(is_mine=right is Right.ASSIGNED)
    return Inbox(
        standing=standing(session, request, InboxSnapshot(narrow, request.user_id, request.at)),
        item=None,
        narrow=narrow,
        person_id=request.user_id,
        sorts_all=right is Right.ALL,
        sorted_within_days=sorted_within(session, request),
    )


def page(database: Database, request: Request, narrow: InboxFilter, offset: int) -> ItemList:
    """A part of what waits, for many at once. Raises NotAllowed."""
    with database.reading() as session:
        right = require(session, request)
        narrow = replace(narrow, is_mine=narrow.is_mine or right is Right.ASSIGNED)
        cut = InboxSnapshot(narrow, request.user_id, request.at)
        total = triage.standing(session, request.workspace_id, cut).count
        start = offset if offset < total else max(total - 1, 0) // PAGE_SIZE * PAGE_SIZE
        ids = triage.listed_ids(session, request.workspace_id, cut, start, PAGE_SIZE)
        return ItemList(_lines(session, request, ids), start, total, narrow)


def aside(database: Database, request: Request, narrow: InboxFilter) -> tuple[Line, ...]:
    """What waits for an answer or was put off, oldest first. Raises NotAllowed."""
    with database.reading() as session:
        right = require(session, request)
        narrow = replace(narrow, is_mine=narrow.is_mine or right is Right.ASSIGNED)
        cut = InboxSnapshot(narrow, request.user_id, request.at)
        ids = triage.set_aside_ids(session, request.workspace_id, cut, _ASIDE)
        return _lines(session, request, ids)


def waits(database: Database, workspace_id: int, number: int) -> bool:
    """True while nobody has sorted the feedback with a number."""
    with database.reading() as session:
        found = feedback.get(session, workspace_id, number)
        return found is not None and found.state is FeedbackState.NEW


def to_sort(database: Database, request: Request, number: int) -> tuple[Feedback, bool]:
    """Feedback for a form that sorts it, and whether it can be asked about in its thread.

    Raises NotAllowed and NotFound.
    """
    with database.reading() as session:
        require(session, request)
        found = feedback.get(session, request.workspace_id, number)
        if found is None:
            raise NotFound(f"There is no F-{number} in this workspace.")
        reader = readers.reader(session, request.workspace_id, request.user_id, request.at)
        can_ask = triage_asking.may_ask_in_thread(session, request, found)
        return shown(found, reader), can_ask


def sorted_within(session: Session, request: Request) -> float | None:
    """The median of days from hearing to sorting, over what was sorted in the last 30 days."""
    since = request.at - _LATELY
    return median_days(triage.waits(session, request.workspace_id, since, _MOST_MEASURED))


def late(session: Session, workspace_id: int, at: datetime) -> tuple[Limit, int, int] | None:
    """The limit, how much waits longer than it, and the number of the oldest; None for nothing."""
    limit, late_before = _limit(session, workspace_id, at)
    oldest = triage.oldest_unsorted(session, workspace_id)
    if limit is None or late_before is None or oldest is None or oldest[1] >= late_before:
        return None
    return limit, triage.count_before(session, workspace_id, late_before), oldest[0]


def area_for(database: Database, request: Request, found: Feedback) -> Suggestion | None:
    """The area of the nearest feedback that has one, when most of it agrees."""
    if found.area is not None or found.is_withheld or found.gone is not None:
        return None
    embedding_index.catch_up(database, request.workspace_id)
    vector = embed([found.text])[0]
    near = embedding_index.nearest(database, request.workspace_id, "feedback", vector, _NEAREST)
    closeness = {row_id: cosine for row_id, cosine in near if row_id != found.id}
    with database.reading() as session:
        areas = triage_item_facts.areas(session, request.workspace_id, list(closeness))
    return suggested_area(
        Neighbour(number, area, closeness[row_id]) for row_id, (number, area) in areas.items()
    )


def _chosen(
    session: Session, workspace_id: int, cut: InboxSnapshot, number: int | None
) -> Feedback | None:
    found = feedback.get(session, workspace_id, number) if number is not None else None
    if found is None or found.state is not FeedbackState.NEW:
        return None
    facts = triage_item_facts.facts(session, workspace_id, [found.id])[found.id]
    is_hidden = cut.narrow.is_mine and facts.assigned_to != cut.user_id
    return None if is_hidden else found


def _next(
    session: Session, workspace_id: int, cut: InboxSnapshot, after: int | None, before: int | None
) -> Feedback | None:
    is_back, beside = before is not None, before if before is not None else after
    found = triage.next_id(session, workspace_id, cut, beside, is_back=is_back)
    if found is None:
        found = triage.next_id(session, workspace_id, cut, None, is_back=is_back)
    if found is None:
        return None
    number = feedback.of_ids(session, workspace_id, [found])[0].number
    return feedback.get(session, workspace_id, number)


def _item(session: Session, request: Request, cut: InboxSnapshot, found: Feedback) -> Item:
    workspace_id = request.workspace_id
    reader = readers.reader(session, workspace_id, request.user_id, request.at)
    facts = triage_item_facts.facts(session, workspace_id, [found.id])[found.id]
    asked = triage_steps.questions(session, workspace_id, [found.id])
    return Item(
        feedback=shown(found, reader),
        place=triage.count_ahead(session, workspace_id, cut, found.number) + 1,
        assigned_to=facts.assigned_to,
        questions=asked.get(found.id, ()),
    )


def _with_help(database: Database, request: Request, item: Item) -> Item:
    """An item with the ideas that are like it and the area of its neighbours."""
    said = item.feedback
    if said.is_withheld or said.gone is not None:
        return item
    alike = likeness.alike(database, request, said.text, kinds=("idea",), without=said.reference)
    return replace(item, alike=tuple(alike), suggestion=area_for(database, request, said))


def _lines(session: Session, request: Request, ids: list[int]) -> tuple[Line, ...]:
    workspace_id = request.workspace_id
    reader = readers.reader(session, workspace_id, request.user_id, request.at)
    found = {one.id: one for one in feedback.of_ids(session, workspace_id, ids)}
    facts = triage_item_facts.facts(session, workspace_id, ids)
    asked = triage_steps.questions(session, workspace_id, ids)

    def waits_for(row_id: int) -> str | None:
        return next((one.asked_of for one in asked.get(row_id, ()) if one.is_open), None)

    return tuple(
        Line(shown(found[one], reader), waits_for(one), facts[one].assigned_to)
        for one in ids
        if one in found
    )


def _limit(
    session: Session, workspace_id: int, at: datetime
) -> tuple[Limit | None, datetime | None]:
    known = rota.get(session, workspace_id)
    if known is None or known.limit is None:
        return None, None
    return known.limit, known.limit.heard_before(at, known.zone)
