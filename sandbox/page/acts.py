"""What a person does on the page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from sandbox.page import clock, shown
from sandbox.page.host import PageHost
from sandbox.people import clicks, modals
from sandbox.people.actor import Actor
from sandbox.people.clicks import Choice
from sandbox.people.desk import ActionError, Reply
from sandbox.people.elements import done
from sandbox.world import channels, forms
from sandbox.world.forms import Element
from sandbox.world.model import PRIVATE, PUBLIC, Json

Act = Callable[["PageActs", Actor, Json], Json]


class PageActs:
    """Carries out the page's requests. Runs outside the server's loop, since the app may call
    back while a person waits."""

    def __init__(self, box: PageHost) -> None:
        self._box = box

    def act(self, actor: Actor, body: Json) -> Json:
        """The answer to one request: `{ok: true, ...}` or `{ok: false, error: sentence}`."""
        run = ACTS.get(str(body.get("do")))
        if run is None:
            return _refused(f"The sandbox cannot do {body.get('do')!r}.")
        try:
            return {"ok": True, **run(self, actor, body)}
        except ActionError as error:
            return _refused(str(error))
        except (KeyError, TypeError, AttributeError) as error:
            return _refused(f"The page asked for something incomplete: {error!r}")

    def say(self, actor: Actor, body: Json) -> Json:
        """Post a message."""
        ts = actor.say(
            body["channel"],
            body["text"],
            body.get("thread_ts"),
            files=list(body.get("files", ())),
            encoded=True,
        )
        return {"ts": ts}

    def leave_tour(self, _actor: Actor, _body: Json) -> Json:
        """Stop offering the tour."""
        self._box.offers_tour = False
        return {}

    def edit(self, actor: Actor, body: Json) -> Json:
        """Edit a message."""
        actor.edit(body["channel"], body["ts"], body["text"], encoded=True)
        return {}

    def delete(self, actor: Actor, body: Json) -> Json:
        """Delete a message."""
        actor.delete(body["channel"], body["ts"])
        return {}

    def react(self, actor: Actor, body: Json) -> Json:
        """Add a reaction."""
        actor.react(body["channel"], body["ts"], body["name"])
        return {}

    def unreact(self, actor: Actor, body: Json) -> Json:
        """Take a reaction back."""
        actor.unreact(body["channel"], body["ts"], body["name"])
        return {}

    def command(self, actor: Actor, body: Json) -> Json:
        """Run a slash command."""
        reply = actor.command(body["channel"], body["command"], body.get("text", ""))
        # Slack itself shows what went wrong, as a message only this person sees.
        return {"answered": reply.ok}

    def message_shortcut(self, actor: Actor, body: Json) -> Json:
        """Use a message shortcut."""
        return _answered(actor.message_shortcut(body["callback_id"], body["channel"], body["ts"]))

    def global_shortcut(self, actor: Actor, body: Json) -> Json:
        """Use a global shortcut."""
        return _answered(actor.global_shortcut(body["callback_id"]))

    def click(self, actor: Actor, body: Json) -> Json:
        """Click an element; `element` holds the value as in Slack's action."""
        source, ids = body["source"], (body["action_id"], body.get("block_id"))
        choose = _chosen_on_page(body.get("element", {}))
        values = (body.get("state") or {}).get("values", {})
        if "view" in source:
            view = clicks.own_view(actor.desk, source["view"]["view_id"])
            modals.take_state(view, values)
            return _answered(clicks.click_view(actor.desk, view.id, ids, choose))
        place = actor.channel(source["message"]["channel"])
        ts = source["message"]["ts"]
        return _answered(clicks.click_message(actor.desk, place, ts, ids, choose))

    def submit(self, actor: Actor, body: Json) -> Json:
        """Send a modal; sentences under its fields come back as `errors`."""
        view = clicks.own_view(actor.desk, body["view_id"])
        modals.take_state(view, (body.get("state") or {}).get("values", {}))
        reply = modals.submit(actor.desk, view)
        if reply.ok:
            return {}
        if reply.errors and not reply.text:
            return {"errors": reply.errors}
        raise ActionError(f"{reply.text or modals.TROUBLE} ({reply.error})")

    def close(self, actor: Actor, body: Json) -> Json:
        """Close a modal, or all."""
        modals.close(actor.desk, view_id=body["view_id"], clear=bool(body.get("clear")))
        return {}

    def suggest(self, actor: Actor, body: Json) -> Json:
        """What an external select offers."""
        desk, source = actor.desk, body["source"]
        if "view" in source:
            view = clicks.own_view(desk, source["view"]["view_id"])
            blocks, where = view.content["blocks"], clicks.view_source(desk, view)
        else:
            place = actor.channel(source["message"]["channel"])
            message = clicks.visible_message(desk, place, source["message"]["ts"])
            blocks, where = message.blocks, clicks.message_source(desk, place, message)
        ids = (body["action_id"], body.get("block_id"))
        return clicks.suggest(desk, blocks, where, ids, str(body.get("value", "")))

    def open_home(self, actor: Actor, _body: Json) -> Json:
        """Open the Home tab."""
        return {"view": actor.home()}

    def open_dm(self, actor: Actor, body: Json) -> Json:
        """Open the DM with a person."""
        return {"channel": actor.channel(body["user"]).id}

    def join(self, actor: Actor, body: Json) -> Json:
        """Join a channel."""
        actor.join(body["channel"])
        return {}

    def leave(self, actor: Actor, body: Json) -> Json:
        """Leave a channel."""
        actor.leave(body["channel"])
        return {}

    def invite(self, actor: Actor, body: Json) -> Json:
        """Bring somebody into a channel."""
        team, where = actor.desk.team, actor.channel(body["channel"])
        wanted = done(lambda: team.person(body["user"]))
        done(lambda: channels.add_member(team, where, wanted.id, actor.id))
        return {}

    def create_channel(self, actor: Actor, body: Json) -> Json:
        """Make a channel."""
        kind = PRIVATE if body.get("private") else PUBLIC
        team = actor.desk.team
        return {"channel": done(lambda: channels.create(team, body["name"], kind, actor.id)).id}

    def archive(self, actor: Actor, body: Json) -> Json:
        """Archive a channel."""
        where = actor.channel(body["channel"])
        done(lambda: channels.archive(actor.desk.team, where, actor.id))
        return {}

    def mark_read(self, actor: Actor, body: Json) -> Json:
        """Note that everything in a channel was read."""
        where = actor.channel(body["channel"])
        where.read_up_to[actor.id] = where.order[-1] if where.order else ""
        return {}

    def upload(self, actor: Actor, body: Json) -> Json:
        """Store a file for later use in a message or form."""
        try:
            data = base64.b64decode(body["content_base64"], validate=True)
        except binascii.Error as error:
            raise ActionError("That file did not arrive whole. Try again.") from error
        team = actor.desk.team
        stored = team.files[actor.attach(body["name"], data)]
        return {"file": shown.file(team, stored) | {"size": stored.length}}

    def clock(self, actor: Actor, body: Json) -> Json:
        """Move the clock."""
        to, tz = str(body["to"]), actor.person.tz
        clock.move(self._box.clock, to, tz, self._box.hooks.next_digest)
        return {"clock": shown.clock(self._box)}


ACTS: dict[str, Act] = {
    name: getattr(PageActs, name)
    for name in (
        "say",
        "edit",
        "delete",
        "react",
        "unreact",
        "command",
        "message_shortcut",
        "global_shortcut",
        "click",
        "submit",
        "close",
        "suggest",
        "open_home",
        "open_dm",
        "join",
        "leave",
        "leave_tour",
        "invite",
        "create_channel",
        "archive",
        "mark_read",
        "upload",
        "clock",
    )
}


def _chosen_on_page(element: Json) -> Choice:
    """The choice that the page describes in the form of Slack's action payload."""

    def choose(found: Element) -> Json | None:
        ids = ("action_id", "block_id", "type")
        entry = {"type": found.kind, **{k: v for k, v in element.items() if k not in ids}}
        if forms.holds_state(found.kind) or found.kind in ("overflow", "feedback_buttons"):
            return entry
        return None

    return choose


def _answered(reply: Reply) -> Json:
    if not reply.ok:
        raise ActionError(f"The app did not answer as it should: {reply.error}")
    return {}


def _refused(sentence: str) -> Json:
    return {"ok": False, "error": sentence}
