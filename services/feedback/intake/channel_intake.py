"""Intake channels: every message of a person is feedback, every reply in its thread a note.

Confirmations do not follow each message but a short while, so that a flood is told of once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain.channels import CaptureMethod, ChannelRule, Confirm
from domain.core.errors import InvalidInput
from domain.core.outbox import Task
from domain.core.people import Request
from domain.erasure import Forgotten
from domain.feedback.attachments import files_of, line_of
from domain.feedback.model import Captured, Draft, Feedback, FeedbackState, Source
from domain.text.slack_message import Arrived, readable_text
from services.feedback import (
    capture as feedback,
)
from services.feedback import mentions
from services.feedback import (
    notifications as feedback_news,
)
from services.feedback import (
    thread_notes as notes,
)
from services.outbox import messages as outbox_messages
from storage.channels import rules as channel_rules
from storage.database.engine import Database, Session
from storage.feedback import queries as storage
from storage.outbox import queue as outbox
from storage.workspace import people, workspaces

PAUSE = timedelta(seconds=3)
"""How long confirmations wait for more to tell."""

MOST_ONE_BY_ONE = 2
"""How many messages of one pause are marked and confirmed each for itself, as Slack takes 50 marks
a minute; more are told of as a number."""

MOST_TOLD = 5
"""How many people are told in private after each pause, as Slack takes 100 notes a minute."""

_AT_ONCE = 500


def arrived(database: Database, request: Request, new: Arrived) -> None:
    """Take a message in where the channel wants it: as feedback, or as a note of it."""
    with database.reading() as session:
        rule = channel_rules.rule_of(session, request.workspace_id, new.channel_id)
        if rule is None or not rule.is_open(CaptureMethod.INTAKE):
            return
        if _is_for_the_bot(session, request, new):
            return
    try:
        with database.transaction() as session:
            _take(session, request, rule, new)
    except (InvalidInput, Forgotten):
        return  # nothing to read in it, such as a sticker, or its author was forgotten


def confirm(database: Database, task: Task, at: datetime) -> None:
    """Tell what came in since the last time, where the channel wants it told; settle the task."""
    channel_id = task.payload["channel"]
    with database.transaction() as session:
        rule = channel_rules.rule_of(session, task.workspace_id, channel_id)
        if not outbox.finish(session, task, at) or rule is None:
            return
        ids = channel_rules.taken_in(
            session, task.workspace_id, channel_id, rule.confirmed_up_to, _AT_ONCE
        )
        if not ids:
            return
        news = storage.of_ids(session, task.workspace_id, ids)[::-1]
        channel_rules.confirmed(session, task.workspace_id, rule.id, news[-1].id)
        standing = [one for one in news if one.state is not FeedbackState.WITHDRAWN]
        if len(standing) <= MOST_ONE_BY_ONE:
            _each(session, task, rule, standing, at)
        else:
            _together(session, task, rule, standing, at)
        if len(news) == _AT_ONCE:
            _wish_confirmation(session, task.workspace_id, channel_id, task.key, at)


def _is_for_the_bot(session: Session, request: Request, new: Arrived) -> bool:
    """True for what bots say, and for what is said to this one."""
    person = people.get(session, request.workspace_id, request.user_id)
    bot = workspaces.bot_of(session, request.workspace_id)
    is_bot = request.user_id in (bot, "USLACKBOT") or (person is not None and person.is_bot)
    return is_bot or f"<@{bot}>" in str(new.message.get("text") or "")


def _take(session: Session, request: Request, rule: ChannelRule, new: Arrived) -> None:
    names = mentions.names_in(
        session, request.workspace_id, [new.message], request.at, also=[request.user_id]
    )
    if new.thread_ts is not None:
        line = line_of(new.message, names)
        place = (new.channel_id, new.thread_ts)
        notes.take(session, request, rule, place, line, files_of(new.message))
        return
    if storage.by_message(session, request.workspace_id, new.channel_id, new.ts) is not None:
        return  # told of again; it may have been taken back since
    link = f"{rule.link_base}/p{new.ts.replace('.', '')}" if rule.link_base else None
    draft = Draft(
        readable_text(new.message, names),
        said_by=request.user_id,
        source=Source(new.channel_id, new.ts, link),
        files=files_of(new.message),
    )
    captured = feedback.save_unknown(session, request, feedback.cleaned(draft), rule)
    if not captured.is_new:
        return
    if link is None:
        _ask_for_links(session, request, captured.feedback)
    key = request.key or request.at.isoformat()
    _wish_confirmation(session, request.workspace_id, new.channel_id, key, request.at)


def _ask_for_links(session: Session, request: Request, first: Feedback) -> None:
    """Ask once for a channel how links to its messages look."""
    source = first.source
    assert source is not None
    assert source.message_ts is not None
    key = f"links:{source.channel_id}:{source.message_ts}"
    new_task = outbox_messages.read_source(
        first.number, source.channel_id, source.message_ts, key=key, at=request.at
    )
    folded = replace(new_task, one_pending=f"links:{source.channel_id}")
    outbox.enqueue(session, request.workspace_id, folded, request.at)


def _wish_confirmation(
    session: Session, workspace_id: int, channel_id: str, key: str, at: datetime
) -> None:
    new_task = outbox_messages.confirm_intake(
        channel_id, key=f"intake:{channel_id}:{key}", at=at + PAUSE
    )
    outbox.enqueue(session, workspace_id, new_task, at)


def _each(
    session: Session, task: Task, rule: ChannelRule, news: Sequence[Feedback], at: datetime
) -> None:
    for one in news:
        source = one.source
        assert source is not None
        assert source.message_ts is not None
        mark = outbox_messages.mark(
            source.channel_id, source.message_ts, feedback_news.SAVED_MARK, at=at, occasion=task.key
        )
        outbox.enqueue(session, task.workspace_id, mark, at)
        key = f"{task.key}:{one.number}"
        if rule.confirm is Confirm.PRIVATE:
            _tell(session, task, one.saved_by, (one,), key, at)
        elif rule.confirm is Confirm.THREAD:
            _say(session, task, (one,), key, at)


def _together(
    session: Session, task: Task, rule: ChannelRule, news: Sequence[Feedback], at: datetime
) -> None:
    if rule.confirm is Confirm.THREAD:
        _say(session, task, news, task.key, at)
    if rule.confirm is not Confirm.PRIVATE:
        return
    by_person: dict[str, list[Feedback]] = {}
    for one in news:
        by_person.setdefault(one.saved_by, []).append(one)
    for user_id, theirs in list(by_person.items())[:MOST_TOLD]:
        _tell(session, task, user_id, theirs, f"{task.key}:{user_id}", at)


def _say(session: Session, task: Task, news: Sequence[Feedback], key: str, at: datetime) -> None:
    """Say it in the thread of the newest message."""
    source = news[-1].source
    new_task = outbox_messages.say(
        task.payload["channel"],
        "feedback_confirmed",
        {"first": news[0].number, "count": len(news)},
        key=f"confirmed:{key}",
        at=at,
        thread_ts=source.message_ts if source else None,
    )
    outbox.enqueue(session, task.workspace_id, new_task, at)


def _tell(
    session: Session, task: Task, user_id: str, news: Sequence[Feedback], key: str, at: datetime
) -> None:
    request = Request(task.workspace_id, user_id, "intake", at)
    if len(news) == 1:
        captured = Captured(news[0], is_new=True)
        feedback_news.tell_saver(session, request, captured, task.payload["channel"], key)
        return
    new_task = outbox_messages.whisper(
        task.payload["channel"],
        user_id,
        "feedback_confirmed",
        {"first": news[0].number, "count": len(news)},
        key=f"confirmed:{key}",
        at=at,
    )
    outbox.enqueue(session, task.workspace_id, new_task, at)
