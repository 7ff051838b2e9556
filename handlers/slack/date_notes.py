"""How a date such as 03/04/2026 was read, said below the answer to it."""

from dataclasses import replace

from handlers.slack.interaction import Interaction
from services.workspace import date_reading
from views.blockkit.blocks import context, section
from views.blockkit.message import Message
from views.blockkit.text import mrkdwn


def with_reading(interaction: Interaction, words: str, message: Message) -> Message:
    """The answer to words, with a note where another order of day and month would read another
    day."""
    note = date_reading.note(interaction.database, interaction.request("command"), words)
    if not note:
        return message
    blocks = message.blocks or (section(message.text),)
    return replace(message, blocks=(*blocks, context(mrkdwn(note, 600))))
