"""Slash commands, shortcuts, opening the Home tab."""

from sandbox.api.respond import answer_command
from sandbox.delivery import payloads
from sandbox.delivery.parcel import Attempt
from sandbox.people.desk import ActionError, Desk, Reply, failure, plain_reply
from sandbox.world import events, posts, views
from sandbox.world.model import Channel, Json, Message, ResponseUrl, SlackError
from sandbox.world.text import command_text


def run_command(desk: Desk, channel: Channel, name: str, words: str) -> Reply:
    """Run a slash command; an answer in the acknowledgement is shown in the channel."""
    team, person = desk.team, desk.person
    declared = team.manifest.commands.get(name)
    if declared is None:
        raise ActionError(f"{name} is not a command of the app")
    if person.id not in channel.members:
        raise ActionError(f"{person.real_name} is not in this channel")
    with team.lock:
        grant = desk.grant(channel)
        words = command_text(words.strip(), team, declared.should_escape)
        url = desk.response_url(grant)
        payload = payloads.command(team, channel, person, name, words, url)
    attempt = desk.ask("command", "slash_commands", payload, answerable=True)
    if not attempt.ok:
        return _failed(desk, channel, name, attempt)
    return _show_answer(desk, channel, grant, attempt)


def _failed(desk: Desk, channel: Channel, name: str, attempt: Attempt) -> Reply:
    error = failure(attempt)
    words = f"{name} failed with the error “{error}”"
    message = posts.post_ephemeral(desk.team, channel, desk.person.id, posts.Draft(words))
    message.user, message.bot_id, message.app_id = "USLACKBOT", "", ""
    return Reply(False, attempt.status, error=error)


def _show_answer(desk: Desk, channel: Channel, grant: ResponseUrl, attempt: Attempt) -> Reply:
    answer = attempt.answer
    body: Json = answer if isinstance(answer, dict) else {"text": str(answer or "")}
    reply = Reply(True, attempt.status, body.get("text") or None, answer=answer)
    if not (body.get("text") or body.get("blocks") or body.get("attachments")):
        return reply
    reply.blocks = body.get("blocks") or []
    try:
        answer_command(desk.team, channel, grant, body)
    except SlackError as error:
        reply.ok, reply.error = False, error.error
        reply.errors = {"blocks": "; ".join(error.extra.get("errors", ()))}
    return reply


def use_message_shortcut(desk: Desk, callback_id: str, channel: Channel, message: Message) -> Reply:
    """Use a message shortcut; ephemeral messages do not offer any."""
    _declared(desk, callback_id, "message")
    with desk.team.lock:
        url = desk.response_url(desk.grant(channel))
        payload = payloads.message_shortcut(
            desk.team, channel, desk.person, message, callback_id, url
        )
    return plain_reply(desk.ask("interaction", "message_action", payload))


def use_global_shortcut(desk: Desk, callback_id: str) -> Reply:
    """Use a global shortcut."""
    _declared(desk, callback_id, "global")
    with desk.team.lock:
        payload = payloads.global_shortcut(desk.team, desk.person, callback_id)
    return plain_reply(desk.ask("interaction", "shortcut", payload))


def _declared(desk: Desk, callback_id: str, kind: str) -> None:
    shortcut = desk.team.manifest.shortcuts.get(callback_id)
    if shortcut is None or shortcut.type != kind:
        raise ActionError(f"the app has no {kind} shortcut {callback_id!r}")


def open_home(desk: Desk) -> None:
    """Open the app's Home tab."""
    team, user_id = desk.team, desk.person.id
    with team.lock:
        event: Json = {"type": "app_home_opened", "user": user_id, "tab": "home"}
        event["channel"] = team.dm(team.bot_user_id, user_id).id
        view = views.home_json(team, user_id)
        if view is not None:
            event["view"] = view
        events.raise_event(team, event)
