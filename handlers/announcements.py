"""Announcements: /roadmap announce, its form, and what became of each post."""

from datetime import UTC, datetime
from typing import Any

from slack_bolt import App

from domain.announcements import Announcement, Note
from domain.errors import InvalidInput
from domain.words import parse_reference, straighten
from handlers.front import Front
from handlers.guard import as_field_error, as_modal, guarded
from handlers.visit import Visit
from services import announcements
from views import ids
from views.announcements import (
    announced_modal,
    announcement_modal,
    choices_message,
    idea_number,
)


def register(app: App, front: Front) -> None:
    """Listen to the form and the buttons; the command comes through /roadmap."""
    app.view(ids.ANNOUNCE_FORM)(guarded(front, as_field_error, submit))
    for action_id, listener in (
        (ids.ANNOUNCE_OPEN, open_from_list),
        (ids.ANNOUNCE_SHOW, show),
        (ids.ANNOUNCE_REFRESH, show),
        (ids.ANNOUNCE_CANCEL, cancel),
    ):
        app.action(action_id)(guarded(front, as_modal, listener))


def command_announce(visit: Visit, words: str) -> None:
    """Open the form for an idea; without one, offer what was shipped and not announced."""
    typed = straighten(words).strip()
    if not typed:
        found = announcements.to_announce(visit.database, visit.request("command"))
        message = choices_message(found)
        visit.ack(response_type="ephemeral", text=message.text, blocks=list(message.blocks))
        return
    reference = parse_reference(typed)
    if reference is None or reference.kind != "I":
        raise InvalidInput("Which idea? Name it by its number, such as /roadmap announce I-12")
    _open(visit, reference.number)


def open_from_list(visit: Visit) -> None:
    """Open the form of the idea whose button was pressed."""
    _open(visit, int(visit.payload["value"]))


def submit(visit: Visit) -> None:
    """Announce, and show where it goes."""
    values = visit.payload["state"]["values"]
    made = announcements.announce(
        visit.database,
        visit.request("modal"),
        idea_number(visit.payload.get("private_metadata")),
        Note(
            headline=_value(values, "headline", ids.ANNOUNCE_HEADLINE, "value") or "",
            text=_value(values, "text", ids.ANNOUNCE_TEXT, "value") or "",
            tells_askers=bool(_value(values, "askers", ids.ANNOUNCE_ASKERS, "selected_options")),
        ),
        _value(values, "channels", ids.ANNOUNCE_CHANNELS, "selected_conversations") or [],
        _moment(_value(values, "post_at", ids.ANNOUNCE_TIME, "selected_date_time")),
    )
    visit.ack(response_action="update", view=_shown(visit, made))


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
    visit.ack()
    view = announcement_modal(desk.idea, desk.draft, desk.before, desk.zone, visit.channel_id)
    visit.client.views_open(trigger_id=visit.trigger_id, view=view)


def _replace(visit: Visit, made: Announcement) -> None:
    visit.ack()
    visit.client.views_update(view_id=visit.body["view"]["id"], view=_shown(visit, made))


def _shown(visit: Visit, made: Announcement) -> dict[str, Any]:
    zone = announcements.times_in(visit.database, visit.request("button"))
    return announced_modal(made, zone)


def _value(values: dict[str, Any], block: str, action: str, key: str) -> Any:
    return values[block][action].get(key)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
