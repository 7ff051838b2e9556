"""The roadmap: /roadmap in any view, its selects and buttons, posting it, and seeing all of it."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.roadmap.commands import parse_view
from domain.text.words import asks_for_help, split_command
from handlers.roadmap import as_of as past_roadmap
from handlers.roadmap import files as roadmap_files
from handlers.roadmap import plans, promises, time_travel
from handlers.roadmap.part import PART
from handlers.slack import modals, switches
from handlers.slack.command_words import CommandWords
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.channels import membership as channels
from services.roadmap import board as roadmap
from views.blockkit import ids
from views.blockkit.help import help_page
from views.blockkit.message import Message
from views.roadmap.messages import picture_answer, roadmap_message, roadmap_modal

_DIRECT = ("directmessage", "mpdm-")
_PRIVATE = "privategroup"


def register(router: Router) -> None:
    """Listen to /roadmap and to the selects and buttons of the roadmap."""
    words = router.words("/roadmap")

    def command(interaction: Interaction) -> None:
        command_roadmap(interaction, words)

    router.command("/roadmap", command, permission=Permission.TAKE_PART)
    for action_id, listener in (
        (ids.ROADMAP_POST, post_roadmap),
        (ids.ROADMAP_ALL, open_roadmap),
        (ids.HOME_ROADMAP, open_roadmap),
        (ids.ROADMAP_PICTURE, send_picture),
        (ids.ROADMAP_SHAPE, turn_roadmap),
        (ids.ROADMAP_LANES, turn_roadmap),
        (ids.ROADMAP_READER, turn_roadmap),
    ):
        router.action(action_id, listener, permission=Permission.TAKE_PART)
    roadmap_files.register(router)
    time_travel.register(router)
    past_roadmap.register(router)
    plans.register(router)
    promises.register(router)


def command_roadmap(interaction: Interaction, words: CommandWords) -> None:
    """Answer privately with the view that is asked for; ``words`` are what else may be typed."""
    text = str(interaction.payload.get("text") or "")
    word, _rest = split_command(text)
    if asks_for_help(text):
        interaction.answer(_usage(interaction))
    else:
        _check_word(words, word)
        _show(interaction, text)


def _usage(interaction: Interaction) -> Message:
    """How /roadmap is used, with what other features that are on do with it."""
    parts = switches.parts(interaction).values()
    heading = {one.heading for one in PART.help}
    lines = [one for part in parts for one in part.help if one.heading in heading]
    return help_page("How to use /roadmap", lines)


def post_roadmap(interaction: Interaction) -> None:
    """Post the view in the channel of the private answer whose button was pressed."""
    words = str(interaction.payload.get("value") or "")
    roadmap.post(
        interaction.database,
        interaction.request("button"),
        interaction.channel_id or "",
        asked_in=_answer_ts(interaction),
        answer_url=interaction.response_url,
        view=parse_view("" if words == "post" else words),
    )


def send_picture(interaction: Interaction) -> None:
    """Send the picture of the view to the person who pressed the button."""
    view = parse_view(str(interaction.payload.get("value") or ""))
    request = interaction.request("button")
    roadmap.send_picture(
        interaction.database, request, view, _answer_ts(interaction), interaction.response_url
    )


def turn_roadmap(interaction: Interaction) -> None:
    """Show the chosen view in the same private answer."""
    option = interaction.payload.get("selected_option") or {}
    if interaction.response_url is not None:
        roadmap.turn(
            interaction.database,
            interaction.request("button"),
            str(option.get("value") or ""),
            interaction.response_url,
            _place(interaction),
        )


def open_roadmap(interaction: Interaction) -> None:
    """Show everything on the roadmap, in the view that the button names."""
    value = str(interaction.payload.get("value") or "")
    is_view = interaction.payload.get("action_id") == ids.ROADMAP_ALL and value != "all"
    view = parse_view(value if is_view else "")
    board = roadmap.board(
        interaction.database, interaction.workspace_id, interaction.at, view.reader
    )
    modals.show(interaction, roadmap_modal(board, view))


def _show(interaction: Interaction, words: str) -> None:
    view = parse_view(words)
    board = roadmap.board(
        interaction.database, interaction.workspace_id, interaction.at, view.reader
    )
    if view.is_picture and not board.is_empty:
        request = interaction.request("command")
        roadmap.send_picture(interaction.database, request, view, interaction.trigger_id, None)
        message = picture_answer(board, view)
    else:
        has_ideas = not board.is_empty or roadmap.has_ideas(
            interaction.database, interaction.workspace_id
        )
        message = roadmap_message(board, view, has_ideas=has_ideas, **_place(interaction))
    interaction.answer(message)


def _check_word(words: CommandWords, word: str) -> None:
    """Raise InvalidInput when a word is nearer to a subcommand than to a view's words."""
    meant = words.nearest(word) if word else None
    try:
        parse_view(word)
    except InvalidInput:
        if meant is None:
            raise
        raise InvalidInput(
            f"I do not know /roadmap {word[:40]}. Did you mean /roadmap {meant}?"
        ) from None


def _place(interaction: Interaction) -> dict[str, bool]:
    """What the channel of a visit allows: is the bot outside, and may it post."""
    name = interaction.channel_name or ""
    is_outside = not name.startswith(_DIRECT) and channels.is_outside(
        interaction.database, interaction.workspace_id, interaction.channel_id or ""
    )
    return {"is_outside": is_outside, "may_post": not (is_outside and name == _PRIVATE)}


def _answer_ts(interaction: Interaction) -> str:
    container = interaction.body.get("container") or {}
    return str(container.get("message_ts") or interaction.trigger_id)
