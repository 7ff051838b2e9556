"""What a feature brings to the scheduler and the dispatcher."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from scheduled.clock.scheduler import Job
from scheduled.delivery.document import Documents
from scheduled.delivery.template import Templates
from scheduled.delivery.worker import TaskHandlers
from storage.database.engine import Database

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Wiring:
    """What task handlers are made with: every feature's templates and files, and Slack's address.

    ``slack_api_url`` names the host that is Slack's.
    """

    templates: Templates
    documents: Documents
    slack_api_url: str


def _no_jobs(_database: Database) -> tuple[Job, ...]:
    return ()


def _no_tasks(_wiring: Wiring) -> TaskHandlers:
    return {}


@dataclass(frozen=True, slots=True)
class ScheduledPart:
    """One feature's jobs, task handlers, message templates and files.

    Template names and the kinds of tasks are stored in databases, so they never change.
    """

    jobs: Callable[[Database], tuple[Job, ...]] = _no_jobs
    tasks: Callable[[Wiring], TaskHandlers] = _no_tasks
    templates: Templates = field(default_factory=dict)
    documents: Documents = field(default_factory=dict)


def wired(parts: Iterable[ScheduledPart], slack_api_url: str) -> TaskHandlers:
    """Return the task handlers of all features, by kind; raises ValueError for one given twice."""
    parts = tuple(parts)
    templates = _joined(part.templates for part in parts)
    documents = _joined(part.documents for part in parts)
    wiring = Wiring(templates, documents, slack_api_url)
    return _joined(part.tasks(wiring) for part in parts)


def _joined(tables: Iterable[Mapping[_Key, _Value]]) -> dict[_Key, _Value]:
    found: dict[_Key, _Value] = {}
    for table in tables:
        for key, value in table.items():
            if key in found:
                raise ValueError(f"{key} is given by two features.")
            found[key] = value
    return found
