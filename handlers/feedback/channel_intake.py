"""New messages: in an intake channel they are feedback, and the replies to them are notes."""

from domain.text.slack_message import Arrived, is_said_by_a_person
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.feedback.intake import channel_intake as intake

_CHANNELS = frozenset({"channel", "group"})


def register(router: Router) -> None:
    """Listen to new messages."""
    router.message(arrived)


def arrived(interaction: Interaction) -> None:
    """Take in what a person wrote where the channel wants it."""
    event = interaction.payload
    if event.get("channel_type") in _CHANNELS and is_said_by_a_person(event):
        new = Arrived(str(event["channel"]), event)
        intake.arrived(interaction.database, interaction.request("intake"), new)
