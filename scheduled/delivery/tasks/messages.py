"""Messages: said in a channel, told to one person, or whispered; each at most once."""

import logging
from datetime import timedelta
from typing import Any

from domain.core.outbox import State, Task
from scheduled.delivery.api_errors import (
    CALL_ERRORS,
    NotYet,
    Problem,
    Undeliverable,
    Verdict,
    diagnose,
    unsupported_blocks,
)
from scheduled.delivery.tasks.pictures import upload_picture
from scheduled.delivery.template import Post, Templates
from scheduled.delivery.web_api import TooSoon
from scheduled.delivery.worker import TaskContext
from services.announcements import draft
from services.outbox import delivery
from services.workspace import block_forms
from views.blockkit.fallback import in_plain_form, without
from views.blockkit.limits import check_message
from views.blockkit.message import Message

log = logging.getLogger("linchpin.dispatcher")

EVENT_TYPE = "linchpin_message"
"""The type of the message metadata that carries a task's key."""

_NO_THREAD = "The message that it continues was not posted."
_FORM_REFUSED = frozenset({"invalid_blocks", "msg_blocks_too_long"})
_PLAINER_AFTER_S = 1.0
_CLOCKS_DIFFER_S = 120
_PAGES = 5


class Messages:
    """The task handlers that send what a template draws."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def say(self, task: Task, context: TaskContext) -> None:
        """Post in a channel or thread; what belongs to a message that is not there is dropped."""
        thread_ts = task.payload.get("thread_ts")
        if "thread_of" in task.payload:
            thread_ts = _thread_of(task, context)
            if thread_ts is None:
                return
        ts = send(task, context, self._post(task), task.payload["channel"], thread_ts)
        delivery.done(context.database, task, context.now(), ts=ts)
        if "wants_link" in task.payload:
            _keep_link(task, context, ts)

    def tell(self, task: Task, context: TaskContext) -> None:
        """Post in the direct conversation with one person, or in a thread of it."""
        thread_ts = None
        if "thread_of" in task.payload:
            thread_ts = _thread_of(task, context)
            if thread_ts is None:
                return
        opened = context.web_api.call("conversations.open", users=task.payload["user"])
        ts = send(task, context, self._post(task), opened["channel"]["id"], thread_ts)
        delivery.done(context.database, task, context.now(), ts=ts)

    def whisper(self, task: Task, context: TaskContext) -> None:
        """Show a note to one person in a channel; an unknown outcome is not repeated."""
        if task.is_uncertain:
            raise Undeliverable("outcome_unknown")
        message = check_message(self._post(task).message)
        if not delivery.begin(context.database, task):
            return
        context.web_api.call(
            "chat.postEphemeral",
            channel=task.payload["channel"],
            user=task.payload["user"],
            thread_ts=task.payload.get("thread_ts"),
            text=message.text,
            blocks=list(message.blocks) or None,
        )
        delivery.done(context.database, task, context.now())

    def _post(self, task: Task) -> Post:
        template = self._templates.get(task.payload["template"])
        if template is None:
            raise Undeliverable("unknown_template")
        return template(task.payload["data"])


def _keep_link(task: Task, context: TaskContext, ts: str) -> None:
    """Ask where the message can be read. It stands, so nothing that fails here matters to it."""
    channel = task.payload["channel"]
    try:
        link = context.web_api.ask("chat.getPermalink", channel=channel, message_ts=ts)["permalink"]
    except (*CALL_ERRORS, TooSoon):
        return
    draft.linked(context.database, task, str(link))


def _thread_of(task: Task, context: TaskContext) -> str | None:
    """The ts of the message that a task continues; without one the task is dropped."""
    parent = delivery.said_under(context.database, task, task.payload["thread_of"])
    if parent is None or parent.ts is None:
        delivery.give_up(context.database, task, context.now(), State.CANCELLED, _NO_THREAD)
        return None
    return parent.ts


def send(task: Task, context: TaskContext, post: Post, channel: str, thread_ts: str | None) -> str:
    """Post once and return the message's ts: an uncertain task is looked for first."""
    if task.is_uncertain:
        said = find_said(task, context, channel, thread_ts)
        if said is not None:
            return said
    file_id = upload_picture(task, context, post)
    try:
        return _post_message(task, context, post.with_picture(file_id), channel, thread_ts)
    except CALL_ERRORS as error:
        code = diagnose(error).code
        if code in _FORM_REFUSED and "is_plain" not in task.payload:
            _choose_plainer(task, context, error, is_picture_likely=file_id is not None)
        raise


def _choose_plainer(
    task: Task, context: TaskContext, error: BaseException, *, is_picture_likely: bool
) -> None:
    """Raise what brings the message again: in a plainer form, or when its picture is usable."""
    types = unsupported_blocks(error)
    if types:
        log.warning("A workspace refuses blocks of type %s", ", ".join(sorted(types)))
        block_forms.remember(context.database, task, types, context.now())
    elif is_picture_likely and diagnose(error).code == "invalid_blocks":
        raise NotYet("picture_not_ready") from error  # left out when that took too many attempts
    else:
        block_forms.make_plain(context.database, task)
    raise TooSoon(_PLAINER_AFTER_S) from error


def _post_message(
    task: Task, context: TaskContext, message: Message, channel: str, thread_ts: str | None
) -> str:
    message = without(
        message, block_forms.refused(context.database, task.workspace_id, context.now())
    )
    message = check_message(in_plain_form(message) if "is_plain" in task.payload else message)
    answer = context.web_api.call(
        "chat.postMessage",
        paced_by=channel,
        channel=channel,
        thread_ts=thread_ts,
        text=message.text,
        blocks=list(message.blocks) or None,
        metadata={"event_type": EVENT_TYPE, "event_payload": {"key": task.key}},
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(answer["ts"])


def find_said(task: Task, context: TaskContext, channel: str, thread_ts: str | None) -> str | None:
    """The ts of the message that carries the task's key, when Slack has it already.

    Raises Undeliverable(``outcome_unknown``) where Slack forbids reading: saying it again could
    say it twice.
    """
    oldest = (task.created_at - timedelta(seconds=_CLOCKS_DIFFER_S)).timestamp()
    method = "conversations.replies" if thread_ts else "conversations.history"
    cursor = None
    for _ in range(_PAGES):
        try:
            page = context.web_api.call(
                method,
                channel=channel,
                ts=thread_ts,
                oldest=f"{oldest:.6f}",
                limit=200,
                cursor=cursor,
                include_all_metadata=True,
            )
        except CALL_ERRORS as error:
            raise _unreadable(context.diagnose(error), error) from error
        for message in page["messages"]:
            if _key_of(message) == task.key:
                return str(message["ts"])
        cursor = page.get("response_metadata", {}).get("next_cursor")
        if not cursor:
            return None
    raise Undeliverable("outcome_unknown")


def _unreadable(problem: Problem, error: BaseException) -> BaseException:
    return Undeliverable("outcome_unknown") if problem.verdict is Verdict.GIVE_UP else error


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    key = payload.get("key")
    return str(key) if metadata.get("event_type") == EVENT_TYPE and key else None
