"""Commands that Slack delivers twice without the trigger id by which they would be one."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.database.engine import Database
from storage.workspace import command_repeats

WITHIN = timedelta(minutes=5)
"""So long the same words of the same person in the same place are the same command."""


def key_of(database: Database, workspace_id: int, said: Sequence[str], at: datetime) -> str:
    """Return the key of a command that has no identity of its own.

    ``said`` is who typed what and where. The same within five minutes has the same key.
    """
    digest = hashlib.sha256(json.dumps(list(said)).encode()).hexdigest()
    with database.transaction() as session:
        first = command_repeats.first_at(session, workspace_id, digest, at, at - WITHIN)
    return f"command:{digest[:32]}:{first.timestamp():.6f}"


def forget(database: Database, at: datetime) -> None:
    """Forget what can no longer be repeated; for the clock, nightly."""
    with database.transaction() as session:
        command_repeats.forget(session, at - WITHIN)
