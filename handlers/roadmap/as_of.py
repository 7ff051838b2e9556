"""/roadmap as of: any view of the roadmap at any instant, its selects and its buttons."""

from datetime import UTC, datetime

from domain.core.people import Permission
from domain.roadmap.commands import RoadmapView, parse_view
from domain.roadmap.time_travel.as_of_commands import is_past
from domain.text.slack_text import unescape
from domain.text.words import straighten
from handlers.slack import modals
from handlers.slack.date_notes import with_reading
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.channels import membership as channels
from services.roadmap import as_of as past_roadmap
from views.blockkit import ids
from views.blockkit.blocks import notice_modal
from views.roadmap.messages import roadmap_modal
from views.roadmap.time_travel import past_message

_DIRECT = ("directmessage", "mpdm-")


def register(router: Router) -> None:
    """Listen to the command, its selects and its buttons."""
    router.subcommand("/roadmap", "as", _command_as, example="as of 2026-09-01")
    router.matching("/roadmap", _asks_for_past, command_past)
    for action_id, listener in (
        (ids.PAST_ALL, open_past),
        (ids.PAST_POST, post_past),
        (ids.PAST_PICTURE, send_past),
        (ids.PAST_SHAPE, turn_past),
        (ids.PAST_LANES, turn_past),
        (ids.PAST_READER, turn_past),
    ):
        router.action(action_id, listener, permission=Permission.TAKE_PART)


def _command_as(interaction: Interaction, rest: str) -> None:
    command_past(interaction, f"as {rest}")


def _asks_for_past(text: str) -> bool:
    """Whether *as of* stands behind a view."""
    return is_past(" ".join(straighten(text).split()))


def command_past(interaction: Interaction, text: str) -> None:
    """Answer privately with the view as it stood."""
    words = " ".join(straighten(unescape(text)).split())
    request = interaction.request("command")
    past = past_roadmap.asked(interaction.database, request, words)
    if past.view.is_picture and not past.board.is_empty:
        past_roadmap.send_picture(
            interaction.database, request, past.at, past.view, asked_in=interaction.trigger_id
        )
    message = past_message(past, may_post=_may_post(interaction))
    interaction.answer(with_reading(interaction, words, message))


def open_past(interaction: Interaction) -> None:
    """Show the whole view as it stood."""
    at, view = _meant(str(interaction.payload["value"]))
    past = past_roadmap.at_instant(interaction.database, interaction.request("button"), at, view)
    modals.show(interaction, roadmap_modal(past.board, view))


def turn_past(interaction: Interaction) -> None:
    """Show the chosen view of the same instant in the same private answer."""
    if interaction.response_url is not None:
        at, view = _meant(str(interaction.payload["selected_option"]["value"]))
        request, url = interaction.request("button"), interaction.response_url
        past_roadmap.turn(
            interaction.database, request, at, view, url, may_post=_may_post(interaction)
        )


def post_past(interaction: Interaction) -> None:
    """Post the view as it stood, in the channel of the private answer."""
    at, view = _meant(str(interaction.payload["value"]))
    past_roadmap.post(
        interaction.database,
        interaction.request("button"),
        interaction.channel_id or "",
        at,
        view,
        asked_in=_answer_ts(interaction),
    )
    _say(interaction, "It is on its way into this channel.")


def send_past(interaction: Interaction) -> None:
    """Send the picture of the view as it stood to the person who pressed the button."""
    at, view = _meant(str(interaction.payload["value"]))
    request = interaction.request("button")
    past_roadmap.send_picture(
        interaction.database, request, at, view, asked_in=_answer_ts(interaction)
    )
    _say(interaction, "Its picture is on its way to you in a direct message.")


def _meant(value: str) -> tuple[datetime, RoadmapView]:
    moment, _, words = value.partition(" ")
    return datetime.fromisoformat(moment).astimezone(UTC), parse_view(words)


def _say(interaction: Interaction, said: str) -> None:
    modals.push(interaction, notice_modal(said))


def _may_post(interaction: Interaction) -> bool:
    if (interaction.channel_name or "").startswith(_DIRECT):
        return True
    return not channels.is_outside(
        interaction.database, interaction.workspace_id, interaction.channel_id or ""
    )


def _answer_ts(interaction: Interaction) -> str:
    container = interaction.body.get("container") or {}
    return str(container.get("message_ts") or interaction.trigger_id)
