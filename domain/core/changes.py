"""The change log's record: when, who, what subject, which field, before, after, which door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.core.people import Request

SYSTEM = "linchpin"
"""The actor of a change that no person made."""

MERGING = "merge"
"""The door of every change that follows from merging two ideas, or from taking that back."""

IMPORTING = "import"
"""The door of every change that a file brought."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one fact; ``before`` and ``after`` are JSON values."""

    id: int
    at: datetime
    actor: str
    door: str
    subject_kind: str
    subject_id: int
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class NewChange:
    """A change that a transaction has made and not committed yet, with the request that made it.

    Subscribers of the change log get these. ``subject_id`` is a row id.
    """

    request: Request
    subject_kind: str
    subject_id: int
    field: str
    before: Any = None
    after: Any = None


def subjects(changes: Iterable[NewChange], kind: str, fields: frozenset[str]) -> dict[int, Request]:
    """Return the row ids of one kind that changed in one of ``fields``, with the last request."""
    return {
        one.subject_id: one.request
        for one in changes
        if one.subject_kind == kind and one.field in fields
    }
