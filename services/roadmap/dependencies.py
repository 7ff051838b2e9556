"""Dependencies: said, taken back, and what they warn of."""

from collections.abc import Collection
from itertools import pairwise

from domain.core.errors import InvalidInput
from domain.core.people import Request
from domain.ideas.model import Idea
from domain.roadmap.dependencies import DependencyWarning, Need, found_early, path_to
from services.ideas import permissions as idea_rights
from services.workspace.people import notice
from storage.database.engine import Database, Session
from storage.ideas import counts as idea_facts
from storage.ideas import queries as ideas
from storage.outbox import change_log as changes
from storage.roadmap import dependencies as storage

_MOST = 20


def need(database: Database, request: Request, number: int, numbers: Collection[int]) -> Idea:
    """Note that an idea needs others first; those that it needs already stay.

    Raises NotFound, NotAllowed, and InvalidInput for a circle, spelling it out.
    """
    with database.transaction() as session:
        idea, known = _begun(session, request, number)
        _set(session, request, idea, known | _ids(session, request, idea, numbers))
        return idea


def no_longer_need(
    database: Database, request: Request, number: int, numbers: Collection[int]
) -> Idea:
    """Note that an idea needs others no longer. Raises NotFound, NotAllowed and InvalidInput."""
    with database.transaction() as session:
        idea, known = _begun(session, request, number)
        gone = _ids(session, request, idea, numbers)
        if not gone & known:
            named = " or ".join(f"I-{one}" for one in sorted(numbers))
            raise InvalidInput(f"{idea.reference} does not need {named}, so nothing changed.")
        _set(session, request, idea, known - gone)
        return idea


def set_needs(database: Database, request: Request, number: int, numbers: Collection[int]) -> Idea:
    """Make ``numbers`` what an idea needs, no more and no less; raises as `need` does."""
    with database.transaction() as session:
        idea, _known = _begun(session, request, number)
        idea_rights.require_itself(idea, number)
        _set(session, request, idea, _ids(session, request, idea, numbers))
        return idea


def warnings(session: Session, workspace_id: int) -> tuple[DependencyWarning, ...]:
    """Where the roadmap has an idea earlier than what it needs (part of a transaction).

    Shipped ideas are not warned of: what is done is done.
    """
    pairs = storage.every(session, workspace_id)
    found = found_early(_needs(session, workspace_id, pairs))
    return tuple(one for one in found if not one.idea.status.is_closed)


def warnings_about(session: Session, idea: Idea) -> tuple[DependencyWarning, ...]:
    """Where an idea stands earlier than what it needs, or later than what needs it."""
    pairs = storage.around(session, idea.workspace_id, idea.id)
    return found_early(_needs(session, idea.workspace_id, pairs))


def listed(database: Database, workspace_id: int) -> tuple[DependencyWarning, ...]:
    """As `warnings`, on its own."""
    with database.reading() as session:
        return warnings(session, workspace_id)


def around(session: Session, idea: Idea) -> tuple[tuple[Idea, ...], tuple[Idea, ...]]:
    """What an idea needs, and what needs it (part of a transaction)."""
    pairs = storage.around(session, idea.workspace_id, idea.id)
    found = _needs(session, idea.workspace_id, pairs)
    return (
        tuple(one.needs for one in found if one.idea.id == idea.id),
        tuple(one.idea for one in found if one.needs.id == idea.id),
    )


def _begun(session: Session, request: Request, number: int) -> tuple[Idea, set[int]]:
    storage.lock_exclusive(session, request.workspace_id)
    notice(session, request)
    idea = idea_rights.to_plan(session, request, number, "say what it needs")
    pairs = storage.needs_of(session, request.workspace_id, [idea.id])
    return idea, {needed for _idea, needed in pairs}


def _ids(session: Session, request: Request, idea: Idea, numbers: Collection[int]) -> set[int]:
    if len(numbers) > _MOST:
        raise InvalidInput(f"An idea can need {_MOST} others at most.", field="needs")
    found = ideas.by_numbers(session, request.workspace_id, numbers)
    for number in numbers:
        if number not in found:
            raise idea_rights.missing(session, request.workspace_id, number)
        if found[number].id == idea.id:
            raise InvalidInput(f"{idea.reference} cannot need itself.", field="needs")
    return {one.id for one in found.values()}


def _set(session: Session, request: Request, idea: Idea, wanted: set[int]) -> None:
    workspace_id = request.workspace_id
    pairs = storage.needs_of(session, workspace_id, [idea.id])
    known = {needed for _idea, needed in pairs}
    named = idea_facts.of_ids(session, workspace_id, known | wanted)
    for needed in sorted(known - wanted):
        storage.remove(session, workspace_id, idea.id, needed)
        changes.record(session, request, ("idea", idea.id), "needs", before=named[needed].number)
    for needed in sorted(wanted - known):
        _refuse_circle(session, idea, named[needed])
        storage.add(session, request, idea.id, needed)
        changes.record(session, request, ("idea", idea.id), "needs", after=named[needed].number)


def _refuse_circle(session: Session, idea: Idea, needed: Idea) -> None:
    way = path_to(needed.id, idea.id, lambda ids: storage.needs_of(session, idea.workspace_id, ids))
    if not way:
        return
    named = idea_facts.of_ids(session, idea.workspace_id, way)
    steps = [named[one].reference for one in way]
    told = ", and ".join(f"{one} needs {another}" for one, another in pairwise(steps))
    raise InvalidInput(
        f"{idea.reference} cannot need {needed.reference}: {told}, so it would go round in a "
        f"circle. Break it first, such as /idea {steps[-2]} no longer needs {steps[-1]}",
        field="needs",
    )


def _needs(session: Session, workspace_id: int, pairs: Collection[tuple[int, int]]) -> list[Need]:
    ids = {one for pair in pairs for one in pair}
    found = idea_facts.of_ids(session, workspace_id, ids) if ids else {}
    return [Need(found[idea], found[needed]) for idea, needed in pairs]
