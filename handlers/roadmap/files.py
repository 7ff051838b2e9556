"""The roadmap outside Slack: /roadmap share, shares and export, and their forms."""

from typing import Any

from domain.core.errors import InvalidInput
from domain.roadmap.commands import Lanes, Reader, RoadmapView, Shape, parse_view
from domain.roadmap.shares import (
    DEFAULT_DAYS,
    Format,
    ShareWish,
    parse_export,
    parse_revocation,
    parse_share,
)
from domain.text.words import straighten
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services.roadmap import files as roadmap_files
from services.roadmap import shares as roadmap_shares
from views.blockkit import ids
from views.blockkit.blocks import section
from views.blockkit.message import Message
from views.blockkit.notices import notice_modal
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


def register(board: Switchboard) -> None:
    """Listen to the forms and the buttons; the commands come through /roadmap."""
    board.view(ids.ROADMAP_EXPORT_FORM, submit_export)
    board.view(ids.ROADMAP_SHARE_FORM, submit_share)
    for action_id, listener in (
        (ids.ROADMAP_EXPORT, open_export),
        (ids.ROADMAP_SHARE, open_share),
        (ids.ROADMAP_SHARES, open_shares),
        (ids.ROADMAP_REVOKE, revoke_share),
    ):
        board.action(action_id, listener)


def command_files(visit: Visit, word: str, rest: str) -> None:
    """Answer one of WORDS and what follows it; without more words, share and export ask."""
    typed = straighten(rest).strip()
    if word == "shares":
        visit.answer(_shares(visit, typed))
    elif not typed:
        _open(visit, word, RoadmapView())
    elif word == "share":
        visit.answer(_share(visit, parse_share(typed), "command"))
    else:
        form, view = parse_export(typed)
        found = roadmap_files.send(visit.database, visit.request("command"), form, view)
        visit.answer(export_answer(form, found.withheld))


def open_export(visit: Visit) -> None:
    """Open the form for a file of the view that the button is of."""
    _open(visit, "export", parse_view(str(visit.payload.get("value") or "")))


def open_share(visit: Visit) -> None:
    """Open the form for a share of the view that the button is of."""
    _open(visit, "share", parse_view(str(visit.payload.get("value") or "")))


def open_shares(visit: Visit) -> None:
    """Show the list of shares."""
    modals.push(visit, as_modal_view("Shares", _list(visit)))


def submit_export(visit: Visit) -> None:
    """Send the file, and say so."""
    form = Format(_chosen(visit, "format", ids.ROADMAP_FORMAT))
    view = _view(visit)
    found = roadmap_files.send(visit.database, visit.request("modal"), form, view)
    shown = as_modal_view("Export the roadmap", export_answer(form, found.withheld))
    visit.ack(response_action="update", view=shown)


def submit_share(visit: Visit) -> None:
    """Make the share, and show its link."""
    view, is_link = _view(visit), visit.front.public_url is not None
    days = int(_chosen(visit, "days", ids.ROADMAP_DAYS)) if is_link else DEFAULT_DAYS
    wish = ShareWish(view, days)
    shown = as_modal_view("Share the roadmap", _share(visit, wish, "modal"))
    visit.ack(response_action="update", view=shown)


def revoke_share(visit: Visit) -> None:
    """End a link, and say so where the button was."""
    number = int(visit.payload["value"])
    found = roadmap_shares.revoke(visit.database, visit.request("button"), number)
    modals.push(visit, notice_modal(revoked_words(found)))


def _open(visit: Visit, word: str, view: RoadmapView) -> None:
    as_link = visit.front.public_url is not None
    form = export_modal(view) if word == "export" else share_modal(view, as_link=as_link)
    modals.push(visit, form)


def _share(visit: Visit, wish: ShareWish, door: str) -> Message:
    address = visit.front.public_url
    made = roadmap_shares.share(
        visit.database, visit.request(door), wish, as_link=address is not None
    )
    url = f"{address}{SHARE_PATH}/{made.token}" if made.token else None
    return share_answer(made.share, url, made.withheld)


def _shares(visit: Visit, typed: str) -> Message:
    """The list of shares, or with *revoke S-3* that it is revoked."""
    number = parse_revocation(typed)
    if number is not None:
        said = revoked_words(
            roadmap_shares.revoke(visit.database, visit.request("command"), number)
        )
        return Message(said, (section(said),))
    if typed:
        raise InvalidInput(
            f"I do not know /roadmap shares {typed[:40]}. /roadmap shares lists them, and "
            "/roadmap shares revoke S-3 ends one."
        )
    return _list(visit)


def _list(visit: Visit) -> Message:
    found = roadmap_shares.listed(visit.database, visit.request("command"))
    rows = [(one.share, one.by, one.is_open, one.may_revoke) for one in found]
    return shares_message(rows, visit.at)


def _view(visit: Visit) -> RoadmapView:
    """The view that a form asks for; a refusal stands beside the lanes."""
    try:
        return RoadmapView(
            shape=Shape(_chosen(visit, "shape", ids.ROADMAP_SHAPE)),
            lanes=Lanes(_chosen(visit, "lanes", ids.ROADMAP_LANES)),
            reader=Reader(_chosen(visit, "reader", ids.ROADMAP_READER)),
        )
    except InvalidInput as refused:
        raise InvalidInput(refused.message, field="lanes") from refused


def _chosen(visit: Visit, name: str, action_id: str) -> str:
    values: dict[str, Any] = visit.payload["state"]["values"]
    option = values[name][action_id].get("selected_option")
    if not option:
        raise InvalidInput("Choose one.", field=name)
    return str(option["value"])
