"""Filling, sending and closing modals."""

from collections.abc import Mapping

from sandbox.api.content import checked_view
from sandbox.delivery import payloads
from sandbox.delivery.parcel import Attempt
from sandbox.people.clicks import choice_of, with_entry
from sandbox.people.desk import ActionError, Desk, Reply, failure
from sandbox.world import forms, views
from sandbox.world.model import Json, SlackError, View

TROUBLE = "We had some trouble connecting. Try again?"
Entered = Mapping[str, object] | Mapping[tuple[str, str], object]


def open_modal(desk: Desk) -> View:
    """The person's topmost modal. ActionError when none is open or it cannot be sent."""
    view = views.top(desk.team, desk.person.id)
    if view is None:
        raise ActionError("no modal is open")
    if not view.content.get("submit"):
        raise ActionError("this modal has no submit button")
    return view


def fill(desk: Desk, view: View, values: Entered) -> None:
    """Enter values by block id or (block id, action id)."""
    for key, value in values.items():
        block_id, action_id = key if isinstance(key, tuple) else (key, None)
        blocks = view.content["blocks"]
        for element in forms.elements(blocks):
            if element.block_id == block_id and action_id in (None, element.action_id):
                entry = choice_of(desk, value)(element)
                if entry is not None:
                    view.state = with_entry(view.state, element, entry)
                break
        else:
            shown = ", ".join(e.block_id for e in forms.elements(blocks))
            raise ActionError(f"the modal has no block {key!r}, only: {shown}")


def take_state(view: View, values: Json) -> None:
    """Take over `state.values` as the page keeps them, for elements the view really has."""
    for element in forms.elements(view.content["blocks"]):
        entry = values.get(element.block_id, {}).get(element.action_id)
        if entry is not None and forms.holds_state(element.kind):
            entry = {**entry, "type": element.kind}
            view.state = with_entry(view.state, element, entry)


def submit(desk: Desk, view: View) -> Reply:
    """Send a modal. Slack's own checks come first; an answer moves the person's stack."""
    team = desk.team
    with team.lock:
        problems = forms.complaints(view.content["blocks"], view.state)
        if problems:
            return Reply(False, error="invalid_input", errors=problems)
        payload = payloads.view_submission(team, desk.person, view)
    attempt = desk.ask("interaction", "view_submission", payload, answerable=True)
    if not attempt.ok:
        return Reply(False, attempt.status, TROUBLE, error=failure(attempt))
    return _after(desk, view, attempt)


def _after(desk: Desk, view: View, attempt: Attempt) -> Reply:
    answer = attempt.answer if isinstance(attempt.answer, dict) else {}
    reply = Reply(True, attempt.status, answer=attempt.answer)
    action = answer.get("response_action")
    if action == "errors":
        return _show_errors(view, reply, answer.get("errors") or {})
    try:
        _follow(desk, view, action, answer)
    except SlackError as error:
        reply.ok, reply.error, reply.text = False, error.error, TROUBLE
        lines = error.extra.get("response_metadata", {}).get("messages", ())
        reply.errors = {"view": "; ".join(lines)}
    return reply


def _show_errors(view: View, reply: Reply, errors: dict[str, str]) -> Reply:
    inputs = {b.get("block_id") for b in view.content["blocks"] if b["type"] == "input"}
    strange = set(errors) - inputs
    reply.ok, reply.errors = False, errors
    reply.error = f"no input block: {', '.join(sorted(strange))}" if strange else "errors"
    if strange or not errors:
        reply.text = TROUBLE
    return reply


def _follow(desk: Desk, view: View, action: object, answer: Json) -> None:
    team, user_id = desk.team, desk.person.id
    if action is None:
        if view.id in team.modals.get(user_id, []):
            views.close_top(team, user_id)
    elif action == "clear":
        views.clear(team, user_id)
    elif action == "update":
        views.update_view(team, view, checked_view(team, answer.get("view"), "modal"))
    elif action == "push":
        views.push_modal(team, user_id, checked_view(team, answer.get("view"), "modal"))
    else:
        raise SlackError("invalid_response_action")


def close(desk: Desk, *, view_id: str | None = None, clear: bool) -> None:
    """Close the topmost modal or all; the app hears of it where it asked to.

    ``view_id`` is the one that the person closes. What the app opened in its place meanwhile stays.
    """
    team, user_id = desk.team, desk.person.id
    with team.lock:
        stack = [team.views[v] for v in team.modals.get(user_id, [])]
        meant = {view.id for view in (stack if clear else stack[-1:])}
        if view_id is not None and view_id not in meant:
            views.tell_modal(team, user_id)
            return
        if not stack:
            return
        told = stack[0] if clear else stack[-1]
        payload = payloads.view_closed(team, desk.person, told, clear)
        if clear:
            views.clear(team, user_id)
        else:
            views.close_top(team, user_id)
    if told.content.get("notify_on_close"):
        desk.ask("interaction", "view_closed", payload)
