"""Modals (a stack of at most three per person) and Home tabs."""

from sandbox.world import forms
from sandbox.world.model import Json, SlackError, View
from sandbox.world.render import view_json
from sandbox.world.workspace import Workspace

STACK_LIMIT = 3


def open_modal(team: Workspace, user_id: str, content: Json) -> View:
    """A new modal in place of whatever the person had open."""
    with team.lock:
        _claim_external_id(team, content)
        _drop(team, team.modals.pop(user_id, []))
        view = _new_view(team, user_id, content)
        team.modals[user_id] = [view.id]
        tell_modal(team, user_id)
        return view


def push_modal(team: Workspace, user_id: str, content: Json) -> View:
    """A modal on top of the person's stack. SlackError not_found, push_limit_reached."""
    with team.lock:
        stack = team.modals.get(user_id)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= STACK_LIMIT:
            raise SlackError("push_limit_reached")
        _claim_external_id(team, content)
        view = _new_view(team, user_id, content, below=team.views[stack[-1]])
        stack.append(view.id)
        tell_modal(team, user_id)
        return view


def update_view(team: Workspace, view: View, content: Json, expected_hash: str = "") -> View:
    """The view with new content; what people entered under unchanged ids stays.
    SlackError hash_conflict when `expected_hash` is not the present one."""
    with team.lock:
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        _claim_external_id(team, content, owner=view)
        view.content = content
        view.state = forms.initial_state(content["blocks"], keep=view.state)
        view.hash = _new_hash(team)
        if view.is_modal:
            tell_modal(team, view.user_id)
        else:
            tell_home(team, view.user_id)
        return view


def publish_home(team: Workspace, user_id: str, content: Json, expected_hash: str = "") -> View:
    """The person's Home tab with new content. SlackError hash_conflict."""
    with team.lock:
        present = team.homes.get(user_id)
        if present is not None:
            view = team.views[present]
            if expected_hash and expected_hash != view.hash:
                raise SlackError("hash_conflict")
            view.state = {}
            return update_view(team, view, content)
        if expected_hash:
            raise SlackError("hash_conflict")
        _claim_external_id(team, content)
        view = _new_view(team, user_id, content)
        team.homes[user_id] = view.id
        tell_home(team, user_id)
        return view


def close_top(team: Workspace, user_id: str) -> None:
    """Close the topmost modal; the one below shows again."""
    with team.lock:
        stack = team.modals.get(user_id, [])
        if stack:
            _drop(team, [stack.pop()])
        tell_modal(team, user_id)


def clear(team: Workspace, user_id: str) -> None:
    """Close every modal the person has open."""
    with team.lock:
        _drop(team, team.modals.pop(user_id, []))
        tell_modal(team, user_id)


def top(team: Workspace, user_id: str) -> View | None:
    """The modal the person sees, if any."""
    stack = team.modals.get(user_id)
    return team.views[stack[-1]] if stack else None


def find(team: Workspace, view_id: str, external_id: str) -> View:
    """An open modal or a Home tab by either id. SlackError not_found."""
    view = team.views.get(view_id) if view_id else _by_external_id(team, external_id)
    if view is None:
        raise SlackError("not_found")
    return view


def tell_modal(team: Workspace, user_id: str) -> None:
    """Show the person's topmost modal (or none) on the page."""
    team.changed({"type": "modal", "user": user_id})


def tell_home(team: Workspace, user_id: str) -> None:
    """Show the person's Home tab on the page."""
    team.changed({"type": "home", "user": user_id})


def modal_json(team: Workspace, user_id: str) -> Json | None:
    """The person's topmost modal as JSON."""
    view = top(team, user_id)
    return view_json(team, view) if view else None


def home_json(team: Workspace, user_id: str) -> Json | None:
    """The person's Home tab as JSON."""
    view_id = team.homes.get(user_id)
    return view_json(team, team.views[view_id]) if view_id else None


def _new_view(team: Workspace, user_id: str, content: Json, below: View | None = None) -> View:
    view_id = team.new_id("V")
    view = View(view_id, team.id, user_id, content, _new_hash(team), view_id)
    if below is not None:
        view.root_id, view.previous_id = below.root_id, below.id
    view.state = forms.initial_state(content["blocks"])
    team.views[view_id] = view
    return view


def _new_hash(team: Workspace) -> str:
    return f"{team.now_s()}.{team.secret(8)}"


def _drop(team: Workspace, view_ids: list[str]) -> None:
    for view_id in view_ids:
        team.views.pop(view_id, None)


def _by_external_id(team: Workspace, external_id: str) -> View | None:
    if not external_id:
        return None
    return next(
        (v for v in team.views.values() if v.content.get("external_id") == external_id), None
    )


def _claim_external_id(team: Workspace, content: Json, owner: View | None = None) -> None:
    holder = _by_external_id(team, content.get("external_id", ""))
    if holder is not None and holder is not owner:
        raise SlackError("duplicate_external_id")
