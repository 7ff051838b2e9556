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
from scheduled.delivery.worker import Desk
from services import announcements
from services.outbox import delivery
from services.workspace import block_forms
from views.blockkit.fallback import in_plain_form, without
from views.blockkit.limits import check_message
from views.blockkit.message import Message

log = logging.getLogger("linchpin.dispatcher")

EVENT_TYPE = "linchpin_message"
"""The type of the message metadata that carries an errand's key."""

_NO_THREAD = "The message that it continues was not posted."
_FORM_REFUSED = frozenset({"invalid_blocks", "msg_blocks_too_long"})
_PLAINER_AFTER_S = 1.0
_CLOCKS_DIFFER_S = 120
_PAGES = 5


class Messages:
    """The performers that send what a template draws."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def say(self, task: Task, desk: Desk) -> None:
        """Post in a channel or thread; what belongs to a message that is not there is dropped."""
        thread_ts = task.payload.get("thread_ts")
        if "thread_of" in task.payload:
            thread_ts = _thread_of(task, desk)
            if thread_ts is None:
                return
        ts = send(task, desk, self._post(task), task.payload["channel"], thread_ts)
        delivery.done(desk.database, task, desk.now(), ts=ts)
        if "wants_link" in task.payload:
            _keep_link(task, desk, ts)

    def tell(self, task: Task, desk: Desk) -> None:
        """Post in the direct conversation with one person, or in a thread of it."""
        thread_ts = None
        if "thread_of" in task.payload:
            thread_ts = _thread_of(task, desk)
            if thread_ts is None:
                return
        opened = desk.door.call("conversations.open", users=task.payload["user"])
        ts = send(task, desk, self._post(task), opened["channel"]["id"], thread_ts)
        delivery.done(desk.database, task, desk.now(), ts=ts)

    def whisper(self, task: Task, desk: Desk) -> None:
        """Show a note to one person in a channel; an unknown outcome is not repeated."""
        if task.is_uncertain:
            raise Undeliverable("outcome_unknown")
        message = check_message(self._post(task).message)
        if not delivery.begin(desk.database, task):
            return
        desk.door.call(
            "chat.postEphemeral",
            channel=task.payload["channel"],
            user=task.payload["user"],
            thread_ts=task.payload.get("thread_ts"),
            text=message.text,
            blocks=list(message.blocks) or None,
        )
        delivery.done(desk.database, task, desk.now())

    def _post(self, task: Task) -> Post:
        template = self._templates.get(task.payload["template"])
        if template is None:
            raise Undeliverable("unknown_template")
        return template(task.payload["data"])


def _keep_link(task: Task, desk: Desk, ts: str) -> None:
    """Ask where the message can be read. It stands, so nothing that fails here matters to it."""
    channel = task.payload["channel"]
    try:
        link = desk.door.ask("chat.getPermalink", channel=channel, message_ts=ts)["permalink"]
    except (*CALL_ERRORS, TooSoon):
        return
    announcements.linked(desk.database, task, str(link))


def _thread_of(task: Task, desk: Desk) -> str | None:
    """The ts of the message that a task continues; without one the task is dropped."""
    parent = delivery.said_under(desk.database, task, task.payload["thread_of"])
    if parent is None or parent.ts is None:
        delivery.give_up(desk.database, task, desk.now(), State.CANCELLED, _NO_THREAD)
        return None
    return parent.ts


def send(task: Task, desk: Desk, post: Post, channel: str, thread_ts: str | None) -> str:
    """Post once and return the message's ts: an uncertain errand is looked for first."""
    if task.is_uncertain:
        said = find_said(task, desk, channel, thread_ts)
        if said is not None:
            return said
    file_id = upload_picture(task, desk, post)
    try:
        return _post_message(task, desk, post.with_picture(file_id), channel, thread_ts)
    except CALL_ERRORS as error:
        code = diagnose(error).code
        if code in _FORM_REFUSED and "is_plain" not in task.payload:
            _choose_plainer(task, desk, error, is_picture_likely=file_id is not None)
        raise


def _choose_plainer(
    task: Task, desk: Desk, error: BaseException, *, is_picture_likely: bool
) -> None:
    """Raise what brings the message again: in a plainer form, or when its picture is usable."""
    types = unsupported_blocks(error)
    if types:
        log.warning("A workspace refuses blocks of type %s", ", ".join(sorted(types)))
        block_forms.remember(desk.database, task, types, desk.now())
    elif is_picture_likely and diagnose(error).code == "invalid_blocks":
        raise NotYet("picture_not_ready") from error  # left out when that took too many attempts
    else:
        block_forms.make_plain(desk.database, task)
    raise TooSoon(_PLAINER_AFTER_S) from error


def _post_message(
    task: Task, desk: Desk, message: Message, channel: str, thread_ts: str | None
) -> str:
    message = without(message, block_forms.refused(desk.database, task.workspace_id, desk.now()))
    message = check_message(in_plain_form(message) if "is_plain" in task.payload else message)
    answer = desk.door.call(
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


def find_said(task: Task, desk: Desk, channel: str, thread_ts: str | None) -> str | None:
    """The ts of the message that carries the errand's key, when Slack has it already.

    Raises Undeliverable(``outcome_unknown``) where Slack forbids reading: saying it again could
    say it twice.
    """
    oldest = (task.created_at - timedelta(seconds=_CLOCKS_DIFFER_S)).timestamp()
    method = "conversations.replies" if thread_ts else "conversations.history"
    cursor = None
    for _ in range(_PAGES):
        try:
            page = desk.door.call(
                method,
                channel=channel,
                ts=thread_ts,
                oldest=f"{oldest:.6f}",
                limit=200,
                cursor=cursor,
                include_all_metadata=True,
            )
        except CALL_ERRORS as error:
            raise _unreadable(desk.diagnose(error), error) from error
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
