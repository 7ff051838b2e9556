"""The count of a ballot: ranking, turn-out and concentration, and where it is told."""

from datetime import datetime

from domain.core.outbox import Task
from domain.core.people import Request
from domain.rounds.ballots import Count, concentration, ranked
from domain.rounds.model import Round
from services.outbox.messages import count_members, say, tell
from services.outbox.payloads import pack
from services.rounds.start import ideas_of, is_reachable, name_of
from storage.database.engine import Database, Session
from storage.ideas import counts as idea_facts
from storage.objectives import queries as objectives
from storage.outbox import queue as outbox
from storage.rounds import ballots
from storage.rounds import queries as rounds
from storage.workspace import user_groups


def conclude(session: Session, request: Request, ended: Round) -> int:
    """Tell what a ballot found, and return how many took part.

    Part of a transaction in which the ballot is locked and has just ended.
    """
    found = count(session, ended)
    if found.voters:
        _tell(session, request, found)
    return found.voters


def ask_members(session: Session, ended: Round, key: str, at: datetime) -> None:
    """Ask how many are in the channel of a ballot for everybody (part of a transaction)."""
    if ended.channel_id is not None:
        new_task = count_members(
            ended.channel_id, ended.number, key=f"round:{ended.id}:members:{key}", at=at
        )
        outbox.enqueue(session, ended.workspace_id, new_task, at)


def learned_members(database: Database, task: Task, members: int | None, at: datetime) -> None:
    """Keep how many are in a ballot's channel, None where Slack did not tell."""
    with database.transaction() as session:
        if members is not None:
            number = int(task.payload["round"])
            rounds.has_members(session, task.workspace_id, number, members)
        outbox.finish(session, task, at)


def count(session: Session, ended: Round) -> Count:
    """The result of a ballot that has ended (part of a transaction)."""
    workspace_id = ended.workspace_id
    given = ballots.everybody(session, workspace_id, ended.id)
    about = ideas_of(session, ended)
    askers = idea_facts.askers(session, workspace_id, [one.id for one in about])
    voters = {one.user_id for one in given}
    teams = user_groups.of_people(session, workspace_id, voters)
    invited = len(rounds.named(session, workspace_id, ended.id))
    objective = None
    if ended.objective_number is not None:
        objective = objectives.by_number(session, workspace_id, ended.objective_number)
    return Count(
        round=ended,
        places=ranked(about, given),
        points=sum(one.points for one in given),
        voters=len(voters),
        invited=invited if ended.is_named else ended.members,
        concentration=concentration(about, given, askers, teams),
        started_by=name_of(session, workspace_id, ended.owner_id),
        objective=f"O-{objective.number} {objective.title[:200]}" if objective else "",
    )


def _tell(session: Session, request: Request, found: Count) -> None:
    ended, data = found.round, pack(found)
    workspace_id, key = ended.workspace_id, f"round:{ended.id}:result"
    if ended.channel_id is not None and is_reachable(session, workspace_id, ended.channel_id):
        new_task = say(
            ended.channel_id,
            "ballot_result",
            data,
            key=key,
            at=request.at,
            owner_id=ended.owner_id,
        )
        outbox.enqueue(session, workspace_id, new_task, request.at)
        return
    voted = rounds.answered(session, workspace_id, ended.id)
    readers = {ended.owner_id, *voted, *rounds.named(session, workspace_id, ended.id)}
    for user_id in sorted(readers):
        new_task = tell(user_id, "ballot_result", data, key=f"{key}:{user_id}", at=request.at)
        outbox.enqueue(session, workspace_id, new_task, request.at)
