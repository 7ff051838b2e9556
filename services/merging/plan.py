"""What merging an idea into another one does, read before it is done (parts of transactions)."""

from domain.core.people import Request
from domain.ideas.model import Idea, Status
from domain.merging.plan import LeftOut, MergedIdea, MergePlan, Needs, Taken, carried_needs
from domain.roadmap.promises import PromiseState
from services.roadmap import promise_tracking as promise_keeping
from services.workspace import permissions
from storage.database.engine import Session
from storage.ideas import counts as idea_facts
from storage.merging import links as merging_ties
from storage.merging import merges as merging
from storage.roadmap import dependencies, promises
from storage.votes import queries as votes


def plan(session: Session, request: Request, idea: Idea, into: Idea) -> MergePlan:
    """What merging ``idea`` into ``into`` does."""
    workspace_id = request.workspace_id
    needs = needs_of(session, idea, into)
    made = promises.of_ideas(session, workspace_id, [idea.id])
    announced, waiting = merging.count_announcements(session, workspace_id, idea.id)
    along = idea_facts.of_ids(
        session, workspace_id, merging.part_of(session, workspace_id, idea.id)
    )
    return MergePlan(
        idea=idea,
        into=into,
        common_votes=len(_voters(session, idea) & _voters(session, into)),
        common_evidence=merging.count_common_evidence(session, workspace_id, idea.id, into.id),
        cards=merging.count_cards(session, workspace_id, idea.id),
        objectives=_gained(session, "objectives", idea, into),
        decisions=_gained(session, "decisions", idea, into),
        needs=_numbers(session, needs.needs, idea),
        needed_by=_numbers(session, needs.needed_by, idea),
        left_out=_left_out(session, needs, idea),
        promises=tuple(one for one in made if one.state is not PromiseState.WITHDRAWN),
        broken=promise_keeping.breaches_between(made, idea, into),
        announcements=announced,
        waiting_announcements=waiting,
        takes=taken_over(idea, into),
        estimated_by=merging.count_estimators(session, workspace_id, idea.id),
        rounds=tuple(merging.running_rounds(session, workspace_id, idea.id)),
        earlier=tuple(sorted(one.number for one in along.values())),
    )


def needs_of(session: Session, idea: Idea, into: Idea) -> Needs:
    """What of an idea's dependencies the other one takes over, by row id."""
    workspace_id = idea.workspace_id
    return carried_needs(
        idea.id,
        into.id,
        dependencies.around(session, workspace_id, idea.id),
        lambda ids: dependencies.needs_of(session, workspace_id, ids),
    )


def taken_over(idea: Idea, into: Idea) -> tuple[Taken, ...]:
    """What the surviving idea lacks and the other one has."""
    has_dates = idea.dates.are_set and not idea.status.is_closed
    lacks = {
        Taken.OWNER: into.owner_id is None and idea.owner_id is not None,
        Taken.AREA: into.area is None and idea.area is not None,
        Taken.DATES: has_dates and not into.dates.are_set and into.status is not Status.SHIPPED,
        Taken.PUBLIC_TITLE: into.public_title is None and idea.public_title is not None,
    }
    return tuple(one for one, is_so in lacks.items() if is_so)


def _voters(session: Session, idea: Idea) -> frozenset[str]:
    return votes.voters(session, idea.workspace_id, idea.id)


def merged_here(session: Session, request: Request, idea: Idea) -> tuple[MergedIdea, ...]:
    """The ideas that are part of an idea, the latest merged first, as one person may undo it."""
    workspace_id = request.workspace_id
    found = merging.standing_into(session, workspace_id, idea.id)
    gone = idea_facts.of_ids(session, workspace_id, [one.idea_id for one in found])
    manages = bool(found) and permissions.manages(session, request)
    return tuple(
        MergedIdea(
            number=gone[one.idea_id].number,
            title=gone[one.idea_id].title,
            votes=one.kept["counts"]["votes"],
            evidence=one.kept["counts"]["evidence"],
            merged_by=one.merged_by,
            merged_at=one.merged_at,
            may_undo=manages and one.may_be_undone(request.at),
        )
        for one in reversed(found)
    )


def _gained(session: Session, name: str, idea: Idea, into: Idea) -> tuple[int, ...]:
    """The numbers of what the first idea is joined with and the other one is not."""
    mine, theirs = (
        {held[0] for held in merging_ties.tied(session, idea.workspace_id, name, one.id)}
        for one in (idea, into)
    )
    found = merging_ties.numbers(session, idea.workspace_id, name, mine - theirs)
    return tuple(sorted(found.values()))


def _numbers(session: Session, ids: tuple[int, ...], idea: Idea) -> tuple[int, ...]:
    found = idea_facts.of_ids(session, idea.workspace_id, ids)
    return tuple(sorted(one.number for one in found.values()))


def _left_out(session: Session, needs: Needs, idea: Idea) -> tuple[LeftOut, ...]:
    found = idea_facts.of_ids(session, idea.workspace_id, [one for one, _ in needs.left_out])
    return tuple(LeftOut(found[one], is_needed) for one, is_needed in needs.left_out)
