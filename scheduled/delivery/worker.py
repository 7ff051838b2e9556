"""What a performer works with, and the table that says which performer does which errand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.core.outbox import Kind, Task
from scheduled.delivery.api_errors import Problem, diagnose
from scheduled.delivery.web_api import Door
from storage.database.engine import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """One errand's surroundings: the database, Slack, and the clock."""

    database: Database
    door: Door
    now: Callable[[], datetime]

    def diagnose(self, error: BaseException) -> Problem:
        """What a failed call means after all the attempts at this errand."""
        return diagnose(error, self.door.attempts)


Performer = Callable[[Task, Desk], None]
"""Does an errand at Slack and settles it through a service. What it raises is diagnosed by the
dispatcher, so it catches nothing of Slack's by itself unless a refusal is as good as success."""

Performers = Mapping[Kind, Performer]
