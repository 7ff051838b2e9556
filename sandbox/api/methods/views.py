"""views.*: modals and Home tabs."""

from datetime import timedelta

from sandbox.api.call import Call, Method, takes
from sandbox.api.content import checked_view
from sandbox.world import views
from sandbox.world.model import Json, SlackError
from sandbox.world.render import view_json

TRIGGER_LIFE = timedelta(seconds=3)


def _use_trigger(call: Call) -> str:
    """The person whose click the trigger stands for; the trigger is spent."""
    trigger = call.team.triggers.get(call.text("trigger_id"))
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    if call.team.clock.now() - trigger.issued_at > TRIGGER_LIFE:
        raise SlackError("expired_trigger_id")
    trigger.used = True
    return trigger.user_id


def open_view(call: Call) -> Json:
    """views.open."""
    content = checked_view(call.team, call.args["view"], "modal")
    user_id = _use_trigger(call)
    return {"view": view_json(call.team, views.open_modal(call.team, user_id, content))}


def push(call: Call) -> Json:
    """views.push."""
    content = checked_view(call.team, call.args["view"], "modal")
    user_id = _use_trigger(call)
    return {"view": view_json(call.team, views.push_modal(call.team, user_id, content))}


def update(call: Call) -> Json:
    """views.update: an open modal by id or external id."""
    view = views.find(call.team, call.text("view_id"), call.text("external_id"))
    kind = "modal" if view.is_modal else "home"
    content = checked_view(call.team, call.args["view"], kind)
    updated = views.update_view(call.team, view, content, call.text("hash"))
    return {"view": view_json(call.team, updated)}


def publish(call: Call) -> Json:
    """views.publish: a person's Home tab."""
    if not call.team.manifest.home_tab:
        raise SlackError("not_enabled")
    person = call.team.people.get(call.text("user_id"))
    if person is None or person.is_bot or call.team.is_outsider(person):
        raise SlackError("invalid_arguments", response_metadata={"messages": ["invalid `user_id`"]})
    content = checked_view(call.team, call.args["view"], "home")
    view = views.publish_home(call.team, person.id, content, call.text("hash"))
    return {"view": view_json(call.team, view)}


METHODS = (
    Method("views.open", open_view, takes("trigger_id! view!:raw"), tier=4),
    Method("views.push", push, takes("trigger_id! view!:raw"), tier=4),
    Method("views.update", update, takes("view_id external_id view!:raw hash"), tier=4),
    Method("views.publish", publish, takes("user_id! view!:raw hash"), tier=4),
)
