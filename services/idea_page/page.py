"""Ideas as people read them: a page, a list, what a select offers."""

from dataclasses import replace

from domain.core.changes import Change
from domain.core.errors import NotFound
from domain.core.people import Request, Workspace, may_manage
from domain.feedback.privacy import Reader, shown
from domain.idea_page.page import Evidence, Filed, IdeaPage, Shortlist
from domain.ideas.model import Idea
from domain.roadmap.plans import IdeaPlan
from domain.text.words import parse_reference, straighten
from services.customers.backers import backers_for, backers_of
from services.ideas.permissions import may_edit, may_plan, missing
from services.merging.duplicates import twin_of
from services.merging.plan import merged_here
from services.objectives.pages import ties_of
from services.outbox import messages as outbox_messages
from services.outbox.payloads import pack
from services.roadmap import dependencies, promises
from services.roadmap.time_travel import slips_of
from services.similarity import index as embedding_index
from services.similarity import suggestions as likeness
from services.votes import card_queue, cards
from storage.database.engine import Database, Session
from storage.feedback import queries as feedback
from storage.ideas import evidence
from storage.ideas import queries as ideas
from storage.ideas import search as idea_search
from storage.outbox import change_log as changes
from storage.outbox import queue as outbox
from storage.votes import cards as card_storage
from storage.votes import imported as imported_votes
from storage.workspace import people, readers, workspaces

PAGE_SIZE = 6
"""Ideas of a list that fit on one phone screen."""

_SHOWN_EVIDENCE = 10
_SHOWN_CHANGES = 8
_MOST_OFFERED = 20
_SHOWN_NAMES = 3
_TOLD_BY = {
    **dict.fromkeys(("dates", "needs", "public_title", "promise"), "roadmap"),
    **dict.fromkeys(("merged", "absorbed", "apart"), "merging"),
    **dict.fromkeys(("announced", "announcement"), "announcements"),
    "score": "scoring",
    "round": "rounds",
    "objective": "objectives",
    "decision": "decisions",
}
"""Which feature makes a change of an idea, where it is one that can be switched off."""
_ENOUGH = 8
"""With fewer ideas that hold the words, those that mean the same are offered behind them."""


def get(
    database: Database, request: Request, number: int, channel_id: str | None = None
) -> IdeaPage:
    """An idea's page for the person who asks in a channel. Raises NotFound.

    Words from a private channel are withheld, unless it is that channel or the person said or
    saved them.
    """
    with database.reading() as session:
        idea = ideas.by_number(session, request.workspace_id, number)
        if idea is None:
            raise missing(session, request.workspace_id, number)
        workspace = workspaces.get(session, request.workspace_id)
        person = people.get(session, workspace.id, request.user_id)
        page = IdeaPage(
            idea=idea,
            evidence=_evidence(session, request, idea, channel_id, workspace.switched_off),
            cards=tuple(card_storage.of_idea(session, workspace.id, idea.id)),
            history=_history(session, workspace, idea),
            vote_emoji=workspace.vote_emoji,
            may_move=may_manage(workspace, person),
            may_edit=may_edit(session, request, idea),
            plan=_plan(session, request, idea),
            ties=ties_of(session, workspace.id, idea),
            asked=number if number != idea.number else None,
            merged=merged_here(session, request, idea),
            outside=_outside(session, idea),
            behind=backers_for(person, backers_of(session, idea)),
            off=workspace.switched_off,
        )
    asks_of_twin = page.may_move and page.shows("merging") and page.shows("similarity")
    return replace(page, double=twin_of(database, idea)) if asks_of_twin else page


def _history(session: Session, workspace: Workspace, idea: Idea) -> tuple[Change, ...]:
    """The newest changes, without those of features that are off."""
    found = changes.latest_of(
        session, workspace.id, ("idea", idea.id), 5 * _SHOWN_CHANGES, without="vote"
    )
    off = workspace.switched_off
    return tuple(one for one in found if _TOLD_BY.get(one.field) not in off)[:_SHOWN_CHANGES]


def _outside(session: Session, idea: Idea) -> tuple[int, tuple[str, ...]]:
    count, names = imported_votes.from_outside(session, idea.workspace_id, idea.id, _SHOWN_NAMES)
    return count, tuple(names)


def filed(database: Database, request: Request, idea: Idea, channel_id: str | None) -> Filed:
    """What the person who filed an idea in a channel is told."""
    with database.reading() as session:
        workspace = workspaces.get(session, request.workspace_id)
        place = card_queue.place(session, workspace, channel_id)
        return cards.filed(session, workspace, idea, place)


def shortlist(database: Database, request: Request, words: str, offset: int = 0) -> Shortlist:
    """The best open ideas, or those that hold every word; a page of them from ``offset`` on."""
    with database.reading() as session:
        return _shortlist(session, request, words, offset)


