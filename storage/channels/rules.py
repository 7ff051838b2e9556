"""The rules of channels, and the questions that they ask."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, update
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from domain.channels import CaptureMethod, ChannelRule, Confirm, Question, RuleForm
from domain.core.importance import Importance
from domain.core.people import Request
from domain.text.labels import LabelKind
from storage.database import labels
from storage.database.upsert import insert_into
from storage.schema import AreaRow, ChannelQuestionRow, ChannelRuleRow, CustomerRow, FeedbackRow


def rule_of(session: Session, workspace_id: int, channel_id: str) -> ChannelRule | None:
    """What a channel does with feedback, or None when nothing is known of it."""
    given = {"workspace": workspace_id, "channel": channel_id}
    row = session.connection().execute(_one(), given).first()
    return _rule(row) if row is not None else None


def rules(session: Session, workspace_id: int, limit: int, offset: int = 0) -> list[ChannelRule]:
    """The rules that people have set, the newest first."""
    query = (
        _rules()
        .where(col(ChannelRuleRow.workspace_id) == workspace_id)
        .where(col(ChannelRuleRow.set_by).is_not(None))
        .order_by(col(ChannelRuleRow.set_at).desc(), col(ChannelRuleRow.id).desc())
    )
    rows = session.connection().execute(query.limit(limit).offset(offset))
    return [_rule(row) for row in rows]


def count(session: Session, workspace_id: int) -> int:
    """How many channels have a rule that somebody has set."""
    query = select(func.count()).where(
        ChannelRuleRow.workspace_id == workspace_id, col(ChannelRuleRow.set_by).is_not(None)
    )
    return session.exec(query).one()


def put(session: Session, request: Request, channel_id: str, wish: RuleForm) -> int:
    """Set a channel's rule and return its row id; an intake that opens now counts from now."""
    before = rule_of(session, request.workspace_id, channel_id)
    takes_in = CaptureMethod.INTAKE in wish.doors
    since = before.intake_since if before else None
    names = {LabelKind.CUSTOMER: wish.customer, LabelKind.AREA: wish.area}
    ids = {
        f"{kind.value}_id": labels.find_or_create(
            session, request.workspace_id, kind, name, request.at
        )
        if name
        else None
        for kind, name in names.items()
    }
    values = {
        "doors": " ".join(door.value for door in CaptureMethod if door in wish.doors),
        **ids,
        "importance": wish.importance.value if wish.importance else None,
        "confirm": wish.confirm.value,
        "intake_since": (since or request.at) if takes_in else None,
        "set_by": request.user_id,
        "set_at": request.at,
    }
    return _keep(session, request.workspace_id, channel_id, values)


def connect(
    session: Session,
    workspace_id: int,
    channel_id: str,
    *,
    team_id: str | None,
    name: str | None,
    problem: str | None,
) -> None:
    """Note with which other organisation a channel is shared; all None: with none."""
    values = {
        "connected_team_id": team_id,
        "connected_name": name,
        "connected_problem": problem,
    }
    _keep(session, workspace_id, channel_id, values)


def connected(session: Session, workspace_id: int) -> dict[str, ChannelRule]:
    """The channels that are shared with another organisation, by id."""
    query = _rules().where(
        col(ChannelRuleRow.workspace_id) == workspace_id,
        col(ChannelRuleRow.connected_team_id).is_not(None)
        | col(ChannelRuleRow.connected_problem).is_not(None),
    )
    return {row.channel_id: _rule(row) for row in session.connection().execute(query)}


def learn_links(session: Session, workspace_id: int, channel_id: str, base: str) -> None:
    """Note once how links to a channel's messages begin, and link what came in before that."""
    statement = update(ChannelRuleRow).where(
        col(ChannelRuleRow.workspace_id) == workspace_id,
        col(ChannelRuleRow.channel_id) == channel_id,
        col(ChannelRuleRow.link_base).is_(None),
    )
    if session.connection().execute(statement.values(link_base=base)).rowcount == 0:
        return
    address = base + "/p" + func.replace(col(FeedbackRow.source_ts), ".", "")
    late = update(FeedbackRow).where(
        col(FeedbackRow.workspace_id) == workspace_id,
        col(FeedbackRow.source_channel_id) == channel_id,
        col(FeedbackRow.source_ts).is_not(None),
        col(FeedbackRow.source_permalink).is_(None),
    )
    session.connection().execute(late.values(source_permalink=address))


def confirmed(session: Session, workspace_id: int, rule_id: int, feedback_id: int) -> None:
    """Note up to which feedback the people of an intake were told."""
    statement = update(ChannelRuleRow).where(
        col(ChannelRuleRow.workspace_id) == workspace_id, col(ChannelRuleRow.id) == rule_id
    )
    session.connection().execute(statement.values(confirmed_up_to=feedback_id))


def intakes(session: Session, workspace_id: int) -> list[str]:
    """The channels that take in everything people write."""
    query = select(ChannelRuleRow.channel_id).where(
        ChannelRuleRow.workspace_id == workspace_id,
        col(ChannelRuleRow.intake_since).is_not(None),
    )
    return sorted(session.exec(query))


