"""Reading whole threads, files that Slack did not tell of, and what intake channels missed."""

from dataclasses import dataclass, replace
from typing import Any

from domain.core.errors import InvalidInput
from domain.core.outbox import Task
from domain.erasure import Forgotten
from domain.feedback.attachments import File, files_of, line_of, seen
from domain.feedback.threads import MOST_LINES, as_saved
from scheduled.delivery.api_errors import CALL_ERRORS, Verdict
from scheduled.delivery.worker import TaskContext
from scheduled.feedback.message_reading import (
    ask_permalink,
    ask_whether_private,
    refusal_of_error,
)
from services.feedback import (
    attachments,
    mentions,
)
from services.feedback import (
    message_reading as reading,
)
from services.feedback import (
    thread_capture as threads,
)
from services.feedback.intake import channel_catch_up as intake_catch_up
from services.feedback.intake import channel_intake as intake
from services.feedback.message_reading import Refusal
from services.feedback.thread_capture import Thread
from services.similarity.follow_up import Saved, ask

_PAGE = 200
_PAGES = 5
_MOST_PAGES = 50
"""Ten thousand messages: a flood of a minute or two that was missed."""

_THREADS = 20
_WORDS = ("text", "blocks", "attachments", "files")
"""Where the words of a message may stand."""

_UNSAID = frozenset({"tombstone", "channel_join", "group_join", "reminder_add"})


@dataclass(frozen=True, slots=True)
class _Read:
    """The first messages of a thread, and how many there are besides them."""

    messages: list[dict[str, Any]]
    left_out: int


def read_thread(task: Task, context: TaskContext) -> None:
    """Read a thread page by page, as far as it is taken, and save it; a refusal is told."""
    try:
        found = _read(task, context)
    except CALL_ERRORS as error:
        if context.diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
        reading.refused(context.database, task, refusal_of_error(error), context.now())
        return
    if not found.messages:
        reading.refused(context.database, task, Refusal.GONE, context.now())
        return
    thread = _thread(task, context, found)
    try:
        number = threads.saved(context.database, task, thread, context.now())
    except (InvalidInput, Forgotten) as error:
        why = Refusal.NO_TEXT if isinstance(error, InvalidInput) else Refusal.FORGOTTEN
        reading.refused(context.database, task, why, context.now())
        return
    if number is not None:
        saved = Saved(task.workspace_id, task.payload["user"], number)
        channel, thread_ts = task.payload["channel"], task.payload["ts"]
        ask(context.database, saved, context.now(), channel_id=channel, thread_ts=thread_ts)


def read_files(task: Task, context: TaskContext) -> None:
    """Ask about the files of feedback that Slack wants to be asked about, one by one."""
    told: list[File] = []
    for file in attachments.to_look_at(context.database, task):
        try:
            answer = context.web_api.call("files.info", file=file.slack_id)
        except CALL_ERRORS as error:
            problem = context.diagnose(error)
            if problem.verdict is not Verdict.GIVE_UP:
                raise
            told.append(replace(file, refused=problem.code))
        else:
            told.append(seen(file, answer["file"]))
    attachments.looked_at(context.database, task, told, context.now())


def confirm_intake(task: Task, context: TaskContext) -> None:
    """Have the people of an intake channel told of what came in; asks nothing of Slack."""
    intake.confirm(context.database, task, context.now())


def read_intake(task: Task, context: TaskContext) -> None:
    """Read the last days of an intake channel and of its newest threads; out of reach is settled.

    What is older than the newest thousand messages is looked for as long as something is missing.
    """
    oldest = intake_catch_up.oldest_ts(context.database, task, context.now())
    try:
        messages = _last_days(task, context, oldest) if oldest else []
    except CALL_ERRORS as error:
        if context.diagnose(error).verdict is not Verdict.GIVE_UP:
            raise
        messages = []
    intake_catch_up.caught_up(context.database, task, messages, context.now())


def _last_days(task: Task, context: TaskContext, oldest: str) -> list[dict[str, Any]]:
    channel = task.payload["channel"]
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    for number in range(1, _MOST_PAGES + 1):
        page = context.web_api.call(
            "conversations.history", channel=channel, oldest=oldest, limit=_PAGE, cursor=cursor
        )
        said = page["messages"] or []
        found += said
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        is_enough = number >= _PAGES and not intake_catch_up.lacks(context.database, task, said)
        if not cursor or is_enough:
            break
    threads_of = [one["ts"] for one in found if one.get("reply_count")][:_THREADS]
    for ts in threads_of:
        page = context.web_api.call(
            "conversations.replies", channel=channel, ts=ts, oldest=oldest, limit=_PAGE
        )
        found += [one for one in page["messages"] or () if one.get("ts") != ts]
    return found


def _read(task: Task, context: TaskContext) -> _Read:
    """The first message and its replies; Slack tells with the first how many there are."""
    bot = threads.bot_of(context.database, task.workspace_id)
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    seen_count, reply_count = 0, 0
    while len(found) <= MOST_LINES:
        page = context.web_api.call(
            "conversations.replies",
            channel=task.payload["channel"],
            ts=task.payload["ts"],
            limit=_PAGE,
            cursor=cursor,
        )
        messages = page["messages"] or []
        if cursor is None and messages:
            reply_count = int(messages[0].get("reply_count") or 0)
        fresh = messages if cursor is None else [one for one in messages if not _is_root(task, one)]
        seen_count += len(fresh)
        found += [one for one in (_said(one, bot) for one in fresh) if one is not None]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    kept = found[:MOST_LINES]
    unread = max(reply_count + 1 - seen_count, 0) if cursor else 0
    return _Read(kept, len(found) - len(kept) + unread)


def _is_root(task: Task, message: dict[str, Any]) -> bool:
    """Slack repeats the first message on every page."""
    return bool(message.get("ts") == task.payload["ts"])


def _said(message: dict[str, Any], bot_user_id: str) -> dict[str, Any] | None:
    """A message as it belongs into the feedback: without what is said by and to this bot."""
    if message.get("subtype") in _UNSAID or message.get("user") == bot_user_id:
        return None
    saved = dict(as_saved(message, bot_user_id))
    return saved if any(saved.get(key) for key in _WORDS) else None


def _thread(task: Task, context: TaskContext, found: _Read) -> Thread:
    channel, ts = task.payload["channel"], task.payload["ts"]
    ids = {str(one.get("user")) for one in found.messages}
    names = mentions.names_of(
        context.database, task.workspace_id, found.messages, context.now(), also=ids
    )
    return Thread(
        lines=tuple(line_of(one, names) for one in found.messages),
        files=tuple(file for one in found.messages for file in files_of(one)),
        left_out=found.left_out,
        permalink=ask_permalink(context, channel, ts),
        is_private=ask_whether_private(context, channel),
    )
