"""Replies to questions of triage: in the thread they were asked in, or to the bot directly."""

from domain.text.slack_message import Arrived, is_said_by_a_person
from handlers.slack import switches
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.triage import questions as triage_asking


def register(router: Router) -> None:
    """Listen to new messages."""
    router.message(arrived)


def arrived(interaction: Interaction) -> None:
    """Bring what may be an answer to the question it answers; most messages are none."""
    event = interaction.payload
    if not is_said_by_a_person(event):
        return
    is_direct = event.get("channel_type") == "im"
    is_reply = is_direct or event.get("thread_ts")
    if is_reply and switches.is_on(interaction, arrived):
        reply = Arrived(str(event["channel"]), event, is_direct)
        triage_asking.replied(interaction.database, interaction.request("event"), reply)
