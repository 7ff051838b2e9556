"""Reactions that save a message or vote on a card, and cards that are deleted."""

from typing import Any

from handlers.slack.interaction import Interaction
from handlers.slack.part import HomeSection, ShownPart
from handlers.slack.router import Router
from services.home.tab import HomeVisit
from services.votes import actions as votes
from services.votes import cards
from services.votes.actions import Reaction
from storage.ideas import queries as ideas
from views.blockkit.help import HelpPart
from views.blockkit.message import Block
from views.ideas.home import voted_blocks


def register(router: Router) -> None:
    """Listen to every reaction that the bot can see, and to deletions."""
    router.event("reaction_added", reaction_changed)
    router.event("reaction_removed", reaction_changed)
    router.message(message_deleted)


def reaction_changed(interaction: Interaction) -> None:
    """Hand a reaction on a message to the service that knows what it means."""
    event = interaction.payload
    item = event.get("item") or {}
    if item.get("type") != "message" or not interaction.user_id:
        return
    reaction = Reaction(
        channel_id=str(item["channel"]),
        message_ts=str(item["ts"]),
        emoji=str(event["reaction"]),
        event_ts=str(event["event_ts"]),
        is_added=event["type"] == "reaction_added",
    )
    votes.reacted(interaction.database, interaction.request("reaction"), reaction)


def message_deleted(interaction: Interaction) -> None:
    """Note that a card is gone. Everything else passes without a look at the database."""
    event = interaction.payload
    ts = _deleted_ts(event)
    if ts is not None:
        cards.message_deleted(
            interaction.database,
            interaction.workspace_id,
            str(event["channel"]),
            ts,
            interaction.at,
        )


def _deleted_ts(event: dict[str, Any]) -> str | None:
    """The ts of a message that is gone. One that has replies becomes a tombstone instead."""
    subtype = event.get("subtype")
    if subtype == "message_deleted":
        before = event.get("previous_message") or {}
        return str(event["deleted_ts"]) if _may_be_a_card(before) else None
    after = event.get("message") or {}
    if subtype == "message_changed" and after.get("subtype") == "tombstone":
        return str(after["ts"])
    return None


def _may_be_a_card(before: dict[str, Any]) -> bool:
    """Cards are posted by a bot and have blocks; Slack may leave the former message out."""
    return not before or bool(before.get("bot_id") or before.get("app_id"))


_ON_HOME = 8


def _voted(visit: HomeVisit) -> list[Block]:
    user_id = visit.request.user_id
    voted = ideas.voted_by(visit.session, visit.workspace.id, user_id, _ON_HOME)
    return voted_blocks(voted, visit.workspace.vote_emoji)


PART = ShownPart(
    help=(
        HelpPart(
            240,
            "Ideas and votes",
            ("React with {vote} on a card  votes; take it back and the vote is gone",),
        ),
    ),
    home=(HomeSection(700, _voted),),
)
