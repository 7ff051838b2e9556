"""One customer with everything known about it: what it said, asked for and was promised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.core.changes import Change
from domain.customers.model import Customer, MergedCustomer
from domain.feedback.model import Feedback
from domain.ideas.model import Idea
from domain.roadmap.promises import Promise


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """One customer with what it said, as one person may see it.

    ``said`` is a part of its feedback, newest first, from ``offset`` on.
    """

    customer: Customer
    said: tuple[Feedback, ...]
    said_count: int
    ideas: tuple[Idea, ...]
    ideas_count: int
    promises: tuple[Promise, ...] = ()
    promise_ideas: Mapping[int, int] = field(default_factory=dict)
    last_heard_at: datetime | None = None
    merged: tuple[MergedCustomer, ...] = ()
    doubles: tuple[Customer, ...] = ()
    history: tuple[Change, ...] = ()
    may_edit: bool = False
    may_merge: bool = False
    offset: int = 0
    asked: str | None = None
