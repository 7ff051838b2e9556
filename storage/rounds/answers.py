"""The private answers of a blind scoring round, and the sentences of the two furthest apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from domain.rounds.results import Answer, Dispute
from storage.schema import RoundAnswerRow, RoundVoiceRow


@dataclass(frozen=True, slots=True)
class StoredVoice:
    """One of the two furthest apart; ``idea_id`` is a row id, ``side`` is ``low`` or ``high``."""

    side: str
    idea_id: int
    driver: str
    user_id: str
    value: float
    sentence: str


def give(
    session: Session,
    workspace_id: int,
    round_id: int,
    idea_id: int,
    user_id: str,
    given: Mapping[str, float],
    at: datetime,
) -> None:
    """Put a person's answers for an idea, by driver, in place of those they gave before."""
    mine = delete(RoundAnswerRow).where(
        col(RoundAnswerRow.workspace_id) == workspace_id,
        col(RoundAnswerRow.round_id) == round_id,
        col(RoundAnswerRow.idea_id) == idea_id,
        col(RoundAnswerRow.user_id) == user_id,
    )
    session.connection().execute(mine)
    rows = [
        {
            "round_id": round_id,
            "idea_id": idea_id,
            "user_id": user_id,
            "driver": driver,
            "workspace_id": workspace_id,
            "value": value,
            "given_at": at,
        }
        for driver, value in given.items()
    ]
    if rows:
        session.connection().execute(insert(RoundAnswerRow), rows)


def of_person(
    session: Session, workspace_id: int, round_id: int, user_id: str
) -> dict[int, dict[str, float]]:
    """One person's own answers: by idea (row id), then by driver."""
    query = select(RoundAnswerRow.idea_id, RoundAnswerRow.driver, RoundAnswerRow.value).where(
        RoundAnswerRow.workspace_id == workspace_id,
        RoundAnswerRow.round_id == round_id,
        RoundAnswerRow.user_id == user_id,
    )
    found: dict[int, dict[str, float]] = {}
    for idea_id, driver, value in session.exec(query):
        found.setdefault(idea_id, {})[driver] = value
    return found


def everybody(session: Session, workspace_id: int, round_id: int) -> list[Answer]:
    """All answers of a round: for the reveal alone."""
    query = select(RoundAnswerRow).where(
        RoundAnswerRow.workspace_id == workspace_id, RoundAnswerRow.round_id == round_id
    )
    return [
        Answer(row.idea_id, row.driver, row.user_id, row.value, row.given_at)
        for row in session.exec(query)
    ]


def keep_voices(session: Session, workspace_id: int, round_id: int, dispute: Dispute) -> None:
    """Store who the two are that are furthest apart."""
    of_round = {"round_id": round_id, "workspace_id": workspace_id}
    rows = [
        {
            **of_round,
            "side": side,
            "idea_id": dispute.idea_id,
            "driver": dispute.driver,
            "user_id": answer.user_id,
            "value": answer.value,
        }
        for side, answer in (("low", dispute.low), ("high", dispute.high))
    ]
    session.connection().execute(insert(RoundVoiceRow), rows)


def voices(session: Session, workspace_id: int, round_id: int) -> dict[str, StoredVoice]:
    """The two furthest apart, by side; empty where nobody disagreed."""
    query = select(RoundVoiceRow).where(
        RoundVoiceRow.workspace_id == workspace_id, RoundVoiceRow.round_id == round_id
    )
    return {
        row.side: StoredVoice(
            row.side, row.idea_id, row.driver, row.user_id, row.value, row.sentence or ""
        )
        for row in session.exec(query)
    }


def say(
    session: Session, workspace_id: int, round_id: int, side: str, sentence: str, at: datetime
) -> None:
    """Keep the sentence of one of the two, in place of an earlier one."""
    statement = update(RoundVoiceRow).where(
        col(RoundVoiceRow.workspace_id) == workspace_id,
        col(RoundVoiceRow.round_id) == round_id,
        col(RoundVoiceRow.side) == side,
    )
    session.connection().execute(statement.values(sentence=sentence, said_at=at))
    session.expire_all()
