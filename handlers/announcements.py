"""Announcements: /roadmap announce, its form, and what became of each post."""

from datetime import UTC, datetime
from typing import Any

from domain.announcements import Announcement, Note
from domain.core.errors import InvalidInput
from domain.text.words import parse_reference, straighten
from handlers.slack import modals
from handlers.slack.interaction import Visit
from handlers.slack.router import Switchboard
from services import announcements
from views.announcements import (
    announced_modal,
    announcement_id,
    announcement_modal,
    choices_message,
    edit_modal,
    idea_number,
    preview_modal,
)
from views.blockkit import ids


def register(board: Switchboard) -> None:
    """Listen to the form and the buttons; the command comes through /roadmap."""
    board.view(ids.ANNOUNCE_FORM, submit)
    for action_id, listener in (
        (ids.ANNOUNCE_OPEN, open_from_list),
        (ids.ANNOUNCE_SHOW, show),
        (ids.ANNOUNCE_REFRESH, show),
        (ids.ANNOUNCE_CANCEL, cancel),
        (ids.ANNOUNCE_EDIT, edit),
        (ids.ANNOUNCE_PREVIEW, preview),
    ):
        board.action(action_id, listener)


def command_announce(visit: Visit, words: str) -> None:
    """Open the form for an idea; without one, offer what was shipped and not announced."""
    typed = straighten(words).strip()
    if not typed:
        found = announcements.to_announce(visit.database, visit.request("command"))
        message = choices_message(found)
        visit.answer(message)
        return
    reference = parse_reference(typed)
    if reference is None or reference.kind != "I":
        raise InvalidInput("Which idea? Name it by its number, such as /roadmap announce I-12")
    _open(visit, reference.number)


def open_from_list(visit: Visit) -> None:
    """Open the form of the idea whose button was pressed."""
    _open(visit, int(visit.payload["value"]))


def submit(visit: Visit) -> None:
    """Announce, or change what waits, and show where it goes."""
    values, metadata = visit.payload["state"]["values"], visit.payload.get("private_metadata")
    places = _value(values, "channels", ids.ANNOUNCE_CHANNELS, "selected_conversations") or []
    post_at = _moment(_value(values, "post_at", ids.ANNOUNCE_TIME, "selected_date_time"))
    asked, note, known = visit.request("modal"), _note(values), announcement_id(metadata)
    if known is None:
        number = idea_number(metadata)
        made = announcements.announce(visit.database, asked, number, note, places, post_at)
    else:
        made = announcements.change(visit.database, asked, known, note, places, post_at)
    visit.ack(response_action="update", view=_shown(visit, made))


def preview(visit: Visit) -> None:
    """Show the post as the form says it now."""
    note = _note(visit.body["view"]["state"]["values"])
    number = int(visit.payload["value"])
    release = announcements.preview(visit.database, visit.request("button"), number, note)
    modals.push(visit, preview_modal(release))


def edit(visit: Visit) -> None:
    """Show the form of an announcement that waits, in place of the modal that is open."""
    asked = visit.request("button")
    desk, made = announcements.to_edit(visit.database, asked, int(visit.payload["value"]))
    modals.replace(visit, edit_modal(desk.idea, made, desk.zone))


def show(visit: Visit) -> None:
    """Show what became of an announcement, in place of the modal that is open."""
    asked = visit.request("button")
    made = announcements.standing(visit.database, asked, int(visit.payload["value"]))
    _replace(visit, made)


def cancel(visit: Visit) -> None:
    """Call an announcement off and show it."""
    asked = visit.request("button")
    _replace(visit, announcements.cancel(visit.database, asked, int(visit.payload["value"])))


def _open(visit: Visit, number: int) -> None:
    desk = announcements.desk(visit.database, visit.request("command"), number)
    view = announcement_modal(desk.idea, desk.draft, desk.before, desk.zone, visit.channel_id)
    modals.show(visit, view)


def _replace(visit: Visit, made: Announcement) -> None:
    modals.replace(visit, _shown(visit, made))


def _shown(visit: Visit, made: Announcement) -> dict[str, Any]:
    zone = announcements.times_in(visit.database, visit.request("button"))
    return announced_modal(made, zone)


def _note(values: dict[str, Any]) -> Note:
    return Note(
        headline=_value(values, "headline", ids.ANNOUNCE_HEADLINE, "value") or "",
        text=_value(values, "text", ids.ANNOUNCE_TEXT, "value") or "",
        tells_askers=bool(_value(values, "askers", ids.ANNOUNCE_ASKERS, "selected_options")),
    )


def _value(values: dict[str, Any], block: str, action: str, key: str) -> Any:
    return values[block][action].get(key)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
