"""Scoring: the method that holds, what people estimate, and the scores that follow."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from domain.scoring.estimates import Estimate, Outcome
from domain.scoring.ranking import Scored
from domain.text.labels import LabelKind, fold_name
from storage.database import labels
from storage.database.upsert import insert_into
from storage.ideas.counts import chunks
from storage.schema import (
    AreaMethodRow,
    AreaRow,
    EstimateRow,
    IdeaRow,
    RubricRow,
    ScoreRow,
    ScoringRow,
    WorkspaceRow,
)

DEFAULT_METHOD = "rice"

_OF_A_ROUND = "round"
"""Whose estimate the outcome of a round is: a later round's takes its place like anybody's."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a workspace scores: ``areas`` are the methods of areas by row id, ``area_names`` those
    areas' names, ``rubrics`` its own words by driver and choice."""

    method: str = DEFAULT_METHOD
    model_lines: str = ""
    model_formula: str = ""
    areas: Mapping[int, str] = field(default_factory=dict)
    area_names: Mapping[int, str] = field(default_factory=dict)
    rubrics: Mapping[tuple[str, str], str] = field(default_factory=dict)


def lock_shared(session: Session, workspace_id: int) -> None:
    """Keep the workspace's method as it is until the transaction ends."""
    query = select(WorkspaceRow.id).where(WorkspaceRow.id == workspace_id)
    session.exec(query.with_for_update(read=True)).one()


def hold(session: Session, workspace_id: int) -> None:
    """Let nobody score until the transaction ends: the method is about to change."""
    query = select(WorkspaceRow.id).where(WorkspaceRow.id == workspace_id)
    session.exec(query.with_for_update(key_share=True)).one()


def read_rules(session: Session, workspace_id: int) -> Rules:
    """How the workspace scores."""
    row = session.exec(select(ScoringRow).where(ScoringRow.workspace_id == workspace_id)).first()
    of_areas = select(AreaMethodRow.area_id, AreaMethodRow.method).where(
        AreaMethodRow.workspace_id == workspace_id
    )
    areas = dict(session.exec(of_areas).all())
    words = select(RubricRow.driver, RubricRow.choice, RubricRow.words).where(
        RubricRow.workspace_id == workspace_id
    )
    return Rules(
        method=row.method if row else DEFAULT_METHOD,
        model_lines=row.model_lines if row else "",
        model_formula=row.model_formula if row else "",
        areas=areas,
        area_names=labels.names(session, workspace_id, LabelKind.AREA, list(areas)),
        rubrics={(driver, choice): text for driver, choice, text in session.exec(words)},
    )


def set_rules(session: Session, workspace_id: int, rules: Rules) -> None:
    """Set the workspace's method and its own model; areas and rubrics stay as they are."""
    columns = {
        "method": rules.method,
        "model_lines": rules.model_lines,
        "model_formula": rules.model_formula,
    }
    statement = insert_into(session, ScoringRow).values(**columns, workspace_id=workspace_id)
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["workspace_id"], set_=columns)
    )
    session.expire_all()  # the row may have been read in this transaction


def set_area_method(session: Session, workspace_id: int, area_id: int, method: str | None) -> None:
    """Give an area a method of its own, or with None the workspace's again."""
    session.connection().execute(
        delete(AreaMethodRow).where(
            col(AreaMethodRow.workspace_id) == workspace_id, col(AreaMethodRow.area_id) == area_id
        )
    )
    if method is not None:
        session.connection().execute(
            insert(AreaMethodRow),
            {"area_id": area_id, "workspace_id": workspace_id, "method": method},
        )


def set_rubrics(
    session: Session, workspace_id: int, driver: str, rubrics: Mapping[str, str]
) -> None:
    """Replace the workspace's own words beside the choices of a driver, by choice."""
    session.connection().execute(
        delete(RubricRow).where(
            col(RubricRow.workspace_id) == workspace_id, col(RubricRow.driver) == driver
        )
    )
    rows = [
        {"workspace_id": workspace_id, "driver": driver, "choice": choice, "words": text}
        for choice, text in rubrics.items()
    ]
    if rows:
        session.connection().execute(insert(RubricRow), rows)


def give(
    session: Session,
    workspace_id: int,
    idea_id: int,
    user_id: str,
    given: Mapping[str, float | None],
    at: datetime,
) -> None:
    """Store a person's estimates by driver; None takes one back."""
    rows = [
        {
            "workspace_id": workspace_id,
            "idea_id": idea_id,
            "driver": driver,
            "user_id": user_id,
            "value": value,
            "given_at": at,
        }
        for driver, value in given.items()
    ]
    if rows:
        session.connection().execute(insert(EstimateRow), rows)


def conclude(
    session: Session,
    workspace_id: int,
    idea_id: int,
    found: Mapping[str, tuple[float, Outcome]],
    at: datetime,
) -> None:
    """Store what a round found for an idea: median and outcome by driver."""
    rows = [
        {
            "workspace_id": workspace_id,
            "idea_id": idea_id,
            "driver": driver,
            "user_id": _OF_A_ROUND,
            "value": value,
            "given_at": at,
            "round_number": outcome.round_number,
            "voices": outcome.people,
            "low": outcome.low,
            "high": outcome.high,
        }
        for driver, (value, outcome) in found.items()
    ]
    if rows:
        session.connection().execute(insert(EstimateRow), rows)


