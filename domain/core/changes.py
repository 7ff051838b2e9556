"""The change log's record: when, who, what subject, which field, before, after, which door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
