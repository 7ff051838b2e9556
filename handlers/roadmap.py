"""The roadmap: /roadmap, posting it in the channel, and seeing all of it."""

from slack_bolt import App

from domain.errors import InvalidInput
from domain.words import nearest, split_command
from handlers.announcements import command_announce
from handlers.front import Front
from handlers.guard import as_answer, as_modal, guarded
from handlers.visit import Visit
from services import channels, roadmap
from views import ids
from views.roadmap import roadmap_message, roadmap_modal

_DIRECT = ("directmessage", "mpdm-")
_PRIVATE = "privategroup"


def register(app: App, front: Front) -> None:
    """Listen to /roadmap and to the buttons of the roadmap."""
    app.command("/roadmap")(guarded(front, as_answer, command_roadmap))
    app.action(ids.ROADMAP_POST)(guarded(front, as_modal, post_roadmap))
    for action_id in (ids.ROADMAP_ALL, ids.HOME_ROADMAP):
        app.action(action_id)(guarded(front, as_modal, open_roadmap))


def command_roadmap(visit: Visit) -> None:
    """Answer privately with Now, Next, Later and what was shipped lately."""
    word, rest = split_command(str(visit.payload.get("text") or ""))
    if word == "announce":
        command_announce(visit, rest)
        return
    if word:
        is_close = nearest(word, ("announce",)) is not None
        guess = "Did you mean /roadmap announce I-12?" if is_close else "/roadmap alone shows it."
        raise InvalidInput(f"I do not know /roadmap {word[:40]}. {guess}")
    board = roadmap.board(visit.database, visit.workspace_id, visit.at)
    name = visit.channel_name or ""
    is_outside = not name.startswith(_DIRECT) and channels.is_outside(
        visit.database, visit.workspace_id, visit.channel_id or ""
    )
    message = roadmap_message(
        board,
        has_ideas=not board.is_empty or roadmap.has_ideas(visit.database, visit.workspace_id),
        is_outside=is_outside,
        may_post=not (is_outside and name == _PRIVATE),
    )
    visit.ack(response_type="ephemeral", text=message.text, blocks=list(message.blocks))


def post_roadmap(visit: Visit) -> None:
    """Post the roadmap in the channel of the private answer whose button was pressed."""
    container = visit.body.get("container") or {}
    roadmap.post(
        visit.database,
        visit.request("button"),
        visit.channel_id or "",
        asked_in=str(container.get("message_ts") or visit.trigger_id),
        answer_url=visit.response_url,
    )


def open_roadmap(visit: Visit) -> None:
    """Show everything on the roadmap."""
    board = roadmap.board(visit.database, visit.workspace_id, visit.at)
    visit.ack()
    visit.client.views_open(trigger_id=visit.trigger_id, view=roadmap_modal(board))
