"""The roadmap outside Slack: /roadmap share, shares and export, and their forms."""

from domain.core.errors import InvalidInput
from domain.core.people import Permission
from domain.roadmap.commands import Lanes, Reader, RoadmapView, Shape, parse_view
from domain.roadmap.shares import (
    DEFAULT_DAYS,
    Format,
    ShareInput,
    parse_export,
    parse_revocation,
    parse_share,
)
from domain.text.words import straighten
from handlers.slack import modals
from handlers.slack.command_words import Subcommand
from handlers.slack.interaction import Interaction
from handlers.slack.router import Router
from services.roadmap import files as roadmap_files
from services.roadmap import shares as roadmap_shares
from views.blockkit import ids
from views.blockkit.blocks import notice_modal, section
from views.blockkit.message import Message
from views.roadmap.forms import (
    as_modal_view,
    export_answer,
    export_modal,
    revoked_words,
    share_answer,
    share_modal,
    shares_message,
)

WORDS = ("share", "shares", "export")
"""The first words after /roadmap that this file answers."""

SHARE_PATH = "/r"
"""Where the pages of shares are, below the bot's public address."""


def register(router: Router) -> None:
    """Listen to the words after /roadmap, the forms and the buttons."""
    for word in WORDS:
        router.subcommand("/roadmap", word, _answering(word))
    router.view(ids.ROADMAP_EXPORT_FORM, submit_export, permission=Permission.TAKE_PART)
    router.view(ids.ROADMAP_SHARE_FORM, submit_share, permission=Permission.RECORD)
    for action_id, listener in (
        (ids.ROADMAP_SHARE, open_share),
        (ids.ROADMAP_SHARES, open_shares),
        (ids.ROADMAP_REVOKE, revoke_share),
    ):
        router.action(action_id, listener, permission=Permission.RECORD)
    router.action(ids.ROADMAP_EXPORT, open_export, permission=Permission.TAKE_PART)


def _answering(word: str) -> Subcommand:
    return lambda interaction, rest: command_files(interaction, word, rest)


def command_files(interaction: Interaction, word: str, rest: str) -> None:
    """Answer one of WORDS and what follows it; without more words, share and export ask."""
    typed = straighten(rest).strip()
    if word == "shares":
        interaction.answer(_shares(interaction, typed))
    elif not typed:
        _open(interaction, word, RoadmapView())
    elif word == "share":
        interaction.answer(_share(interaction, parse_share(typed), "command"))
    else:
        form, view = parse_export(typed)
        found = roadmap_files.send(interaction.database, interaction.request("command"), form, view)
        interaction.answer(export_answer(form, found.withheld))


def open_export(interaction: Interaction) -> None:
    """Open the form for a file of the view that the button is of."""
    _open(interaction, "export", parse_view(str(interaction.payload.get("value") or "")))


def open_share(interaction: Interaction) -> None:
    """Open the form for a share of the view that the button is of."""
    _open(interaction, "share", parse_view(str(interaction.payload.get("value") or "")))


def open_shares(interaction: Interaction) -> None:
    """Show the list of shares."""
    modals.push(interaction, as_modal_view("Shares", _list(interaction)))


def submit_export(interaction: Interaction) -> None:
    """Send the file, and say so."""
    form = Format(_chosen(interaction, "format", ids.ROADMAP_FORMAT))
    view = _view(interaction)
    found = roadmap_files.send(interaction.database, interaction.request("modal"), form, view)
    shown = as_modal_view("Export the roadmap", export_answer(form, found.withheld))
    interaction.ack(response_action="update", view=shown)


def submit_share(interaction: Interaction) -> None:
    """Make the share, and show its link."""
    view, is_link = _view(interaction), interaction.app_context.public_url is not None
    days = int(_chosen(interaction, "days", ids.ROADMAP_DAYS)) if is_link else DEFAULT_DAYS
    wish = ShareInput(view, days)
    shown = as_modal_view("Share the roadmap", _share(interaction, wish, "modal"))
    interaction.ack(response_action="update", view=shown)


def revoke_share(interaction: Interaction) -> None:
    """End a link, and say so where the button was."""
    number = int(interaction.payload["value"])
    found = roadmap_shares.revoke(interaction.database, interaction.request("button"), number)
    modals.push(interaction, notice_modal(revoked_words(found)))


def _open(interaction: Interaction, word: str, view: RoadmapView) -> None:
    as_link = interaction.app_context.public_url is not None
    form = export_modal(view) if word == "export" else share_modal(view, as_link=as_link)
    modals.push(interaction, form)


def _share(interaction: Interaction, wish: ShareInput, door: str) -> Message:
    address = interaction.app_context.public_url
    made = roadmap_shares.share(
        interaction.database, interaction.request(door), wish, as_link=address is not None
    )
    url = f"{address}{SHARE_PATH}/{made.token}" if made.token else None
    return share_answer(made.share, url, made.withheld)


def _shares(interaction: Interaction, typed: str) -> Message:
    """The list of shares, or with *revoke S-3* that it is revoked."""
    number = parse_revocation(typed)
    if number is not None:
        said = revoked_words(
            roadmap_shares.revoke(interaction.database, interaction.request("command"), number)
        )
        return Message(said, (section(said),))
    if typed:
        raise InvalidInput(
            f"I do not know /roadmap shares {typed[:40]}. /roadmap shares lists them, and "
            "/roadmap shares revoke S-3 ends one."
        )
    return _list(interaction)


def _list(interaction: Interaction) -> Message:
    found = roadmap_shares.listed(interaction.database, interaction.request("command"))
    rows = [(one.share, one.by, one.is_open, one.may_revoke) for one in found]
    return shares_message(rows, interaction.at)


def _view(interaction: Interaction) -> RoadmapView:
    """The view that a form asks for; a refusal stands beside the lanes."""
    try:
        return RoadmapView(
            shape=Shape(_chosen(interaction, "shape", ids.ROADMAP_SHAPE)),
            lanes=Lanes(_chosen(interaction, "lanes", ids.ROADMAP_LANES)),
            reader=Reader(_chosen(interaction, "reader", ids.ROADMAP_READER)),
        )
    except InvalidInput as refused:
        raise InvalidInput(refused.message, field="lanes") from refused


def _chosen(interaction: Interaction, name: str, action_id: str) -> str:
    chosen = interaction.form.option(name, action_id)
    if chosen is None:
        raise InvalidInput("Choose one.", field=name)
    return chosen
