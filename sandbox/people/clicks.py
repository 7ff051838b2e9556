"""Clicks on elements of messages and views, and what external selects offer."""

from collections.abc import Callable

from sandbox.delivery import payloads
from sandbox.people.desk import ActionError, Desk, Reply, failure, plain_reply
from sandbox.people.elements import action_entry, chosen, find_element
from sandbox.world import forms, views
from sandbox.world.forms import Element
from sandbox.world.model import Channel, Json, Message, View
from sandbox.world.render import message_json, view_json

Choice = Callable[[Element], Json | None]


def choice_of(desk: Desk, value: object) -> Choice:
    """How a plain value becomes what an element holds; options that an external select offered
    are found by value or text."""

    def choose(element: Element) -> Json | None:
        wanted = value
        if isinstance(value, str) and "external_select" in element.kind:
            for option in desk.suggested.get(element.action_id, []):
                if value in (option["value"], option["text"]["text"]):
                    wanted = option
        return chosen(element, wanted)

    return choose


def visible_message(desk: Desk, channel: Channel, ts: str) -> Message:
    """A message or the person's own ephemeral one. ActionError when it is gone."""
    message = channel.messages.get(ts) or channel.ephemerals.get(ts)
    if message is None or message.only_for not in ("", desk.person.id):
        raise ActionError("that message is gone")
    return message


def own_view(desk: Desk, view_id: str) -> View:
    """One of the person's open views. ActionError when it is closed."""
    view = desk.team.views.get(view_id)
    if view is None or view.user_id != desk.person.id:
        raise ActionError("that view is closed")
    return view


def with_entry(state: Json, element: Element, entry: Json) -> Json:
    """A form's state with one more entry; the old state is left alone."""
    block = {**state.get(element.block_id, {}), element.action_id: entry}
    return {**state, element.block_id: block}


def click_message(
    desk: Desk, channel: Channel, ts: str, ids: tuple[str, str | None], choose: Choice
) -> Reply:
    """Click an element (`ids`: action, block) of a message."""
    team, person = desk.team, desk.person
    with team.lock:
        message = visible_message(desk, channel, ts)
        element = find_element(message.blocks, *ids)
        entry = choose(element)
        if entry is not None and forms.holds_state(element.kind):
            mine = message.state.get(person.id) or forms.initial_state(message.blocks)
            message.state[person.id] = with_entry(mine, element, entry)
        url = desk.response_url(desk.grant(channel, message))
        action = action_entry(element, entry, team.event_ts())
        payload = payloads.message_click(team, channel, person, message, action, url)
    return plain_reply(desk.ask("interaction", "block_actions", payload))


def click_view(desk: Desk, view_id: str, ids: tuple[str, str | None], choose: Choice) -> Reply:
    """Click an element of a modal or the Home tab. A choice in an input block stays in the form;
    the app hears of it only with `dispatch_action`."""
    team = desk.team
    with team.lock:
        view = own_view(desk, view_id)
        element = find_element(view.content["blocks"], *ids)
        entry = choose(element)
        if entry is not None and forms.holds_state(element.kind):
            view.state = with_entry(view.state, element, entry)
        if element.block["type"] == "input" and not element.block.get("dispatch_action"):
            return Reply(True)
        action = action_entry(element, entry, team.event_ts())
        payload = payloads.view_click(team, desk.person, view, action)
    return plain_reply(desk.ask("interaction", "block_actions", payload))


def suggest(
    desk: Desk, blocks: list[Json], source: Json, ids: tuple[str, str | None], words: str
) -> Json:
    """What the app offers in an external select: `{options}` or `{option_groups}`."""
    with desk.team.lock:
        element = find_element(blocks, *ids)
        found = (element.block_id, element.action_id)
        payload = payloads.suggestion(desk.team, desk.person, source, found, words)
    attempt = desk.ask("interaction", "block_suggestion", payload, answerable=True)
    if not attempt.ok or not isinstance(attempt.answer, dict):
        raise ActionError(f"the app offered nothing: {failure(attempt)}")
    desk.suggested[element.action_id] = forms.all_options(attempt.answer)
    return attempt.answer


def view_source(desk: Desk, view: View) -> Json:
    """The part of a suggestion request that says it comes from a view."""
    container = {"type": "view", "view_id": view.id}
    return {"container": container, "view": view_json(desk.team, view)}


def message_source(desk: Desk, channel: Channel, message: Message) -> Json:
    """The part of a suggestion request that says it comes from a message."""
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    brief = {"id": channel.id, "name": channel.name}
    shown = message_json(desk.team, channel, message, metadata=True)
    return {"container": container, "channel": brief, "message": shown}


def front_view(desk: Desk) -> View:
    """The open modal, else the Home tab. ActionError when there is neither."""
    team = desk.team
    view = views.top(team, desk.person.id)
    home = team.homes.get(desk.person.id)
    if view is None and home is not None:
        view = team.views[home]
    if view is None:
        raise ActionError("no view is open")
    return view
