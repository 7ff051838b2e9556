"""Facts that digests tell of, for tests that need no Slack."""

from datetime import UTC, date, datetime, time
from typing import Any

from domain.core.changes import Change
from domain.dates.schedule import Cadence, Schedule
from domain.digests.audience import Audience, Filters
from domain.digests.model import Brief
from domain.feedback.model import Feedback, FeedbackState, Source
from domain.ideas.model import Idea, Status
from tests.support.make import NOON

MONDAY_NINE = Schedule((0,), time(9), "Europe/Berlin", Cadence.WEEKLY, date(2026, 11, 23))
WEEK_AGO = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def idea(number: int, status: Status = Status.OPEN, **facts: Any) -> Idea:
    """An idea whose row id is its number."""
    known: dict[str, Any] = {
        "title": f"Idea {number}",
        "description": "",
        "horizon": None,
        "area": None,
        "owner_id": None,
        "created_by": "U1",
        "created_at": NOON,
        "shipped_at": None,
        **facts,
    }
    return Idea(id=number, workspace_id=1, number=number, status=status, **known)


def feedback(number: int, text: str = "It hurts", **facts: Any) -> Feedback:
    """A piece of feedback; ``private_in`` names the private channel it comes from."""
    channel = facts.pop("private_in", None)
    source = Source(channel, "1.0", None, True) if channel else None
    known: dict[str, Any] = {
        "said_by": None,
        "said_by_name": None,
        "saved_by": "U1",
        "customer": None,
        "area": None,
        "importance": None,
        "state": FeedbackState.NEW,
        "door": "command",
        **facts,
    }
    return Feedback(
        id=number,
        workspace_id=1,
        number=number,
        text=text,
        source=source,
        created_at=NOON,
        **known,
    )


def change(subject_id: int, field: str, before: Any = None, after: Any = None) -> Change:
    """A change of an idea."""
    return Change(0, NOON, "U1", "command", "idea", subject_id, field, before, after)


def brief(audience: Audience = Audience.TEAM, **facts: Any) -> Brief:
    """A weekly digest of C1 in Berlin."""
    known: dict[str, Any] = {
        "filters": Filters(),
        "due_at": datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        "period_from": WEEK_AGO,
        "period_to": datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        "next_at": datetime(2026, 11, 30, 8, 0, tzinfo=UTC),
        "zone": "Europe/Berlin",
        **facts,
    }
    return Brief(subscription_id=7, channel_id="C1", audience=audience, **known)


WISHES = (
    "Export CSV",
    "Dark theme",
    "Offline drafts",
    "Faster search",
    "Calendar sync",
    "Bulk rename",
    "Audit trail",
    "Guest accounts",
    "Invoice reminders",
    "Keyboard shortcuts",
    "Mobile widgets",
    "Custom fonts",
    "Two-factor login",
    "Weekly backup",
    "Map view",
    "Voice notes",
    "Barcode scanner",
    "Team budgets",
    "Language packs",
    "Print layout",
    "Smart folders",
    "Webhook retries",
    "Avatar upload",
    "Undo history",
)
"""Titles of which none could be taken for another."""
