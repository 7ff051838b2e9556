"""Messages that words came from, read again; and the bot's own, renewed without words that went."""

import logging
from typing import Any

from domain.core.outbox import Task
from domain.erasure import is_neutral
from scheduled.delivery.api_errors import CALL_ERRORS, Verdict
from scheduled.delivery.template import Templates
from scheduled.delivery.web_api import TooSoon
from scheduled.delivery.worker import TaskContext
from scheduled.feedback.message_reading import find_message
from services.erasure import actions as forgetting
from services.feedback import (
    redaction as sources_said,
)
from services.feedback import (
    source_check as sources_check,
)
from services.feedback.intake import channel_readers as sources_readers
from services.outbox import delivery
from services.workspace import block_forms
from views.blockkit.fallback import in_plain_form, without
from views.blockkit.limits import check_message
from views.erasure import forgotten_message

log = logging.getLogger("linchpin.dispatcher")

_PAGE = 200
_IN_HAND_S = 5.0


def check_sources(task: Task, context: TaskContext) -> None:
    """Read messages again; where the bot is no longer in the channel, nothing is concluded."""
    channel = task.payload["channel"]
    for ts in task.payload["messages"]:
        try:
            message = find_message(context, channel, ts)
        except CALL_ERRORS as error:
            problem = context.diagnose(error)
            if problem.verdict is not Verdict.GIVE_UP:
                raise
            if problem.code not in ("thread_not_found", "message_not_found"):
                break
            message = None
        sources_check.checked(
            context.database, task.workspace_id, (channel, ts), message, context.now()
        )
    sources_check.settle(context.database, task, context.now())


def read_members(task: Task, context: TaskContext) -> None:
    """Read who is in a private channel; nobody is believed to be when Slack does not tell."""
    found: list[str] | None = []
    cursor: str | None = None
    try:
        while found is not None:
            page = context.web_api.call(
                "conversations.members",
                channel=task.payload["channel"],
                limit=_PAGE,
                cursor=cursor,
            )
            found.extend(str(one) for one in page["members"] or ())
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
    except CALL_ERRORS as error:
        if context.diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
        found = None
    sources_readers.learned(context.database, task, found, context.now())


def retell(task: Task, context: TaskContext) -> None:
    """Take words out of what was said. Raises TooSoon while a message with them is on its way."""
    if not sources_said.retell(context.database, task, context.now()):
        raise TooSoon(_IN_HAND_S)


def forget(task: Task, context: TaskContext) -> None:
    """Remove a person. Raises TooSoon while a message that names them is on its way.

    Whoever had themselves forgotten is told once, at once: a task would keep their id.
    """
    asked_by, subject = task.payload["asked_by"], task.payload["user_id"]
    names = _names_of(subject, context) if subject else ()
    done = forgetting.forget(context.database, task, context.now(), names)
    if done is None:
        raise TooSoon(_IN_HAND_S)
    if asked_by != subject:
        return
    message = check_message(forgotten_message(done.number, done.counts))
    try:
        opened = context.web_api.ask("conversations.open", users=asked_by)
        context.web_api.ask(
            "chat.postMessage",
            channel=opened["channel"]["id"],
            text=message.text,
            blocks=list(message.blocks),
        )
    except (*CALL_ERRORS, TooSoon):
        log.warning("Somebody who was forgotten could not be told so")


def _names_of(user_id: str, context: TaskContext) -> tuple[str, ...]:
    """Every name that Slack has for a person, as texts may hold any; none for one it hides."""
    try:
        user = context.web_api.call("users.info", user=user_id)["user"]
    except CALL_ERRORS as error:
        if context.diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
        return ()
    profile = user.get("profile") or {}
    found = (
        user.get("real_name"),
        profile.get("real_name"),
        profile.get("display_name"),
    )
    return tuple(dict.fromkeys(str(one) for one in found if one))


class Amending:
    """The task handler that renews a message of the bot's."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def amend(self, task: Task, context: TaskContext) -> None:
        """Show at Slack what a message would say now. One that is gone or can no longer be changed
        is left alone."""
        one = sources_said.to_amend(context.database, task)
        template = self._templates.get(one.payload.get("template", "")) if one else None
        is_gone = one is not None and is_neutral(str(one.payload.get("user")))
        if one is None or template is None or is_gone:
            delivery.done(context.database, task, context.now())
            return
        message = template(one.payload["data"]).with_picture(one.file_id)
        message = without(
            message, block_forms.refused(context.database, task.workspace_id, context.now())
        )
        message = check_message(in_plain_form(message) if "is_plain" in one.payload else message)
        try:
            context.web_api.call(
                "chat.update",
                channel=_channel_of(one.payload, context),
                ts=one.ts,
                text=message.text,
                blocks=list(message.blocks),
            )
        except CALL_ERRORS as error:
            if context.diagnose(error).verdict is not Verdict.GIVE_UP:
                raise
        delivery.done(context.database, task, context.now())


def _channel_of(payload: dict[str, Any], context: TaskContext) -> str:
    if "channel" in payload:
        return str(payload["channel"])
    opened = context.web_api.call("conversations.open", users=payload["user"])
    return str(opened["channel"]["id"])
