"""Cards at Slack: posted once, renewed calmly, and their reactions read anew."""

import hashlib
import json
from functools import partial
from typing import Any

from domain.core.outbox import Kind, Task
from domain.idea_page.page import Filed
from domain.ideas.model import Idea
from domain.votes.cards import UPDATE_EVERY
from scheduled.clock.scheduler import NIGHTLY, Job
from scheduled.delivery.api_errors import CALL_ERRORS, diagnose
from scheduled.delivery.part import ScheduledPart, Wiring
from scheduled.delivery.tasks.messages import send
from scheduled.delivery.template import Post
from scheduled.delivery.web_api import TooSoon
from scheduled.delivery.worker import TaskContext, TaskHandlers
from services.outbox import delivery
from services.outbox.payloads import unpack
from services.votes import actions as votes
from services.votes import cards
from services.votes.cards import Showing
from storage.database.engine import Database
from views.blockkit.limits import check_message
from views.blockkit.message import Message
from views.idea_page.messages import card_refused_message, card_stands_message
from views.votes import card_message

_GONE = frozenset({"message_not_found", "cant_update_message"})


def post_card(task: Task, context: TaskContext) -> None:
    """Post a card; one whose outcome was lost is looked for first."""
    showing = cards.to_show(context.database, task)
    if showing is None:
        delivery.done(context.database, task, context.now())
        return
    message = card_message(showing.face)
    channel = showing.card.channel_id
    ts = send(task, context, Post(message), channel, None)
    cards.posted(context.database, task, showing, ts, digest_of(message), context.now())
    _tell_address(task, context, showing, ts)


def update_card(task: Task, context: TaskContext) -> None:
    """Show on a card what is true now; nothing is sent when it shows that already."""
    showing = cards.to_show(context.database, task)
    if showing is None or showing.card.message_ts is None:
        delivery.done(context.database, task, context.now())
        return
    card, message = showing.card, check_message(card_message(showing.face))
    if card.shown == digest_of(message):
        delivery.done(context.database, task, context.now())
        return
    _wait_for_turn(showing, context)
    try:
        context.web_api.call(
            "chat.update",
            channel=card.channel_id,
            ts=card.message_ts,
            text=message.text,
            blocks=list(message.blocks),
        )
    except CALL_ERRORS as error:
        if diagnose(error).code not in _GONE:
            raise
        cards.gone(context.database, task, card, context.now())
        return
    cards.updated(context.database, task, card, digest_of(message), context.now())


def read_reactions(task: Task, context: TaskContext) -> None:
    """Read who reacted on a card, and make the votes equal to it."""
    card = votes.to_read(context.database, task)
    if card is None:
        delivery.done(context.database, task, context.now())
        return
    read_at = context.now()
    try:
        answer = context.web_api.call(
            "reactions.get", channel=card.channel_id, timestamp=card.message_ts, full="true"
        )
    except CALL_ERRORS as error:
        if diagnose(error).code != "message_not_found":
            raise
        cards.gone(context.database, task, card, context.now())
        return
    reactions = answer["message"].get("reactions") or []
    shown = [(str(user), str(one["name"])) for one in reactions for user in one["users"]]
    votes.healed(context.database, task, shown, read_at, context.now())


def _wait_for_turn(showing: Showing, context: TaskContext) -> None:
    """Raise TooSoon within five seconds of the card's last update."""
    if showing.card.updated_at is None:
        return
    wait = showing.card.updated_at + UPDATE_EVERY - context.now()
    if wait.total_seconds() > 0:
        raise TooSoon(wait.total_seconds())


def _tell_address(task: Task, context: TaskContext, showing: Showing, ts: str) -> None:
    """Ask for the card's address. The card stands, so nothing that fails here matters to it."""
    channel = showing.card.channel_id
    try:
        link = context.web_api.ask("chat.getPermalink", channel=channel, message_ts=ts)["permalink"]
    except (*CALL_ERRORS, TooSoon):
        return
    cards.linked(context.database, task, showing.card, str(link), context.now())


def digest_of(message: Message) -> str:
    """Return a short form of what a message shows, to see whether it has changed."""
    shown = json.dumps([message.text, message.blocks], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def _card_stands(data: dict[str, Any]) -> Post:
    return Post(card_stands_message(unpack(Filed, data)))


def _card_refused(data: dict[str, Any]) -> Post:
    return Post(card_refused_message(unpack(Idea, data["idea"]), data["channel"], data["reason"]))


def _jobs(database: Database) -> tuple[Job, ...]:
    return (Job("heal_votes", NIGHTLY, partial(votes.heal_votes, database)),)


def _tasks(_wiring: Wiring) -> TaskHandlers:
    return {
        Kind.POST_CARD: post_card,
        Kind.UPDATE_CARD: update_card,
        Kind.READ_REACTIONS: read_reactions,
    }


PART = ScheduledPart(
    jobs=_jobs,
    tasks=_tasks,
    templates={
        "card_stands": _card_stands,
        "card_refused": _card_refused,
    },
)
