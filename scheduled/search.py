"""What a search found, sent as a table."""

from datetime import datetime

from domain.core.errors import UserError
from domain.core.outbox import Kind, Task
from domain.core.people import Request
from scheduled.delivery.api_errors import Undeliverable
from scheduled.delivery.document import Document
from scheduled.delivery.part import ScheduledPart, Wiring
from scheduled.delivery.tasks.files import share
from scheduled.delivery.worker import TaskContext, TaskHandlers
from services.search.files import MOST_ROWS, everything
from views.search.table import search_table, table_words


def send_found(task: Task, context: TaskContext) -> None:
    """Send everything that a search finds now, as its reader may see it."""
    share(task, context, lambda: _document(task, context))


def _document(task: Task, context: TaskContext) -> Document:
    typed, user_id = str(task.payload["typed"]), str(task.payload["user"])
    at = datetime.fromisoformat(task.payload["at"])
    request = Request(task.workspace_id, user_id, "errand", at)
    try:
        hits, names = everything(context.database, request, typed)
    except UserError as refused:
        raise Undeliverable("search_refused") from refused
    name = f"search-{at:%Y-%m-%d}.csv"
    content = search_table(hits, names).encode()
    return Document(content, name, name, table_words(typed, len(hits), MOST_ROWS))


def _tasks(_wiring: Wiring) -> TaskHandlers:
    return {
        Kind.SEND_FOUND: send_found,
    }


PART = ScheduledPart(
    tasks=_tasks,
)
