"""Reading messages: those that somebody wants saved, and the links of those that were saved."""

from typing import Any

from domain.core.errors import InvalidInput
from domain.core.outbox import Task
from domain.erasure import Forgotten
from domain.feedback.attachments import files_of
from domain.feedback.model import Draft, Source
from domain.text.slack_message import author_of, edited_ts, readable_text
from scheduled.delivery.api_errors import CALL_ERRORS, Verdict, diagnose
from scheduled.delivery.worker import TaskContext
from services.feedback import mentions
from services.feedback import message_reading as reading
from services.feedback.message_reading import Refusal
from services.similarity.follow_up import Saved, ask
from services.workspace import installations

_REFUSALS = {
    "not_in_channel": Refusal.OUTSIDE,
    "channel_not_found": Refusal.OUTSIDE,
    "missing_scope": Refusal.NO_PERMISSION,
    "thread_not_found": Refusal.GONE,
    "message_not_found": Refusal.GONE,
}


def read_message(task: Task, context: TaskContext) -> None:
    """Read the message that somebody reacted to and save it; a refusal is told to them."""
    if reading.is_settled(context.database, task, context.now()):
        return
    try:
        message = find_message(context, task.payload["channel"], task.payload["ts"])
    except CALL_ERRORS as error:
        if context.diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
        reading.refused(context.database, task, refusal_of_error(error), context.now())
        return
    refused = _refusal_of(task, context, message)
    if message is None or refused is not None:
        reading.refused(context.database, task, refused or Refusal.GONE, context.now())
        return
    draft = _draft(task, context, message)
    thread_ts = message.get("thread_ts")
    try:
        number = reading.saved(context.database, task, draft, context.now(), thread_ts=thread_ts)
    except (InvalidInput, Forgotten) as error:
        why = Refusal.NO_TEXT if isinstance(error, InvalidInput) else Refusal.FORGOTTEN
        reading.refused(context.database, task, why, context.now())
        return
    if number is not None:
        saved = Saved(task.workspace_id, task.payload["user"], number)
        ask(context.database, saved, context.now(), channel_id=task.payload["channel"])


def read_source(task: Task, context: TaskContext) -> None:
    """Ask for the link of a saved message, and whether its channel is private."""
    channel, ts = task.payload["channel"], task.payload["ts"]
    link, is_private = ask_permalink(context, channel, ts), ask_whether_private(context, channel)
    reading.learned_source(context.database, task, link, is_private, context.now())


def refusal_of_error(error: BaseException) -> Refusal:
    """Why a message cannot be read, from the error of a call that was given up."""
    return _REFUSALS.get(diagnose(error).code, Refusal.UNREADABLE)


def find_message(context: TaskContext, channel: str, ts: str) -> dict[str, Any] | None:
    """The message with exactly this ts: in the channel, or else a reply in a thread.

    ``conversations.history`` knows no replies; ``conversations.replies`` takes a reply's own ts.
    """
    bounds = {"channel": channel, "oldest": ts, "latest": ts, "inclusive": "true"}
    page = context.web_api.call("conversations.history", limit=1, **bounds)
    found = _exactly(page, ts)
    if found is None:
        page = context.web_api.call("conversations.replies", ts=ts, limit=10, **bounds)
        found = _exactly(page, ts)
    return found


def _exactly(page: dict[str, Any], ts: str) -> dict[str, Any] | None:
    for message in page["messages"] or ():
        if message.get("ts") == ts and message.get("subtype") != "tombstone":
            return dict(message)
    return None


def _refusal_of(task: Task, context: TaskContext, message: dict[str, Any] | None) -> Refusal | None:
    if message is None:
        return Refusal.GONE
    workspace = installations.get(context.database, task.workspace_id)
    return Refusal.OWN if message.get("user") == workspace.bot_user_id else None


def _draft(task: Task, context: TaskContext, message: dict[str, Any]) -> Draft:
    channel, ts = task.payload["channel"], task.payload["ts"]
    names = mentions.names_of(context.database, task.workspace_id, [message], context.now())
    author = author_of(message)
    return Draft(
        text=readable_text(message, names),
        said_by=author.user_id,
        said_by_name=author.name,
        source=Source(
            channel,
            ts,
            ask_permalink(context, channel, ts),
            ask_whether_private(context, channel),
            edited_ts(message),
        ),
        files=files_of(message),
    )


def ask_permalink(context: TaskContext, channel: str, ts: str) -> str | None:
    """The message's link, or None when Slack gives none."""
    try:
        answer = context.web_api.call("chat.getPermalink", channel=channel, message_ts=ts)
    except CALL_ERRORS as error:
        if context.diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
        return None
    return str(answer["permalink"])


def ask_whether_private(context: TaskContext, channel: str) -> bool:
    """Whether not everybody in the workspace can read the channel; hidden means private."""
    try:
        facts = context.web_api.call("conversations.info", channel=channel)["channel"]
    except CALL_ERRORS as error:
        if context.diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
        return True
    return any(facts.get(kind) for kind in ("is_private", "is_im", "is_mpim", "is_group"))