def turn_page(
    database: Database, request: Request, words: str, offset: int, answer_url: str
) -> None:
    """Show another page of the list in place of the private answer at ``answer_url``."""
    with database.transaction() as session:
        page = _shortlist(session, request, words, offset)
        key = f"ideas:{request.key or request.at.isoformat()}"
        new_task = outbox_messages.respond(
            answer_url, "ideas_list", pack(page), key=key, at=request.at
        )
        outbox.enqueue(session, request.workspace_id, new_task, request.at)


def suggest(database: Database, workspace_id: int, words: str) -> list[Idea]:
    """What a select of ideas offers for the words typed so far: a number, words, or meaning."""
    with database.reading() as session:
        number = _number_in(words)
        named = ideas.by_number(session, workspace_id, number) if number else None
        if named is not None and parse_reference(words.strip()) is not None:
            return [named]
        found = idea_search.find(session, workspace_id, words, _MOST_OFFERED)
    offered = [*([named] if named else []), *found]
    if number is None and len(offered) < _ENOUGH:
        offered += likeness.meant_by(database, workspace_id, words, _ENOUGH)
    return list({one.number: one for one in offered}.values())[:_MOST_OFFERED]


def suggest_feedback(database: Database, request: Request, words: str) -> list[Evidence]:
    """What a select of feedback offers for the words typed so far, newest first."""
    embedding_index.catch_up(database, request.workspace_id)
    with database.reading() as session:
        reader = _reader(session, request, None)
        ids = evidence.candidates(session, request.workspace_id, words, reader, _MOST_OFFERED)
        found = feedback.of_ids(session, request.workspace_id, ids)
        return [_readable(Evidence(one, one.saved_by, one.created_at), reader) for one in found]


def feedback_to_file(
    database: Database, request: Request, number: int, channel_id: str | None
) -> Evidence:
    """The feedback that is to become an idea, as the person may read it. Raises NotFound."""
    with database.reading() as session:
        found = feedback.get(session, request.workspace_id, number)
        if found is None:
            raise NotFound(f"There is no F-{number}.")
        one = Evidence(found, found.saved_by, found.created_at)
        return _readable(one, _reader(session, request, channel_id))


def _plan(session: Session, request: Request, idea: Idea) -> IdeaPlan:
    needs, needed_by = dependencies.around(session, idea)
    return IdeaPlan(
        needs=needs,
        needed_by=needed_by,
        promised=promises.of_idea(session, request, idea),
        early=dependencies.warnings_about(session, idea),
        slips=slips_of(session, idea),
        may_plan=may_plan(session, request, idea),
    )


def _shortlist(session: Session, request: Request, words: str, offset: int) -> Shortlist:
    workspace = workspaces.get(session, request.workspace_id)
    found = idea_search.find(session, workspace.id, words, PAGE_SIZE + 1, offset)
    shown = found[:PAGE_SIZE]
    voted = ideas.voted_ids(session, workspace.id, request.user_id, [one.id for one in shown])
    return Shortlist(
        ideas=tuple(shown),
        voted=frozenset(one.number for one in shown if one.id in voted),
        words=words,
        offset=offset,
        has_more=len(found) > PAGE_SIZE,
        vote_emoji=workspace.vote_emoji,
    )


def _evidence(
    session: Session,
    request: Request,
    idea: Idea,
    channel_id: str | None,
    off: frozenset[str],
) -> tuple[Evidence, ...]:
    rows = evidence.of_idea(session, request.workspace_id, idea.id, _SHOWN_EVIDENCE)
    found = feedback.of_ids(session, request.workspace_id, [row[0] for row in rows])
    by_id = {one.id: one for one in found}
    reader = _reader(session, request, channel_id)
    read = [_readable(Evidence(by_id[row_id], by, at), reader) for row_id, by, at in rows]
    if "customers" not in off:
        return tuple(read)
    return tuple(replace(one, feedback=replace(one.feedback, customer=None)) for one in read)


def _readable(one: Evidence, reader: Reader) -> Evidence:
    said = shown(one.feedback, reader)
    if not said.is_withheld:
        return replace(one, feedback=said)
    return replace(one, feedback=replace(said, customer=None), is_withheld=True)


def _reader(session: Session, request: Request, channel_id: str | None) -> Reader:
    return readers.reader(session, request.workspace_id, request.user_id, request.at, channel_id)


def _number_in(words: str) -> int | None:
    typed = straighten(words).strip().lstrip("#")
    if typed.isascii() and typed.isdigit() and len(typed) < 10:
        return int(typed)
    reference = parse_reference(typed)
    return reference.number if reference and reference.kind == "I" else None
