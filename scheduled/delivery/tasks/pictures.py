"""Pictures in messages: drawn in a worker process, uploaded once, left out when that fails."""

import logging
import re

from domain.core.outbox import Task
from scheduled.delivery.api_errors import CALL_ERRORS, Verdict, describe
from scheduled.delivery.tasks.uploads import upload
from scheduled.delivery.template import Post
from scheduled.delivery.web_api import TooSoon
from scheduled.delivery.worker import TaskContext
from services.outbox import delivery
from views.drawing.png import DrawingError, draw_png

log = logging.getLogger("linchpin.pictures")

PICTURE_ATTEMPTS = 5
"""Attempts at a message with its picture; Slack scans a new file for a few seconds first."""

_COMES_BACK = frozenset({Verdict.RATE_LIMITED, Verdict.TOKEN_REFUSED, Verdict.INTERCEPTED})
"""What is no reason to leave a picture out at once."""

_DRAW_TIMEOUT_S = 10.0
_NAME_CHARS = 60
_TITLE_CHARS = 150
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_SETTLE_S = 0.6


def upload_picture(task: Task, context: TaskContext, post: Post) -> str | None:
    """The id of the message's uploaded picture, or None for a message that goes without.

    Raises TooSoon right after the upload, when Slack has yet to scan the file: the task comes
    back in a moment and finds its file remembered.
    """
    if post.picture_svg is None or task.attempts > PICTURE_ATTEMPTS:
        return None
    if task.file_id is not None:
        return task.file_id
    try:
        file_id = _upload(draw_png(post.picture_svg, timeout_s=_DRAW_TIMEOUT_S), context, post)
    except DrawingError as error:
        log.warning("The picture of %s could not be drawn: %s", describe(task), error)
        return None
    except CALL_ERRORS as error:
        problem = context.diagnose(error)
        if problem.verdict in _COMES_BACK:
            raise
        log.warning("The picture of %s could not be uploaded: %s", describe(task), problem.code)
        return None
    delivery.remember_file(context.database, task, file_id)
    raise TooSoon(_SETTLE_S)


def _upload(png: bytes, context: TaskContext, post: Post) -> str:
    file_id = upload(context, png, file_name(post.picture_name), post.picture_alt)
    title = post.picture_name[:_TITLE_CHARS]
    context.web_api.call("files.completeUploadExternal", files=[{"id": file_id, "title": title}])
    return file_id


def file_name(words: str) -> str:
    """The name of a picture's file: the words in lower case, such as ``o-2-fewer-calls.png``."""
    plain = _BETWEEN_WORDS.sub("-", words.casefold()).strip("-")[:_NAME_CHARS].strip("-")
    return f"{plain or 'picture'}.png"