def latest(
    session: Session, workspace_id: int, idea_ids: Collection[int]
) -> dict[int, list[Estimate]]:
    """Everybody's latest estimates for some ideas, by the idea's row id; none taken back."""
    found: dict[int, list[Estimate]] = {}
    for chunk in chunks(idea_ids):
        newest = (
            select(func.max(EstimateRow.id))
            .where(col(EstimateRow.workspace_id) == workspace_id)
            .where(col(EstimateRow.idea_id).in_(chunk))
            .group_by(col(EstimateRow.idea_id), col(EstimateRow.driver), col(EstimateRow.user_id))
        )
        query = (
            select(EstimateRow)
            .where(col(EstimateRow.workspace_id) == workspace_id)
            .where(col(EstimateRow.id).in_(newest), col(EstimateRow.value).is_not(None))
            .order_by(col(EstimateRow.id))
        )
        for row in session.exec(query):
            found.setdefault(row.idea_id, []).append(_estimate(row))
    return found


def given_values(
    session: Session, workspace_id: int, drivers: Collection[str]
) -> dict[int, dict[str, list[float]]]:
    """The latest estimates that count in the whole workspace, by idea and driver: each as often
    as people gave it, none taken back, and none from before the driver's last round.

    Plain columns, read once: a change of the method needs them for every idea within one command.
    """
    newest = (
        select(func.max(EstimateRow.id))
        .where(col(EstimateRow.workspace_id) == workspace_id)
        .where(col(EstimateRow.driver).in_(drivers))
        .group_by(col(EstimateRow.idea_id), col(EstimateRow.driver), col(EstimateRow.user_id))
    )
    query = (
        select(EstimateRow.idea_id, EstimateRow.driver, EstimateRow.value, EstimateRow.voices)
        .where(col(EstimateRow.id).in_(newest), col(EstimateRow.value).is_not(None))
        .order_by(col(EstimateRow.id))
    )
    found: dict[int, dict[str, list[float]]] = {}
    for idea_id, driver, value, voices in session.connection().execute(query):
        of_idea = found.setdefault(idea_id, {})
        if voices is None:
            of_idea.setdefault(driver, []).append(value)
        else:
            of_idea[driver] = [value] * voices
    return found


def estimated(session: Session, workspace_id: int) -> dict[int, int | None]:
    """The ideas that anybody ever estimated: the row id of each one's area, by row id."""
    query = (
        select(IdeaRow.id, IdeaRow.area_id)
        .where(IdeaRow.workspace_id == workspace_id)
        .where(
            col(IdeaRow.id).in_(
                select(EstimateRow.idea_id).where(col(EstimateRow.workspace_id) == workspace_id)
            )
        )
    )
    return {idea_id: area_id for idea_id, area_id in session.exec(query) if idea_id is not None}


def area_named(session: Session, workspace_id: int, name: str) -> int | None:
    """The row id of the area with a name in any spelling, or None."""
    query = select(AreaRow.id).where(
        AreaRow.workspace_id == workspace_id, AreaRow.key == fold_name(name)
    )
    return session.exec(query).first()


def area_of(session: Session, workspace_id: int, idea_id: int) -> int | None:
    """The row id of the area of an idea, or None."""
    query = select(IdeaRow.area_id).where(
        IdeaRow.workspace_id == workspace_id, IdeaRow.id == idea_id
    )
    return session.exec(query).first()


def keep(session: Session, workspace_id: int, scores: Iterable[Scored]) -> None:
    """Store or renew the scores of some ideas."""
    rows = [
        {
            "idea_id": one.idea_id,
            "workspace_id": workspace_id,
            "method": one.method,
            "value": one.value,
            "scored_at": one.scored_at,
        }
        for one in scores
    ]
    if not rows:
        return
    statement = insert_into(session, ScoreRow)
    renewed = {name: getattr(statement.excluded, name) for name in ("method", "value", "scored_at")}
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["idea_id"], set_=renewed), rows
    )


def of_idea(session: Session, workspace_id: int, idea_id: int) -> Scored | None:
    """The stored score of an idea, or None when nobody estimated anything yet."""
    query = select(ScoreRow.idea_id, ScoreRow.method, ScoreRow.value, ScoreRow.scored_at).where(
        ScoreRow.workspace_id == workspace_id, ScoreRow.idea_id == idea_id
    )
    row = session.exec(query).first()
    return Scored(*row) if row else None


def _estimate(row: EstimateRow) -> Estimate:
    outcome = None
    if row.round_number is not None:
        outcome = Outcome(row.round_number, row.voices or 1, row.low or 0.0, row.high or 0.0)
    return Estimate(row.driver, row.user_id, row.value or 0.0, row.given_at, outcome)
