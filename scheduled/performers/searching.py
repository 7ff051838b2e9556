"""What a search found, sent as a table."""

from datetime import datetime

from domain.errors import UserError
from domain.outbox import Task
from domain.people import Request
from scheduled.desk import Desk
from scheduled.documents import Document
from scheduled.performers.files import share
from scheduled.slack import Undeliverable
from services.searching_files import MOST_ROWS, everything
from views.search_table import search_table, table_words


def send_found(task: Task, desk: Desk) -> None:
    """Send everything that a search finds now, as its reader may see it."""
    share(task, desk, lambda: _document(task, desk))


def _document(task: Task, desk: Desk) -> Document:
    typed, user_id = str(task.payload["typed"]), str(task.payload["user"])
    at = datetime.fromisoformat(task.payload["at"])
    request = Request(task.workspace_id, user_id, "errand", at)
    try:
        hits, names = everything(desk.database, request, typed)
    except UserError as refused:
        raise Undeliverable("search_refused") from refused
    name = f"search-{at:%Y-%m-%d}.csv"
    content = search_table(hits, names).encode()
    return Document(content, name, name, table_words(typed, len(hits), MOST_ROWS))
