"""The first message of a workspace."""

from domain.core.outbox import Kind, Task
from domain.welcome import Welcome
from scheduled.delivery.part import ScheduledPart, Wiring
from scheduled.delivery.template import plain
from scheduled.delivery.worker import TaskContext, TaskHandlers
from services import welcome
from services.outbox.payloads import unpack
from views.welcome import welcome_message


def _greet(task: Task, context: TaskContext) -> None:
    welcome.greet(context.database, task, context.now())


def _tasks(_wiring: Wiring) -> TaskHandlers:
    return {Kind.WELCOME: _greet}


PART = ScheduledPart(
    tasks=_tasks,
    templates={"welcome": plain(lambda data: welcome_message(unpack(Welcome, data)))},
)
