"""Rounds for tests that need no Slack: started, answered, and what is said of them."""

from datetime import datetime, timedelta
from typing import Any

from domain.core.people import Request
from domain.rounds.model import RoundLine, RoundPage
from services.outbox import delivery
from services.rounds import actions as rounds
from services.rounds import ballots, pages
from storage.database.engine import Database
from tests.support.ideas import filed
from tests.support.make import NOON, request

FULL = {"reach": "800", "impact": "2", "confidence": "80", "effort": "3"}
PEOPLE = ("UMEMBER", "UERIN", "UEMIL")
ENDS = NOON + timedelta(days=3)


def ideas(database: Database, place: int, count: int = 2) -> list[int]:
    """The numbers of some new ideas."""
    return [filed(database, place, f"Idea {n}").number for n in range(1, count + 1)]


def started(database: Database, place: int, *, key: str = "view:1", **facts: Any) -> RoundPage:
    """A blind round of the admin on the first two ideas."""
    wish = rounds.RoundRequest(
        facts.get("numbers", (1, 2)),
        facts.get("people", PEOPLE),
        facts.get("channel", "C1"),
        facts.get("deadline", ENDS),
    )
    return rounds.start(database, request(place, "UADMIN", key), wish)


def on_home(database: Database, asked: Request) -> tuple[RoundLine, ...]:
    """The rounds on a person's Home."""
    with database.reading() as session:
        return pages.for_home(session, asked)


def answer(database: Database, place: int, user: str, idea: int, **typed: str) -> Any:
    """One person's private answer for one idea of R-1."""
    given = {**FULL, **typed}
    return rounds.answer(database, request(place, user), 1, idea, given)


def ballot(database: Database, place: int, *, key: str = "view:1", **facts: Any) -> RoundPage:
    """A ballot of the admin on three ideas, for everybody in C1 unless people are named."""
    wish = ballots.BallotRequest(
        title=facts.get("title", "What next?"),
        numbers=facts.get("numbers", (1, 2, 3)),
        user_ids=facts.get("people", ()),
        channel_id=facts.get("channel", "C1"),
        deadline=facts.get("deadline", ENDS),
        budget=facts.get("budget", "10"),
        objective_number=facts.get("objective"),
    )
    return ballots.start(database, request(place, "UADMIN", key), wish)


def said(database: Database, at: datetime = NOON) -> list[tuple[str, str, dict[str, Any]]]:
    """What is to be said by then, in its order: template, to whom, data; all of it is done."""
    told = []
    while found := delivery.take(database, "test", at, lease_s=20, limit=50):
        for task in found:
            delivery.done(database, task, at)
            payload = task.payload
            to = payload.get("user") or payload.get("channel")
            if "template" in payload:
                told.append((payload["template"], str(to), payload["data"]))
    return told
