"""What a task handler works with, and the table that says which task handler does which task."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.core.outbox import Kind, Task
from scheduled.delivery.api_errors import Problem, diagnose
from scheduled.delivery.web_api import WebApi
from storage.database.engine import Database


@dataclass(frozen=True, slots=True)
class TaskContext:
    """One task's surroundings: the database, Slack, and the clock."""

    database: Database
    web_api: WebApi
    now: Callable[[], datetime]

    def diagnose(self, error: BaseException) -> Problem:
        """What a failed call means after all the attempts at this task."""
        return diagnose(error, self.web_api.attempts)


TaskHandler = Callable[[Task, TaskContext], None]
"""Does a task at Slack and settles it through a service. What it raises is diagnosed by the
dispatcher, so it catches nothing of Slack's by itself unless a refusal is as good as success."""

TaskHandlers = Mapping[Kind, TaskHandler]
