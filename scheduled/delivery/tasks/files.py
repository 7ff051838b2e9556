"""Files sent to one person."""

import logging
from collections.abc import Callable

from domain.core.outbox import Task
from scheduled.delivery.api_errors import Undeliverable, describe
from scheduled.delivery.document import Document, Documents
from scheduled.delivery.tasks.uploads import upload
from scheduled.delivery.worker import TaskContext
from services.outbox import delivery
from views.drawing.png import DrawingError

log = logging.getLogger("linchpin.files")


class Files:
    """The task handler that sends the files of all features."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def send(self, task: Task, context: TaskContext) -> None:
        """Share a file in the direct conversation with one person, once."""
        share(task, context, lambda: self._made(task))

    def _made(self, task: Task) -> Document:
        make = self._documents.get(task.payload["template"])
        if make is None:
            raise Undeliverable("unknown_template")
        try:
            return make(task.payload["data"])
        except DrawingError as error:
            log.warning("The file of %s could not be drawn: %s", describe(task), error)
            raise Undeliverable("not_drawn") from error


def share(task: Task, context: TaskContext, make: Callable[[], Document]) -> None:
    """Share what ``make`` makes in the direct conversation with one person, once.

    The upload is remembered; when it is unknown whether the sharing took effect, Slack is asked
    where the file is before it is shared again.
    """
    document = make()
    file_id = task.file_id
    if file_id is not None and task.is_uncertain and _is_shared(context, file_id):
        delivery.done(context.database, task, context.now())
        return
    if file_id is None:
        file_id = upload(context, document.content, document.filename, document.alt_text)
        delivery.remember_file(context.database, task, file_id)
    opened = context.web_api.call("conversations.open", users=task.payload["user"])
    context.web_api.call(
        "files.completeUploadExternal",
        files=[{"id": file_id, "title": document.title}],
        channel_id=opened["channel"]["id"],
        initial_comment=document.comment,
    )
    delivery.done(context.database, task, context.now())


def _is_shared(context: TaskContext, file_id: str) -> bool:
    file = context.web_api.call("files.info", file=file_id)["file"]
    return bool(file.get("ims") or file.get("shares"))