def taken_in(
    session: Session, workspace_id: int, channel_id: str, after_id: int, limit: int
) -> list[int]:
    """Row ids of what an intake channel took in after some feedback, oldest first."""
    query = (
        select(FeedbackRow.id)
        .where(
            FeedbackRow.workspace_id == workspace_id,
            FeedbackRow.source_channel_id == channel_id,
            FeedbackRow.door == "intake",
            col(FeedbackRow.id) > after_id,
        )
        .order_by(col(FeedbackRow.id))
        .limit(limit)
    )
    return [row_id or 0 for row_id in session.exec(query)]


def questions(session: Session, workspace_id: int, channel_id: str) -> tuple[Question, ...]:
    """What a channel asks in the form, in order."""
    query = (
        select(ChannelQuestionRow)
        .join(ChannelRuleRow, col(ChannelRuleRow.id) == col(ChannelQuestionRow.rule_id))
        .where(ChannelQuestionRow.workspace_id == workspace_id)
        .where(ChannelRuleRow.channel_id == channel_id)
        .where(ChannelRuleRow.workspace_id == workspace_id)
        .where(col(ChannelQuestionRow.position).is_not(None))
        .order_by(col(ChannelQuestionRow.position))
    )
    return tuple(_question(row) for row in session.exec(query))


def questions_among(session: Session, workspace_id: int, ids: Collection[int]) -> list[Question]:
    """Some questions by row id, also those that are asked no longer."""
    query = (
        select(ChannelQuestionRow)
        .where(ChannelQuestionRow.workspace_id == workspace_id, col(ChannelQuestionRow.id).in_(ids))
        .order_by(col(ChannelQuestionRow.id))
    )
    return [_question(row) for row in session.exec(query)]


def set_questions(
    session: Session, workspace_id: int, rule_id: int, wanted: Sequence[Question]
) -> None:
    """Ask these questions from now on; one that was asked before in these words stays the same.

    Answers to what is asked no longer stay.
    """
    known = select(ChannelQuestionRow).where(
        ChannelQuestionRow.workspace_id == workspace_id, ChannelQuestionRow.rule_id == rule_id
    )
    ids = {row.text.casefold(): row.id for row in session.exec(known)}
    silent = update(ChannelQuestionRow).where(
        col(ChannelQuestionRow.workspace_id) == workspace_id,
        col(ChannelQuestionRow.rule_id) == rule_id,
    )
    session.connection().execute(silent.values(position=None))
    for position, one in enumerate(wanted, start=1):
        values = {
            "position": position,
            "text": one.text,
            "choices": list(one.choices),
            "is_required": one.is_required,
        }
        row_id = ids.get(one.text.casefold())
        if row_id is None:
            new = insert(ChannelQuestionRow).values(
                workspace_id=workspace_id, rule_id=rule_id, **values
            )
            session.connection().execute(new)
        else:
            same = silent.where(col(ChannelQuestionRow.id) == row_id)
            session.connection().execute(same.values(**values))
    session.expire_all()


def _question(row: ChannelQuestionRow) -> Question:
    return Question(row.id or 0, row.text, tuple(row.choices), row.is_required)


def _keep(session: Session, workspace_id: int, channel_id: str, values: dict[str, Any]) -> int:
    statement = insert_into(session, ChannelRuleRow).values(
        workspace_id=workspace_id, channel_id=channel_id, **values
    )
    kept = statement.on_conflict_do_update(
        index_elements=["workspace_id", "channel_id"], set_=values
    )
    row_id: int = session.connection().execute(kept.returning(col(ChannelRuleRow.id))).scalar_one()
    session.expire_all()
    return row_id


def _rules() -> Any:
    table: Any = ChannelRuleRow
    names: Any = (col(CustomerRow.name).label("customer"), col(AreaRow.name).label("area"))
    asks: Any = (
        select(func.count())
        .where(ChannelQuestionRow.workspace_id == ChannelRuleRow.workspace_id)
        .where(ChannelQuestionRow.rule_id == ChannelRuleRow.id)
        .where(col(ChannelQuestionRow.position).is_not(None))
        .scalar_subquery()
    )
    return (
        sa_select(*table.__table__.columns, *names, asks.label("asks"))
        .select_from(table)
        .outerjoin(CustomerRow, col(CustomerRow.id) == col(ChannelRuleRow.customer_id))
        .outerjoin(AreaRow, col(AreaRow.id) == col(ChannelRuleRow.area_id))
    )


@cache
def _one() -> Any:
    """Built once: it is asked for with every message of every channel that the bot is in."""
    return _rules().where(
        col(ChannelRuleRow.workspace_id) == bindparam("workspace"),
        col(ChannelRuleRow.channel_id) == bindparam("channel"),
    )


def _rule(row: Row[Any]) -> ChannelRule:
    return ChannelRule(
        id=row.id,
        channel_id=row.channel_id,
        doors=frozenset(CaptureMethod(one) for one in row.doors.split()),
        customer=row.customer,
        area=row.area,
        importance=Importance(row.importance) if row.importance else None,
        confirm=Confirm(row.confirm),
        intake_since=row.intake_since,
        confirmed_up_to=row.confirmed_up_to,
        link_base=row.link_base,
        connected_team_id=row.connected_team_id,
        connected_name=row.connected_name,
        connected_problem=row.connected_problem,
        set_by=row.set_by,
        asks=row.asks,
    )
