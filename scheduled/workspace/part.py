"""The workspace: people and user groups read from Slack."""

from functools import partial
from typing import Any

from domain.core.outbox import Kind
from scheduled.clock.scheduler import NIGHTLY, Job
from scheduled.delivery.part import ScheduledPart, Wiring
from scheduled.delivery.template import Post
from scheduled.delivery.worker import TaskHandlers
from scheduled.workspace import people, user_groups
from services.workspace.command_repeats import forget
from services.workspace.people import place_all
from services.workspace.user_groups import renew_all
from storage.database.engine import Database
from views.blockkit.blocks import notice_message


def _sentence(data: dict[str, Any]) -> Post:
    return Post(notice_message(data["sentence"]))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (
        Job("place_people", NIGHTLY, partial(place_all, database)),
        Job("read_groups", NIGHTLY, partial(renew_all, database)),
        Job("forget_repeats", NIGHTLY, partial(forget, database)),
    )


def _tasks(_wiring: Wiring) -> TaskHandlers:
    return {
        Kind.READ_GROUPS: user_groups.read_groups,
        Kind.READ_PEOPLE: people.read_people,
        Kind.READ_PERSON: people.read_person,
    }


PART = ScheduledPart(
    jobs=_jobs,
    tasks=_tasks,
    templates={
        "aside": _sentence,
    },
)
